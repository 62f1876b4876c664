"""Inspections and findings (抽查走访、督导问题) and the reserve pool (后备库), within what the viewer may see."""

from dataclasses import replace

from kaohe.workflow.desk import lent_units, on_desk, stands_in
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.roles import UNIT_ROLES, Role
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import Filters, Predicate, Scope, View, by_id, of_parent
from kaohe.workflow.visibility import UNITS_BELOW, sees_body

_BELOW = UNITS_BELOW.replace(":viewer_units", ":supervised_units")


def of_supervised(alias: str) -> Scope:
    """What concerns a unit: for the office and the committee, for whoever has a role there or above, and for who
    stands in for one of them in this work."""

    def scope(actor: Actor) -> Predicate:
        own = f"{alias}.body_id = :viewer_body"
        if sees_body(actor) or stands_in(actor, Role.OFFICE, WorkKind.SUPERVISION):
            return own, {"viewer_body": actor.body_id}
        units = {*actor.units_of(*UNIT_ROLES), *lent_units(actor, WorkKind.SUPERVISION)}
        return f"{own} AND {alias}.unit_id IN ({_BELOW})", {
            "viewer_body": actor.body_id,
            "supervised_units": sorted(units),
        }

    return scope


def findings_seen(actor: Actor) -> Predicate:
    """Findings `f`: those of such units, what is on one's desk, and good practice, which is for the whole body (S0-27)."""
    units, parameters = of_supervised("f")(actor)
    desk, added = on_desk(actor)
    mine = (
        "EXISTS (SELECT 1 FROM task t WHERE t.body_id = f.body_id AND t.subject = 'finding' AND t.subject_id = f.id "
        f"AND t.state = 'open' AND {desk})"
    )
    promoted = "f.body_id = :viewer_body AND f.kind = 'good_practice'"
    sql = f"(({units}) OR ({promoted}) OR (f.body_id = :viewer_body AND {mine}))"
    return sql, {**parameters, **added, "viewer_body": actor.body_id}


def _reserve(actor: Actor) -> Predicate:
    """Who is in the pool is for the office and the committee."""
    return ("r.body_id = :viewer_body" if sees_body(actor) else "false"), {"viewer_body": actor.body_id}


INSPECTIONS = View(
    columns=(
        "i.id, i.cycle_id, i.unit_id, i.kind, i.held_on, i.inspectors, i.looked_at, i.note, i.recorded_by, "
        "i.in_place_of, i.recorded_at"
    ),
    source="inspection i",
    scope=of_supervised("i"),
    order=(Key("i.id", int),),
    id="i.id",
    descending=True,
)

INSPECTION_FILTERS = {"cycle_id": "i.cycle_id = :cycle_id", "unit_id": "i.unit_id = :unit_id"}

FINDINGS = View(
    columns=(
        "f.id, f.version, f.state, f.cycle_id, f.unit_id, f.inspection_id, f.kind, f.text, f.wanted, f.issuer_key, "
        "f.asked_at, f.due_at, f.reply, f.replied_by, f.replied_at, f.conclusion, f.closed_at"
    ),
    source="finding f",
    scope=findings_seen,
    order=(Key("f.id", int),),
    id="f.id",
    descending=True,
)

FINDING_FILTERS = {
    "cycle_id": "f.cycle_id = :cycle_id",
    "unit_id": "f.unit_id = :unit_id",
    "state": "f.state = :state",
    "kind": "f.kind = :kind",
}


def _promoted(actor: Actor) -> Predicate:
    return "f.body_id = :viewer_body AND f.kind = 'good_practice'", {"viewer_body": actor.body_id}


#: Good practice, promoted to the whole body.
GOOD_PRACTICES = replace(FINDINGS, scope=_promoted)

RESERVE = View(
    columns="r.id, r.person_id, r.entered_on, r.reason, r.entered_by, r.left_on, r.left_reason, r.left_by",
    source="reserve_entry r JOIN person p ON p.body_id = r.body_id AND p.id = r.person_id",
    scope=_reserve,
    order=(Key("r.id", int),),
    id="r.id",
)

RESERVE_FILTERS: Filters = {
    "current": ("r.left_on IS NULL", "r.left_on IS NOT NULL"),
    "person_id": "r.person_id = :person_id",
    "unit_id": "p.unit_id = :unit_id",
}

inspections_by_id = by_id(INSPECTIONS)
findings_by_id = by_id(FINDINGS)
findings_of_inspection = of_parent(FINDINGS, "f.inspection_id", "inspection_id")
reserve_by_id = by_id(RESERVE)
