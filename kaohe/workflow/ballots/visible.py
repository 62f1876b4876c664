"""Who sees a ballot box, and who sees how many have cast (S1-20).

The office and the committee see every box, leaders and clerks those of their units and below, with numbers, and so does
whoever does their work on it in their place; a rater sees the boxes in which he rates, without. Who has cast nobody sees
but he himself.
"""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.desk import lent_units, stands_in
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import not_found
from kaohe.workflow.domain.roles import UNIT_ROLES, Role
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.visibility import UNITS_BELOW, sees_body

#: The viewer has to do with the box's unit: he sees numbers and proposed raters. Needs the parameters of `box_scope`.
MANAGED = f"""(:viewer_all OR b.unit_id = ANY(CAST(:viewer_lent AS bigint[])) OR b.unit_id IN ({UNITS_BELOW})
   OR EXISTS (SELECT 1 FROM task vt WHERE vt.body_id = b.body_id AND vt.subject = 'ballot_box' AND vt.subject_id = b.id
       AND vt.state = 'open' AND (vt.assignee_key, vt.kind) IN (
         SELECT * FROM unnest(CAST(:viewer_lent_keys AS text[]), CAST(:viewer_lent_tasks AS text[])))))"""

_RATES = """(b.opened_at IS NOT NULL AND EXISTS (
   SELECT 1 FROM ballot_rater vr WHERE vr.body_id = b.body_id AND vr.box_id = b.id AND vr.person_id = :viewer_person))"""


def box_scope(actor: Actor) -> tuple[str, dict[str, Any]]:
    """A predicate on `ballot_box b` with its parameters: the boxes that the viewer may see."""
    lent = sorted({(loan.key, task) for loan in actor.loans for task in loan.tasks})
    parameters = {
        "viewer_body": actor.body_id,
        "viewer_all": sees_body(actor) or stands_in(actor, Role.OFFICE, WorkKind.RATERS),
        "viewer_units": sorted(actor.units_of(*UNIT_ROLES)),
        "viewer_lent": lent_units(actor, WorkKind.RATERS),
        "viewer_lent_keys": [key for key, _ in lent],
        "viewer_lent_tasks": [task for _, task in lent],
        "viewer_person": actor.person_id,
    }
    return f"b.body_id = :viewer_body AND ({MANAGED} OR {_RATES})", parameters


async def require_box(session: AsyncSession, actor: Actor, box_id: int) -> dict[str, Any]:
    """The box's cycle, unit, key and state; `not_found` where the actor may not see it."""
    scope, parameters = box_scope(actor)
    found = await session.execute(
        text(f"SELECT b.cycle_id, b.unit_id, b.key, b.state FROM ballot_box b WHERE b.id = :id AND {scope}"),
        {"id": box_id, **parameters},
    )
    row = found.mappings().one_or_none()
    if row is None:
        raise not_found("ballot_box")
    return dict(row)
