"""What lies on somebody's desk (待办): tasks under his own keys, and under those lent to him for their kinds of work."""

from typing import Any

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.lent_notices import notices_of
from kaohe.workflow.domain.roles import UNIT_ROLES, Role, parts_of, role_key
from kaohe.workflow.domain.substitution import WorkKind, stages_seen


def on_desk(actor: Actor) -> tuple[str, dict[str, Any]]:
    """A condition on tasks `t`, with its parameters: they are under one of the actor's own keys, or under a lent one
    and of a kind that was lent with it. Who borrows nothing has nothing to pay for it."""
    own: dict[str, Any] = {"desk_keys": sorted(actor.keys)}
    lent = sorted({(loan.key, task) for loan in actor.loans for task in loan.tasks})
    if not lent:
        return "t.assignee_key = ANY(:desk_keys)", own
    return f"(t.assignee_key = ANY(:desk_keys) OR {_LENT_TASK})", {
        **own,
        "lent_keys": [key for key, _ in lent],
        "lent_tasks": [task for _, task in lent],
    }


_LENT_TASK = (
    "(t.assignee_key, t.kind) IN (SELECT * FROM unnest(CAST(:lent_keys AS text[]), CAST(:lent_tasks AS text[])))"
)


def told(actor: Actor) -> tuple[str, dict[str, Any]]:
    """A condition on notifications `m`, with its parameters: they are to one of the actor's own keys, or to a lent one
    and about work that was lent with it."""
    lent = sorted({(loan.key, kind) for loan in actor.loans for kind in notices_of(loan.kinds)})
    return _TOLD, {
        "told_keys": sorted(actor.keys),
        "lent_keys": [key for key, _ in lent],
        "lent_notices": [kind for _, kind in lent],
    }


_TOLD = """(m.assignee_key = ANY(:told_keys) OR (m.assignee_key = ANY(:lent_keys) AND (m.assignee_key, m.kind) IN (
   SELECT * FROM unnest(CAST(:lent_keys AS text[]), CAST(:lent_notices AS text[])))))"""


def lent_units(actor: Actor, work: WorkKind) -> list[int]:
    """The units at which a role is lent to the actor for this kind of work."""
    held = (_place(loan.key) for loan in actor.loans if work in loan.kinds)
    return sorted({unit for role, unit in held if unit is not None and role in UNIT_ROLES})


def stands_in(actor: Actor, role: Role, work: WorkKind) -> bool:
    """Whether a body-wide role is lent to the actor for this kind of work."""
    return any(loan.key == role_key(role) and work in loan.kinds for loan in actor.loans)


def lent_cases(actor: Actor) -> tuple[str, dict[str, Any]]:
    """A condition on cases `a`, with its parameters: they are at a stage that the lent work concerns, in the lent
    role's unit where it has one, and not the principal's own."""
    seen = {
        (unit, str(stage), loan.principal_id)
        for loan in actor.loans
        for role, unit in [_place(loan.key)]
        for kind in loan.kinds
        for stage in stages_seen(kind, role)
    }
    rows = sorted(seen, key=str)
    return _LENT_CASE, {
        "lent_units": [unit for unit, _, _ in rows],
        "lent_stages": [stage for _, stage, _ in rows],
        "lent_by": [principal for _, _, principal in rows],
    }


_LENT_CASE = """EXISTS (
 SELECT 1 FROM unnest(CAST(:lent_units AS bigint[]), CAST(:lent_stages AS text[]), CAST(:lent_by AS bigint[]))
          AS lent(unit_id, stage, principal_id)
  WHERE (lent.unit_id IS NULL OR lent.unit_id = a.unit_id) AND lent.stage = a.state AND lent.principal_id <> a.person_id)"""


def _place(key: str) -> tuple[Role, int | None]:
    """The role of a key, and the unit where it is held at one."""
    role, at = parts_of(key)
    return role, int(at) if at is not None and at.isdigit() else None
