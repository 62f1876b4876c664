"""What is on a viewer's desk (待办): one range scan of the partial index for each key that he holds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.queries.keyset import Key, Window
from kaohe.workflow.queries.reading import COUNT_LIMIT, Page, Predicate, View, by_id, given

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

#: A role's task on the holder's own case is never his to do: another holder does it (回避).
_HIS = "(k.key = :own_key OR t.person_id IS DISTINCT FROM :viewer_person)"


def _mine(actor: Actor) -> Predicate:
    return "t.body_id = :viewer_body AND t.assignee_key = ANY(:keys)", {
        "viewer_body": actor.body_id,
        "keys": sorted(actor.keys),
    }


tasks_by_id = by_id(View(_COLUMNS, "task t", _mine, _ORDER, "t.id"))


async def pending_page(session: AsyncSession, actor: Actor, filters: Mapping[str, Any], window: Window) -> Page:
    """The open tasks of all the viewer's keys, soonest first; each key's scan stops after a page."""
    conditions, parameters = _conditions(actor, filters)
    for sql, added in window.after_predicate(_ORDER, descending=False):
        conditions, parameters = f"{conditions} AND {sql}", {**parameters, **added}
    found = await session.execute(
        text(f"""
SELECT {_COLUMNS}, t.due_at AS _key0, t.id AS _key1
  FROM unnest(CAST(:keys AS text[])) AS k(key)
 CROSS JOIN LATERAL (SELECT t.* FROM task t WHERE {conditions} ORDER BY t.due_at, t.id LIMIT :_limit) t
 ORDER BY t.due_at, t.id LIMIT :_limit"""),
        {**parameters, "_limit": window.first + 1},
    )
    rows = [window.split(dict(row), _ORDER) for row in found.mappings()]
    return Page(rows[: window.first], len(rows) > window.first)


async def pending_count(session: AsyncSession, actor: Actor, filters: Mapping[str, Any]) -> int:
    """How many there are, up to `COUNT_LIMIT`."""
    conditions, parameters = _conditions(actor, filters)
    found = await session.scalar(
        text(
            "SELECT count(*) FROM (SELECT 1 FROM unnest(CAST(:keys AS text[])) AS k(key) "
            f"JOIN task t ON {conditions} LIMIT :_limit) few"
        ),
        {**parameters, "_limit": COUNT_LIMIT},
    )
    return int(found or 0)


def _conditions(actor: Actor, filters: Mapping[str, Any]) -> Predicate:
    parameters: dict[str, Any] = {
        "viewer_body": actor.body_id,
        "viewer_person": actor.person_id,
        "own_key": person_key(actor.person_id or 0),
        "keys": sorted(actor.keys),
    }
    sql = ["t.body_id = :viewer_body", "t.assignee_key = k.key", "t.state = 'open'", _HIS]
    for condition, added in given(FILTERS, filters):
        sql.append(condition)
        parameters |= added
    return " AND ".join(sql), parameters
