"""A page that is read reason by reason shows what the one predicate allows: no more, no less, each row once, in order."""

from typing import Any

import pytest
from sqlalchemy import text
from support.api import Api

from kaohe.workflow.accounts import actor_of
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.queries import reading
from kaohe.workflow.queries.assessments import ASSESSMENTS
from kaohe.workflow.queries.decisions import OBJECTIONS
from kaohe.workflow.queries.history import DEADLINES
from kaohe.workflow.queries.keyset import Window
from kaohe.workflow.queries.notifications import NOTIFICATIONS, notifications_count, notifications_page
from kaohe.workflow.queries.organisation import PERSONS
from kaohe.workflow.queries.reading import Page, View
from kaohe.workflow.queries.records import WORK_RECORDS
from kaohe.workflow.visibility import case_ways

VIEWS = {
    "cases": ASSESSMENTS,
    "objections": OBJECTIONS,
    "deadlines": DEADLINES,
    "people": PERSONS,
    "records": WORK_RECORDS,
}

POINTS = ("recorded", "substituted", "publicity", "admitted", "submitted", "box_open", "found")


async def everybody(api: Api, session: Any) -> list[Actor]:
    """Everybody as he is when signed in, with what is lent to him."""
    found = [await actor_of(session, name, api.clock.now()) for name in api.world.accounts]
    return [one for one in found if one is not None]


async def paged(read: Any, size: int) -> list[int]:
    """The ids of all pages."""
    ids: list[int] = []
    after = None
    while True:
        page: Page = await read(Window(size, after))
        ids += [row["id"] for row in page.found]
        if not page.more:
            return ids
        after = page.cursor(page.found[-1])


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("name", VIEWS)
async def test_a_page_shows_what_may_be_seen(api_at: Any, point: str, name: str) -> None:
    api: Api = await api_at(point)
    view: View = VIEWS[name]
    async with api.database.session() as session:
        for actor in await everybody(api, session):
            seen = [row["id"] for row in await reading.rows(session, actor, view, [])]
            for size in (3, 100):
                assert await paged(lambda window, who=actor: reading.page(session, who, view, [], window), size) == seen
            assert await reading.count(session, actor, view, []) == len(seen)


@pytest.mark.parametrize("point", ["substituted", "publicity"])
@pytest.mark.parametrize("unread", [None, True, False])
async def test_messages_too(own_api: Any, point: str, unread: bool | None) -> None:
    api: Api = await own_api(point)
    filters = {"unread": unread}
    read = {None: "true", True: "m.read_at IS NULL", False: "m.read_at IS NOT NULL"}[unread]
    async with api.database.transaction() as session:
        await session.execute(text("UPDATE notification SET read_at = created_at WHERE id % 3 = 0"))
        for actor in await everybody(api, session):
            seen = [row["id"] for row in await reading.rows(session, actor, NOTIFICATIONS, [(read, {})])]
            for size in (2, 100):
                assert (
                    await paged(lambda window, who=actor: notifications_page(session, who, filters, window), size)
                    == seen
                )
            assert await notifications_count(session, actor, filters) == len(seen)


async def test_some_see_for_several_reasons(api_at: Any) -> None:
    """What is compared above is not all one way."""
    api: Api = await api_at("substituted")
    async with api.database.session() as session:
        found = {len(case_ways(actor)[0]) for actor in await everybody(api, session)}
    assert {1, 2, 3, 4} <= found
