"""Two who write about the same person at once take turns."""

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from support.records import log, publish_records, shanghai
from support.world import World, make_world

from kaohe.schema.session import Database
from kaohe.workflow.domain.records.content import REDACTED
from kaohe.workflow.domain.refusals import Refused
from kaohe.workflow.records import record_leave, redact_record, write_records

NOW = shanghai(3, 6)
DAY = "2026-03-06"


async def begun(database: Database) -> World:
    async with database.transaction() as session:
        world = await make_world(session)
        await publish_records(session, world, shanghai(1, 1))
    return world


async def together(database: Database, world: World, *calls: tuple[str, Any, tuple[Any, ...]]) -> list[Any]:
    """Each use case in a transaction of its own, all at once; what they answer, or with what they are refused."""

    async def one(who: str, use_case: Any, args: tuple[Any, ...]) -> Any:
        async with database.transaction() as session:
            return await use_case(session, world.actor(who), NOW, *args)

    return await asyncio.gather(*(one(*call) for call in calls), return_exceptions=True)


@pytest.mark.req("S1-12")
async def test_the_person_and_the_clerk_write_one_record(fresh_database: Database) -> None:
    """Whoever comes after the person himself is refused, so that his words are there at the end."""
    world = await begun(fresh_database)
    person = world.people["a1"]
    calls = [(who, write_records, ([log(DAY, who)], person)) for who in ("a1", "a_clerk", "a_leader", "a1", "deputy")]
    answers = await together(fresh_database, world, *calls)
    written = [one for one in answers if not isinstance(one, Refused)]
    assert len({tuple(one) for one in written}) == 1
    assert all(not isinstance(one, Refused) for one in (answers[0], answers[3]))
    async with fresh_database.session() as session:
        row = (await session.execute(text("SELECT text, revision, entered_by FROM work_record"))).one()
    assert row == ("a1", len(written), None)


@pytest.mark.req("Cross-8")
async def test_no_correction_undoes_a_redaction_of_the_same_moment(fresh_database: Database) -> None:
    """A correction before it is redacted with the rest, one after it is refused."""
    world = await begun(fresh_database)
    async with fresh_database.transaction() as session:
        (one,) = await write_records(session, world.actor("a1"), NOW, [log(DAY, "涉密内容")])
    answers = await together(
        fresh_database,
        world,
        ("a1", write_records, ([log(DAY, "涉密内容，再写一遍")],)),
        ("office", redact_record, (one, "text", "涉密")),
        ("a1", write_records, ([log(DAY, "涉密内容，第三遍")],)),
    )
    assert not isinstance(answers[1], BaseException)
    assert all(isinstance(answer, Refused | list) for answer in (answers[0], answers[2]))
    async with fresh_database.session() as session:
        assert await session.scalar(text("SELECT text FROM work_record")) == REDACTED


@pytest.mark.req("§4")
async def test_two_leaves_of_one_person_do_not_overlap(fresh_database: Database) -> None:
    world = await begun(fresh_database)
    week = (world.people["a1"], "sick", date(2026, 3, 9), date(2026, 3, 13))
    calls = [(who, record_leave, week) for who in ("a_clerk", "a_leader", "deputy", "office")]
    answers = await together(fresh_database, world, *calls)
    assert sum(isinstance(one, int) for one in answers) == 1
    assert sum(isinstance(one, Refused) for one in answers) == 3
