"""In-app messages (通知) to the viewer's keys, own and lent, newest first."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import as_json
from kaohe.workflow.desk import told
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.lent_notices import notices_of
from kaohe.workflow.queries.keyset import Key, Window
from kaohe.workflow.queries.reading import Filters, Page, Predicate, View, by_id, given, rows_in
from kaohe.workflow.queries.seats import UNDER, count_under_keys, page_under_keys


def _mine(actor: Actor) -> Predicate:
    condition, parameters = told(actor)
    return f"m.body_id = :viewer_body AND {condition}", {"viewer_body": actor.body_id, **parameters}


NOTIFICATIONS = View(
    columns="m.id, m.assignee_key, m.kind, m.subject, m.subject_id, m.created_at, m.read_at",
    source="notification m",
    scope=_mine,
    order=(Key("m.id", int),),
    id="m.id",
    descending=True,
)

FILTERS: Filters = {"unread": ("m.read_at IS NULL", "m.read_at IS NOT NULL")}

notifications_by_id = by_id(NOTIFICATIONS)


async def notifications_page(session: AsyncSession, actor: Actor, filters: Mapping[str, Any], window: Window) -> Page:
    """The messages to all the viewer's keys, newest first; each key's scan stops after a page."""
    after = window.after_predicate(NOTIFICATIONS.order, NOTIFICATIONS.descending)
    conditions, parameters = _conditions(actor, [*given(FILTERS, filters), *after])
    found = await session.execute(page_under_keys(NOTIFICATIONS, conditions, window.room), parameters)
    return Page.cut(rows_in(found), window.first, NOTIFICATIONS.cursor)


async def notifications_count(session: AsyncSession, actor: Actor, filters: Mapping[str, Any]) -> int:
    """How many there are, up to `COUNT_LIMIT`."""
    conditions, parameters = _conditions(actor, given(FILTERS, filters))
    return int(await session.scalar(count_under_keys(NOTIFICATIONS, conditions), parameters) or 0)


def _conditions(actor: Actor, where: Sequence[Predicate]) -> tuple[tuple[str, ...], dict[str, Any]]:
    parameters: dict[str, Any] = {"viewer_body": actor.body_id, "seats": as_json(_seats(actor))}
    for _, added in where:
        parameters |= added
    return (UNDER.format("m"), *(sql for sql, _ in where)), parameters


def _seats(actor: Actor) -> list[dict[str, Any]]:
    lent = {
        key: notices_of(kind for loan in actor.loans if loan.key == key for kind in loan.kinds)
        for key in sorted({loan.key for loan in actor.loans} - actor.keys)
    }
    return [
        *({"key": key} for key in sorted(actor.keys)),
        *({"key": key, "kinds": kinds} for key, kinds in lent.items()),
    ]
