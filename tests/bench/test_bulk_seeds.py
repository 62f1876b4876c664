"""The rows that the bulk ratios start from are rows as the doors leave them, and both sides of a ratio write the same."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
import pytest_asyncio
from support.databases import create_database, drop_database

from bench.bulk.ballots import LEAVES, group_by, seed_ballots, seed_ratings
from bench.bulk.compared import require_chains, require_same, written
from bench.bulk.gate import Enforced, require_fired
from bench.bulk.organisation import Organisation
from bench.bulk.rounds import Seed
from bench.bulk.sql_gate import end_summaries
from bench.bulk.stages import seed_own_terms, seed_summaries
from bench.database import connected

SIZE = Organisation(people=120, per_unit=40)


@pytest_asyncio.fixture
async def urls(server_url: str, template: str) -> AsyncIterator[tuple[str, str]]:
    """Two migrated databases."""
    made = [create_database(server_url, template) for _ in range(2)]
    yield made[0][0], made[1][0]
    for _, name in made:
        drop_database(server_url, name)


async def _seed(url: str, seed: Seed, now: datetime) -> None:
    async with connected(url) as connection:
        await seed(connection, SIZE, now)


async def _states(url: str) -> dict[str, int]:
    async with connected(url) as connection:
        return dict(await connection.fetch("SELECT state, count(*) FROM assessment GROUP BY state"))


@pytest.mark.parametrize(
    ("seed", "state", "lines", "deadlines"),
    [(seed_summaries, "self_summary", 1, 1), (seed_ballots, "aggregation", 2, 1), (seed_own_terms, "feedback", 8, 120)],
)
async def test_everybody_stands_at_the_stage_with_a_task_and_a_chain(
    urls: tuple[str, str], now: datetime, seed: Seed, state: str, lines: int, deadlines: int
) -> None:
    url, _ = urls
    await _seed(url, seed, now)
    found = await written(url)
    assert await _states(url) == {state: SIZE.people}
    assert found["tasks"][0] == SIZE.people
    assert found["history"][0] == lines * SIZE.people
    await require_chains(url, SIZE.people)
    async with connected(url) as connection:
        assert await connection.fetchval("SELECT count(*) FROM deadline WHERE fired_at IS NULL") == deadlines


async def test_the_bulk_door_and_the_floor_write_the_same_rows(
    urls: tuple[str, str], now: datetime, tmp_path: Path
) -> None:
    ours, floor = urls
    for url in urls:
        await _seed(url, seed_summaries, now)
    await Enforced().timed(ours, now, tmp_path)
    async with connected(floor) as connection:
        await end_summaries(connection, now)
    assert await require_same(ours, floor) == "120 cases, 240 history, 240 tasks, 120 outbox"
    assert await _states(ours) == {"aggregation": SIZE.people}
    await require_chains(ours, SIZE.people)


async def test_a_row_that_differs_is_told(urls: tuple[str, str], now: datetime) -> None:
    for url in urls:
        await _seed(url, seed_summaries, now)
    async with connected(urls[1]) as connection:
        await connection.execute("UPDATE task SET due_at = due_at + interval '1 second' WHERE subject_id = 7")
    with pytest.raises(AssertionError, match="different rows"):
        await require_same(*urls)


async def test_what_was_not_carried_out_is_told(urls: tuple[str, str], now: datetime) -> None:
    await _seed(urls[0], seed_summaries, now)
    with pytest.raises(AssertionError, match="1 deadlines have not fired"):
        await require_fired(urls[0])


async def test_scores_of_the_tallies_are_those_of_the_ratings(
    urls: tuple[str, str], now: datetime, tmp_path: Path
) -> None:
    ours, floor = urls
    await _seed(ours, seed_ballots, now)
    await Enforced().timed(ours, now, tmp_path)
    async with connected(floor) as connection:
        await seed_ratings(connection, SIZE)
        await group_by(connection)
        ratings = await connection.fetchval("SELECT count(*) FROM rating")
        grouped = await connection.fetch("SELECT person_id, score FROM scored ORDER BY person_id")
    async with connected(ours) as connection:
        scored = await connection.fetch("SELECT person_id, score FROM assessment ORDER BY person_id")
    assert ratings == SIZE.people * len(LEAVES)
    assert [tuple(one) for one in scored] == [tuple(one) for one in grouped]


async def test_terms_of_their_own_archive_everybody(urls: tuple[str, str], now: datetime, tmp_path: Path) -> None:
    url, _ = urls
    await _seed(url, seed_own_terms, now)
    await Enforced().timed(url, now, tmp_path)
    assert await _states(url) == {"archived": SIZE.people}
    await require_chains(url, SIZE.people)
