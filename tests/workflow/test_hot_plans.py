"""Every statement that people and workers wait for goes by its index, whether planned for its values or for any."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from support.databases import create_database, drop_database

from bench.database import connected
from bench.indexes.__main__ import faults
from bench.indexes.page import Measured
from bench.indexes.plans import plan_of
from bench.indexes.rows import CYCLES
from bench.indexes.statements import HOT, Hot, executed
from bench.indexes.world import BODY, Size, write
from kaohe.schema.session import Database
from kaohe.workflow.quota.places import places_now
from kaohe.workflow.situations import load_situation

#: Of 1,000 people there are 100,000 tasks, lines of history and records.
SIZE = Size(1_000)

#: Most rows of a table that may be read from end to end.
LARGE = 5_000


@dataclass(frozen=True)
class World:
    database: Database
    connection: asyncpg.Connection


@pytest_asyncio.fixture(scope="module")
async def world(server_url: str, template: str) -> AsyncIterator[World]:
    """Twelve quarters of 1,000 people, with statistics."""
    url, name = create_database(server_url, template)
    database = Database(url)
    async with connected(url) as connection:
        await write(database, connection, SIZE)
        yield World(database, connection)
    await database.close()
    drop_database(server_url, name)


@pytest.mark.parametrize("hot", HOT, ids=lambda hot: f"{hot.table}: {hot.serves}")
async def test_goes_by_its_index(world: World, hot: Hot) -> None:
    found = await executed(world.database, SIZE, hot)
    assert found
    modes = ("auto", "force_custom_plan", "force_generic_plan")
    measured = [Measured(hot, *[await plan_of(world.connection, one, mode) for mode in modes]) for one in found]
    assert [fault for one in measured for fault in faults(one, LARGE)] == []


async def test_a_plan_without_its_index_is_found_out(world: World) -> None:
    """The check can fail: without its index the desk is read from end to end, or by another one."""
    (hot,) = [one for one in HOT if one.serves.startswith("a leader's desk")]
    (one,) = await executed(world.database, SIZE, hot)
    transaction = world.connection.transaction()
    await transaction.start()
    await world.connection.execute("DROP INDEX ix_task_open")
    plan = await plan_of(world.connection, one, "force_custom_plan")
    await transaction.rollback()
    assert faults(Measured(hot, plan, plan, plan), LARGE)


@pytest.mark.parametrize(("table", "rows"), [("assessment", 31), ("quota_entry", 8)])
async def test_a_part_of_an_aggregation_reads_its_own_units(world: World, table: str, rows: int) -> None:
    """Planned for any values: of 1,000 cases the 31 of the unit; of the ledger what the year has for it."""

    async def places_of_a_unit(session: Any, size: Size) -> object:
        return await places_now(session, await load_situation(session, BODY, CYCLES), [3])

    (one,) = await executed(world.database, SIZE, Hot(table, "", "places of a unit", places_of_a_unit))
    plan = await plan_of(world.connection, one, "force_generic_plan")
    read = [node for node in plan.nodes if node.get("Relation Name") == table]
    assert sum(node["Actual Rows"] + node.get("Rows Removed by Filter", 0) for node in read) == rows
