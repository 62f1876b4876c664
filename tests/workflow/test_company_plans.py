"""What is read for several viewers in one statement goes by the index that each would go by alone, and stays in their body."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import text
from support.databases import create_database, drop_database
from support.one_body import across_bodies

from bench.database import connected
from bench.indexes.plans import Plan, plan_of
from bench.indexes.statements import Executed, Hot, executed
from bench.indexes.world import Size, write
from kaohe.schema.session import Database
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.roles import Role, person_key, role_key
from kaohe.workflow.queries.assessments import assessments_by_id
from kaohe.workflow.queries.case_parts import summaries_of
from kaohe.workflow.queries.company import for_several_of
from kaohe.workflow.queries.decisions import objections_of
from kaohe.workflow.queries.history import HISTORY, within
from kaohe.workflow.queries.keyset import Window
from kaohe.workflow.queries.nested import pages_within

#: Of 1,000 people there are 12,000 cases, and 100,000 lines of history.
SIZE = Size(1_000)

HISTORIES = pages_within(HISTORY, within("assessment"))


@pytest_asyncio.fixture(scope="module")
async def database(server_url: str, template: str) -> AsyncIterator[Database]:
    """Twelve quarters of 1,000 people, with statistics."""
    url, name = create_database(server_url, template)
    database = Database(url)
    async with connected(url) as connection:
        await write(database, connection, SIZE)
    yield database
    await database.close()
    drop_database(server_url, name)


def _actor(person: int, *keys: str) -> Actor:
    return replace(SIZE.person(), person_id=person, account_id=person, keys=frozenset({person_key(person), *keys}))


LEADERS = [_actor(unit, role_key(Role.MAIN_LEADER, unit)) for unit in range(3, 11)]
PEOPLE = [_actor(person) for person in range(101, 111)]
OFFICES = [SIZE.office()] * 4

#: Each asks for four cases of the last cycle.
CASES = [range(SIZE.open_case + 4 * place, SIZE.open_case + 4 * place + 4) for place in range(10)]


async def _plans(
    database: Database, table: str, batch: Any, viewers: Sequence[Actor], key: Callable[[int], Any]
) -> list[Plan]:
    """Of the statements that read a table for several: for any values, and with the settings of our connections."""
    for_several = for_several_of(batch)
    assert for_several is not None
    asked = [(actor, [key(case) for case in cases]) for actor, cases in zip(viewers, CASES, strict=False)]

    async def act(session: Any, _size: Size) -> object:
        return await for_several(session, asked)

    found: list[Executed] = await executed(database, SIZE, Hot(table, "", "several viewers", act))
    assert len(found) == 1, "they share a statement"
    assert await across_bodies(database, {one.sql for one in found}) == {}
    async with connected(database.url) as connection:
        await _set_as_ours(database, connection)
        return [await plan_of(connection, one, "force_generic_plan") for one in found]


async def _set_as_ours(database: Database, connection: asyncpg.Connection) -> None:
    """Let it plan as the connections of the API do."""
    async with database.reading() as session:
        rows = await session.execute(
            text("SELECT name, setting FROM pg_settings WHERE source = 'client' AND category LIKE 'Query Tuning%'")
        )
        settings = {row.name: row.setting for row in rows}
    assert "enable_seqscan" in settings
    for name, setting in settings.items():
        await connection.execute(f"SET {name} = '{setting}'")


@pytest.mark.req("design: where it runs")
@pytest.mark.parametrize(
    ("table", "index", "batch", "viewers"),
    [
        ("assessment", "pk_assessment", assessments_by_id, LEADERS),
        ("assessment", "pk_assessment", assessments_by_id, PEOPLE),
        ("assessment", "pk_assessment", assessments_by_id, OFFICES),
        ("objection", "ix_objection_body_id_assessment_id", objections_of, LEADERS),
        ("objection", "ix_objection_body_id_assessment_id", objections_of, PEOPLE),
        ("objection", "ix_objection_body_id_assessment_id", objections_of, OFFICES),
        ("self_summary", "uq_self_summary_body_id_assessment_id_revision", summaries_of, LEADERS),
        ("history", "uq_history_body_id_subject_subject_id_seq", HISTORIES, LEADERS),
        ("history", "uq_history_body_id_subject_subject_id_seq", HISTORIES, OFFICES),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
async def test_several_go_by_the_index_too(
    database: Database, table: str, index: str, batch: Any, viewers: Sequence[Actor]
) -> None:
    key = (lambda case: (case, Window(20))) if batch is HISTORIES else int
    for plan in await _plans(database, table, batch, viewers, key):
        assert plan.is_generic
        assert plan.scanned(100) == {}
        looked_up = [node for node in plan.nodes if node.get("Index Name") == index]
        assert looked_up, plan.text
        for node in looked_up:
            assert "body_id" in node["Index Cond"], plan.text
            # no more than the rows asked for, in each loop: nothing is walked and thrown away
            assert node["Actual Rows"] + node.get("Rows Removed by Filter", 0) <= 100, plan.text
        read = sum(
            (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
            for node in plan.nodes
            if node.get("Relation Name") == table
        )
        assert read <= 40 * len(viewers), plan.text
