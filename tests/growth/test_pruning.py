"""What is over leaves after its term, in batches; what proves something, or waits for somebody, never does."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from support.drive import at, opened, walk_to
from support.one_body import nodes_of, plans_of

from kaohe.clock import SetClock
from kaohe.config import Settings
from kaohe.metrics import REGISTRY
from kaohe.schema.session import Database
from kaohe.workers.embedded import start
from kaohe.workflow.outbox import relay
from kaohe.workflow.pruning import Retention, is_to_prune, prune_next

pytestmark = pytest.mark.req("§3")

NOW = datetime(2030, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
KEPT = Retention(work=30 * DAY, answers=30 * DAY, deliveries=400 * DAY, notifications=1100 * DAY)
PRUNED = ("outbox", "deadline_part", "idempotency_key", "bearer_session", "delivery", "notification")

#: A row of each table that was over at `:past`; its number, the same in each table, tells it from others.
OVER = (
    "INSERT INTO outbox (body_id, id, topic, payload, created_at, done_at) VALUES (1, :id, 'told', '{}', :past, :past)",
    """INSERT INTO deadline (body_id, id, subject, subject_id, cycle_id, stage, entry_no, step, kind, mark, due_at, fired_at,
                             provisional) VALUES (1, :id, 'cycle', :id, 1, 'review', 1, 0, 'expire', 0, :past, :past, false)""",
    """INSERT INTO deadline_part (body_id, id, deadline_id, number, cases, done_at)
       VALUES (1, :id, :id, 1, '[]', :past)""",
    """INSERT INTO idempotency_key (body_id, account_id, mutation, key, input_hash, answer, created_at)
       VALUES (1, :id, 'm', 'k', '', '{}', :past)""",
    """INSERT INTO bearer_session (token_hash, body_id, account_id, created_at, expires_at)
       VALUES (int8send(:id), 1, :id, :past, :past)""",
    """INSERT INTO delivery (body_id, id, notification_id, channel, target, token, state, created_at, delivered_at)
       VALUES (1, :id, :id, 'oa', '', '', 'delivered', :past, :past)""",
    """INSERT INTO notification (body_id, id, assignee_key, kind, subject, subject_id, created_at)
       VALUES (1, :id, 'office', 'x', 'cycle', 1, :past)""",
)


async def _add(database: Database, number: int, past: datetime) -> None:
    async with database.transaction() as session:
        for statement in OVER:
            await session.execute(
                text(statement.replace(":id", "CAST(:id AS bigint)")), {"id": 1_000_000 + number, "past": past}
            )


async def _do(database: Database, *statements: str) -> None:
    async with database.transaction() as session:
        for statement in statements:
            await session.execute(text(statement))


async def _left(database: Database, table: str) -> int:
    async with database.session() as session:
        return int(await session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


async def _prune_all(database: Database, now: datetime = NOW, batch: int = 1_000) -> dict[str, int]:
    gone: dict[str, int] = {}
    while found := await prune_next(database, now, KEPT, batch):
        for table, count in found.items():
            gone[table] = gone.get(table, 0) + count
    return gone


@pytest.mark.parametrize(
    ("days", "gone"),
    [
        (1, set()),
        (2, {"bearer_session"}),
        (30, {"bearer_session"}),
        (31, {"bearer_session", "outbox", "deadline_part", "idempotency_key"}),
        (401, {"bearer_session", "outbox", "deadline_part", "idempotency_key", "delivery"}),
        (1101, set(PRUNED)),
    ],
)
async def test_each_table_has_its_term(fresh_database: Database, days: int, gone: set[str]) -> None:
    await _add(fresh_database, 1, NOW - days * DAY)
    assert await is_to_prune(fresh_database, NOW, KEPT) == bool(gone)
    assert await _prune_all(fresh_database) == dict.fromkeys(gone, 1)
    assert {table for table in PRUNED if not await _left(fresh_database, table)} == gone
    assert not await is_to_prune(fresh_database, NOW, KEPT)


async def test_what_waits_or_has_failed_stays_however_old(fresh_database: Database) -> None:
    for number in range(2):
        await _add(fresh_database, number, NOW - 5_000 * DAY)
    await _do(
        fresh_database,
        "UPDATE outbox SET done_at = NULL",
        "UPDATE outbox SET failed_at = created_at WHERE id = 1000000",
        "UPDATE delivery SET state = 'failed', delivered_at = NULL WHERE id = 1000000",
        "UPDATE delivery SET state = 'waiting', retry_at = created_at, delivered_at = NULL WHERE id = 1000001",
        "UPDATE deadline SET fired_at = NULL WHERE id = 1000000",
        "UPDATE deadline_part SET done_at = NULL WHERE id = 1000001",
    )
    assert await _prune_all(fresh_database) == {"idempotency_key": 2, "bearer_session": 2}
    assert [
        await _left(fresh_database, table) for table in ("outbox", "delivery", "notification", "deadline_part")
    ] == [2] * 4


async def test_evidence_stays_when_everything_is_over(fresh_database: Database) -> None:
    async with fresh_database.transaction() as session:
        world = await opened(session, at(1))
        await walk_to(session, world, "feedback")
    await relay(fresh_database, NOW)
    async with fresh_database.session() as session:
        tables = set(await session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")))
    evidence = {table: await _left(fresh_database, table) for table in tables - set(PRUNED)}
    assert evidence["history"] > 0
    assert evidence["task"] > 0
    assert evidence["deadline"] > 0
    gone = await _prune_all(fresh_database, NOW + 20_000 * DAY)
    assert gone["outbox"] > 0
    assert gone["notification"] > 0
    assert {table: await _left(fresh_database, table) for table in evidence} == evidence


async def test_a_batch_takes_the_oldest_and_no_more_than_its_size(fresh_database: Database) -> None:
    for number in range(5):
        await _add(fresh_database, number, NOW - (5_000 - number) * DAY)
    found = await prune_next(fresh_database, NOW, KEPT, batch=2)
    assert found["outbox"] == 2
    async with fresh_database.session() as session:
        assert await session.scalar(text("SELECT min(id) FROM outbox")) == 1_000_002


async def test_two_workers_share_the_rows(fresh_database: Database) -> None:
    for number in range(60):
        await _add(fresh_database, number, NOW - 5_000 * DAY)
    both = await asyncio.gather(*(_prune_all(fresh_database, batch=7) for _ in range(2)))
    assert {table: sum(one.get(table, 0) for one in both) for table in PRUNED} == dict.fromkeys(PRUNED, 60)


async def test_a_row_that_somebody_holds_is_passed_over_and_goes_next_time(fresh_database: Database) -> None:
    for number in range(3):
        await _add(fresh_database, number, NOW - 100 * DAY)
    async with fresh_database.session() as holding:
        await holding.execute(text("SELECT 1 FROM outbox WHERE id = 1000000 FOR UPDATE"))
        assert (await _prune_all(fresh_database))["outbox"] == 2
        await holding.rollback()
    assert await _prune_all(fresh_database) == {"outbox": 1}


async def test_a_batch_that_fails_leaves_its_table_whole_and_is_made_up_for(fresh_database: Database) -> None:
    for number in range(3):
        await _add(fresh_database, number, NOW - 5_000 * DAY)
    await _do(
        fresh_database,
        "CREATE TRIGGER cut AFTER DELETE ON delivery FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    )
    with pytest.raises(DBAPIError):
        await prune_next(fresh_database, NOW, KEPT)
    assert [await _left(fresh_database, table) for table in ("outbox", "delivery", "notification")] == [0, 3, 3]
    await _do(fresh_database, "DROP TRIGGER cut ON delivery")
    assert await _prune_all(fresh_database) == {"delivery": 3, "notification": 3}


async def test_workers_prune_by_the_settings_and_count_it(fresh_database: Database, tmp_path: Path) -> None:
    await _add(fresh_database, 1, NOW - 10 * DAY)
    before = REGISTRY.get_sample_value("kaohe_rows_pruned_total", {"table": "outbox"}) or 0
    settings = Settings(var=tmp_path, sweep_seconds=30, keep_work_days=9)
    workers = await asyncio.to_thread(start, fresh_database.url, SetClock(NOW), settings)
    try:
        await asyncio.to_thread(workers.settle)
    finally:
        await asyncio.to_thread(workers.stop)
    assert REGISTRY.get_sample_value("kaohe_rows_pruned_total", {"table": "outbox"}) == before + 1
    assert [await _left(fresh_database, table) for table in ("outbox", "deadline_part", "idempotency_key")] == [0, 0, 1]


async def test_where_nothing_is_over_no_table_is_read_through(fresh_database: Database) -> None:
    """A look and a batch go by indexes, whatever the values: years of rows kept cost neither of them anything."""
    async with fresh_database.transaction() as session:
        for statement in OVER:
            bulk = re.sub(r"VALUES \((.*)\)$", r"SELECT \1 FROM generate_series(1, 3000) n", statement, flags=re.DOTALL)
            await session.execute(text(bulk.replace(":id", "n")), {"past": NOW})
    async with fresh_database.session() as session:
        await session.execute(text("SET plan_cache_mode = force_generic_plan"))
        await session.execute(text(f"ANALYZE {', '.join(PRUNED)}"))
        seen: list[str] = []
        event.listen(fresh_database.engine.sync_engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
        assert not await is_to_prune(fresh_database, NOW, KEPT)
        assert await prune_next(fresh_database, NOW, KEPT) == {}
        plans = await plans_of(session, {one for one in seen if "ORDER BY x." in one})
    assert len(plans) == 1 + len(PRUNED)
    read = [node for plan in plans.values() for node in nodes_of(plan) if node.get("Alias", "").startswith("x")]
    assert len(read) == 2 * len(PRUNED)
    assert [node["Relation Name"] for node in read if "Index" not in node["Node Type"]] == []
