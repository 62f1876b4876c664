"""What is on a viewer's desk (待办): one range scan of the partial index for each key that he holds, or that is lent
to him."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import as_json
from kaohe.workflow.desk import on_desk
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.queries.keyset import Key, Window
from kaohe.workflow.queries.reading import Page, Predicate, View, by_id, given, rows_in
from kaohe.workflow.queries.seats import UNDER, count_under_keys, page_under_keys

_ORDER = (Key("t.due_at", datetime), Key("t.id", int))

_COLUMNS = (
    "t.id, t.assignee_key, t.kind, t.subject, t.subject_id, t.cycle_id, t.unit_id, t.person_id, t.due_at, t.opened_at"
)

FILTERS = {
    "kind": "t.kind = :kind",
    "cycle_id": "t.cycle_id = :cycle_id",
    "due_before": "t.due_at < :due_before",
    "overdue_at": "t.due_at < :overdue_at",
    "in_time_at": "t.due_at >= :in_time_at",
}

#: A role's task on the holder's own case is never his to do, and in another's place neither is that one's own (回避).
#: Where nobody's place is taken, or the task is on nobody's case, there is nothing to compare.
_HIS = """(k.key = :own_key OR (t.person_id IS DISTINCT FROM :viewer_person
                              AND (k.principal IS NULL OR t.person_id IS DISTINCT FROM k.principal)))"""

_OPEN = (UNDER.format("t"), "t.state = 'open'", _HIS)


def _mine(actor: Actor) -> Predicate:
    sql, parameters = on_desk(actor)
    return f"t.body_id = :viewer_body AND {sql}", {**parameters, "viewer_body": actor.body_id}


def principal_of(actor: Actor, task: Mapping[str, Any]) -> int | None:
    """In whose place the viewer has this task; None where it is his by a key of his own."""
    if task["assignee_key"] in actor.keys:
        return None
    lenders = [
        loan.principal_id
        for loan in actor.loans
        if loan.key == task["assignee_key"] and task["kind"] in loan.tasks and loan.principal_id != task["person_id"]
    ]
    return next(iter(lenders), None)


def _seats(actor: Actor) -> list[dict[str, Any]]:
    seats: dict[str, dict[str, Any]] = {key: {"key": key} for key in sorted(actor.keys)}
    for key in sorted({loan.key for loan in actor.loans} - actor.keys):
        loans = [loan for loan in actor.loans if loan.key == key]
        lenders = {loan.principal_id for loan in loans}
        kinds = sorted({task for loan in loans for task in loan.tasks})
        seats[key] = {"key": key, "kinds": kinds, "principal": lenders.pop() if len(lenders) == 1 else None}
    return list(seats.values())


_TASKS = View(_COLUMNS, "task t", _mine, _ORDER, "t.id")

tasks_by_id = by_id(_TASKS)


async def pending_page(session: AsyncSession, actor: Actor, filters: Mapping[str, Any], window: Window) -> Page:
    """The open tasks of all the viewer's keys, soonest first; each key's scan stops after a page."""
    conditions, parameters = _conditions(actor, [*given(FILTERS, filters), *window.after_predicate(_ORDER, False)])
    found = await session.execute(page_under_keys(_TASKS, conditions, window.room), parameters)
    return Page.cut(rows_in(found), window.first, _TASKS.cursor)


async def pending_count(session: AsyncSession, actor: Actor, filters: Mapping[str, Any]) -> int:
    """How many there are, up to `COUNT_LIMIT`."""
    conditions, parameters = _conditions(actor, given(FILTERS, filters))
    return int(await session.scalar(count_under_keys(_TASKS, conditions), parameters) or 0)


def _conditions(actor: Actor, where: Sequence[Predicate]) -> tuple[tuple[str, ...], dict[str, Any]]:
    parameters: dict[str, Any] = {
        "viewer_body": actor.body_id,
        "viewer_person": actor.person_id,
        "own_key": person_key(actor.person_id or 0),
        "seats": as_json(_seats(actor)),
    }
    for _, added in where:
        parameters |= added
    return (*_OPEN, *(sql for sql, _ in where)), parameters
