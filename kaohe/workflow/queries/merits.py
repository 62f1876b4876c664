"""Merit events (奖惩事件): of people, and of one case those of its period that bear on it."""

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.roles import UNIT_ROLES
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import Predicate, View, by_id, of_parent
from kaohe.workflow.visibility import UNITS_BELOW, case_scope, sees_body

_COLUMNS = (
    "x.id, x.person_id, x.policy_key, x.standard, x.matter, x.points, x.happened_on, x.document, x.recorded_by, "
    "x.recorded_at, x.withdrawn_by, x.withdrawn_at, x.withdrawn_reason"
)


def _scope(actor: Actor) -> Predicate:
    """The person's own, those of people in the viewer's units and below, the whole body's for office and committee."""
    own = "x.body_id = :viewer_body"
    if sees_body(actor):
        return own, {"viewer_body": actor.body_id}
    people = f"SELECT p.id FROM person p WHERE p.body_id = :viewer_body AND p.unit_id IN ({UNITS_BELOW})"
    return f"{own} AND (x.person_id = :viewer_person OR x.person_id IN ({people}))", {
        "viewer_body": actor.body_id,
        "viewer_person": actor.person_id,
        "viewer_units": sorted(actor.units_of(*UNIT_ROLES)),
    }


MERITS = View(
    columns=_COLUMNS,
    source="merit_event x",
    scope=_scope,
    order=(Key("x.id", int),),
    id="x.id",
    descending=True,
)

FILTERS = {"person_id": "x.person_id = :person_id", "policy_key": "x.policy_key = :policy_key"}

_OF_CASES = View(
    columns=f"a.id AS assessment_id, {_COLUMNS}",
    source="""merit_event x
      JOIN assessment a ON a.body_id = x.body_id AND a.person_id = x.person_id
      JOIN cycle c ON c.body_id = a.body_id AND c.id = a.cycle_id AND c.policy_key = x.policy_key
       AND x.happened_on BETWEEN c.period_start AND c.period_end""",
    scope=case_scope,
    order=(Key("x.happened_on", object), Key("x.id", int)),
    id="x.id",
)

merits_by_id = by_id(MERITS)
merits_of_person = of_parent(MERITS, "x.person_id", "person_id")
merits_of_case = of_parent(_OF_CASES, "a.id", "assessment_id")
