"""What a viewer may see (N-14 of nobody else, S1-10 of one's units): a predicate of every query on cases.

A person sees his own; a clerk or leader those of his units and below; the office, the committee and its secretary the
whole body; an outside approver what was sent to him; and everybody what is on his desk. A substitute (代理) sees what
is on the desk lent to him, and the cases that the lent work is about, no more. What a viewer may not see does not exist
for him.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.desk import lent_cases, on_desk
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import not_found
from kaohe.workflow.domain.roles import UNIT_ROLES, Role
from kaohe.workflow.domain.substitution import WorkKind

BODY_WIDE = (Role.OFFICE, Role.COMMITTEE_SECRETARY, Role.COMMITTEE_MEMBER)

_OWN = "a.person_id = :viewer_person"

#: The units at which the viewer holds a role, and all below them: one look into the index of parents for each. As a plain
#: join it would read all units of the body, whose number nothing tells that so few are below.
UNITS_BELOW = """
   WITH RECURSIVE below(id) AS (
     SELECT unnest(CAST(:viewer_units AS bigint[]))
     UNION SELECT n.id FROM below b CROSS JOIN LATERAL (
       SELECT u.id FROM unit u WHERE u.body_id = :viewer_body AND u.parent_id = b.id OFFSET 0) n)
   SELECT id FROM below"""

#: The same twice: as a filter over many cases, where a hash is quick; and as a range of an index.
_AMONG_UNITS, _OF_UNITS = f"a.unit_id IN ({UNITS_BELOW})", f"a.unit_id = ANY(ARRAY({UNITS_BELOW}))"

_SENT_OUT = "EXISTS (SELECT 1 FROM result_list_item i WHERE i.body_id = a.body_id AND i.assessment_id = a.id)"

_ON_DESK = """EXISTS (SELECT 1 FROM task t WHERE t.body_id = a.body_id AND t.subject = 'assessment' AND t.subject_id = a.id
            AND t.state = 'open' AND {desk})"""

_HEARD = """EXISTS (
   SELECT 1 FROM objection o JOIN task t ON t.body_id = o.body_id AND t.subject = 'objection' AND t.subject_id = o.id
    WHERE o.body_id = a.body_id AND o.assessment_id = a.id AND t.state = 'open' AND {desk})"""


def sees_body(actor: Actor) -> bool:
    """Whether the viewer sees every case of his body."""
    return any(actor.has(role) for role in BODY_WIDE)


def is_outside(actor: Actor) -> bool:
    """Whether he answers result lists for an outside approver, in his own name or another's."""
    return any(key.startswith(f"{Role.OUTSIDE_APPROVER}@") for key in actor.keys_for(WorkKind.APPROVAL))


def case_scope(actor: Actor) -> tuple[str, dict[str, Any]]:
    """A predicate on `assessment a` with its parameters: the cases that the viewer may see."""
    ways, parameters = _ways(actor, _AMONG_UNITS)
    return f"a.body_id = :viewer_body AND ({' OR '.join(ways)})", parameters


def case_ways(actor: Actor) -> tuple[list[str], dict[str, Any]]:
    """For which reasons he may see a case `a` of his body, each a predicate of its own, with the parameters of all."""
    return _ways(actor, _OF_UNITS)


def _ways(actor: Actor, in_units: str) -> tuple[list[str], dict[str, Any]]:
    if sees_body(actor):
        return ["true"], {"viewer_body": actor.body_id}
    on_his_desk, parameters = on_desk(actor)
    parameters |= {"viewer_body": actor.body_id, "viewer_person": actor.person_id}
    ways = [_OWN, _ON_DESK.format(desk=on_his_desk)]
    if units := sorted(actor.units_of(*UNIT_ROLES)):
        ways.append(in_units)
        parameters["viewer_units"] = units
    if is_outside(actor):
        ways.append(_SENT_OUT)
    if actor.loans:
        lent, added = lent_cases(actor)
        ways += [lent, _HEARD.format(desk=on_his_desk)]
        parameters |= added
    return ways, parameters


def scope_of(actor: Actor) -> tuple[str, dict[str, Any]] | None:
    """What the door is told of the viewer, so that what he may not see is not there for it either; the system sees all."""
    return None if actor.is_system else case_scope(actor)


async def require_visible(session: AsyncSession, actor: Actor, ids: Sequence[int], field: str | None = None) -> None:
    """Refuse with `not_found` unless the viewer may see every one of these cases. The system sees all."""
    if actor.is_system:
        return
    predicate, parameters = case_scope(actor)
    found = await session.execute(
        text(f"SELECT a.id FROM assessment a WHERE a.id = ANY(:ids) AND {predicate}"),
        {"ids": list(ids), **parameters},
    )
    if not set(found.scalars()).issuperset(ids):
        raise not_found("assessment", field)
