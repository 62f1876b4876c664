"""The gauges: what waits, read in one statement that finished rows do not slow down."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest_asyncio
from operation.conftest import Client
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Cycle, Deadline, Delivery, FailedMessage, Outbox, Task
from kaohe.schema.session import Database
from kaohe.workflow.backlog import _BACKLOG, Backlog, backlog

NOTHING = Backlog(0, 0, 0.0, 0, 0, 0.0, 0, 0, 0, 0)
MINUTE = timedelta(minutes=1)


@pytest_asyncio.fixture
async def bare(session: AsyncSession) -> AsyncIterator[AsyncSession]:
    """A session that may write rows without what they refer to."""
    await session.execute(text("SET LOCAL session_replication_role = replica"))
    yield session


async def test_nothing_waits_in_an_empty_database(session: AsyncSession, now: datetime) -> None:
    assert await backlog(session, now) == NOTHING


async def test_deadlines_wait_from_the_instant_they_are_due(bare: AsyncSession, now: datetime) -> None:
    bare.add_all([_cycle(1, now), _cycle(2, now, suspended_at=now)])
    bare.add_all(
        [
            _deadline(1, 1, now - 2 * MINUTE),
            _deadline(2, 1, now, attempts=3),
            _deadline(3, 1, now + MINUTE, attempts=1),
            _deadline(4, 1, now - 9 * MINUTE, fired_at=now),
            _deadline(5, 2, now - 9 * MINUTE),
        ]
    )
    await bare.flush()
    found = await backlog(bare, now)
    assert (found.deadlines_due, found.deadlines_failing, found.deadlines_oldest_seconds) == (2, 1, 120.0)


async def test_open_tasks_past_their_term_are_overdue(bare: AsyncSession, now: datetime) -> None:
    for number, (state, due_at) in enumerate([("open", now - MINUTE), ("open", now), ("done", now - MINUTE)]):
        bare.add(
            Task(
                body_id=1,
                assignee_key="office",
                kind="review",
                subject="assessment",
                subject_id=number,
                cycle_id=1,
                due_at=due_at,
                state=state,
                opened_at=now - 2 * MINUTE,
            )
        )
    await bare.flush()
    assert (await backlog(bare, now)).tasks_overdue == 1


async def test_outbox_and_deliveries_by_what_became_of_them(bare: AsyncSession, now: datetime) -> None:
    bare.add_all([_outbox(now - MINUTE), _outbox(now), _outbox(now, done_at=now), _outbox(now, failed_at=now)])
    bare.add_all([_delivery(number, state, now) for number, state in enumerate(("waiting", "delivered", "failed"))])
    bare.add_all([_failed("a", now), _failed("b", now, replayed_at=now)])
    await bare.flush()
    found = await backlog(bare, now)
    assert (found.outbox_depth, found.outbox_oldest_seconds, found.outbox_failed) == (2, 60.0, 1)
    assert (found.deliveries_waiting, found.deliveries_failed, found.messages_failed_kept) == (1, 1, 1)


async def test_finished_rows_are_not_read(fresh_database: Database, now: datetime) -> None:
    async with fresh_database.transaction() as session:
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        session.add(_cycle(1, now))
        await session.flush()
        for statement in _FINISHED:
            await session.execute(text(statement), {"then": now - MINUTE})
        await session.execute(text("ANALYZE"))
        plan = await _plan_of_backlog(session, now)
    scanned = [line for line in plan if "Seq Scan on" in line and "Seq Scan on cycle" not in line]
    assert scanned == [], "\n".join(plan)


async def test_a_scrape_shows_the_gauges(client: Client, database: Database) -> None:
    families = _gauges((await client(database).get("/metrics")).text)
    assert families["kaohe_database_up"] == 1.0
    assert families.keys() >= {f"kaohe_{name}" for name in Backlog.__dataclass_fields__}


async def test_a_scrape_without_a_database_still_shows_the_counters(client: Client, nowhere: Database) -> None:
    response = await client(nowhere).get("/metrics")
    families = _gauges(response.text)
    assert (response.status_code, families["kaohe_database_up"]) == (200, 0.0)
    assert "kaohe_sweep_failures_total" in families
    assert not families.keys() & {f"kaohe_{name}" for name in Backlog.__dataclass_fields__}


async def test_open_metrics_where_it_is_asked_for(client: Client, database: Database) -> None:
    response = await client(database).get("/metrics", headers={"Accept": "application/openmetrics-text;version=1.0.0"})
    assert response.headers["content-type"].startswith("application/openmetrics-text")
    assert response.text.endswith("# EOF\n")


_MANY = 20_000
_FINISHED = (
    f"""INSERT INTO deadline (body_id, subject, subject_id, cycle_id, stage, entry_no, step, kind, mark, due_at,
        provisional, fired_at) SELECT 1, 'cycle', g, 1, 'review', 1, 0, 'expire', 0, :then, false, :then
        FROM generate_series(1, {_MANY}) g""",
    f"""INSERT INTO task (body_id, assignee_key, kind, subject, subject_id, cycle_id, due_at, state, opened_at)
        SELECT 1, 'office', 'review', 'assessment', g, 1, :then, 'done', :then FROM generate_series(1, {_MANY}) g""",
    f"""INSERT INTO outbox (body_id, topic, payload, created_at, done_at)
        SELECT 1, 'moved', '{{}}', :then, :then FROM generate_series(1, {_MANY}) g""",
    f"""INSERT INTO delivery (body_id, notification_id, channel, target, token, state, created_at)
        SELECT 1, g, 'mail', '', '', 'delivered', :then FROM generate_series(1, {_MANY}) g""",
    f"""INSERT INTO failed_message (key, queue, actor, arguments, error, attempts, failed_at, replayed_at)
        SELECT g::text, '', '', '[]', '', 1, :then, :then FROM generate_series(1, {_MANY}) g""",
)


async def _plan_of_backlog(session: AsyncSession, now: datetime) -> list[str]:
    """How the database would carry the statement out."""

    def explained(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> object:
        return f"EXPLAIN {statement}", parameters

    connection = (await session.connection()).sync_connection
    event.listen(connection, "before_cursor_execute", explained, retval=True)
    return list(await session.scalars(_BACKLOG, {"now": now}))


def _gauges(page: str) -> dict[str, float]:
    return {
        one.name: one.value
        for family in text_string_to_metric_families(page)
        for one in family.samples
        if not one.labels
    }


def _cycle(number: int, now: datetime, **columns: object) -> Cycle:
    return Cycle(
        body_id=1,
        id=number,
        state="review",
        title="",
        kind="routine",
        policy_key=f"p{number}",
        policy_version_id=1,
        year=2026,
        period="2026Q1",
        period_start=now.date(),
        period_end=now.date(),
        **columns,
    )


def _deadline(number: int, cycle_id: int, due_at: datetime, **columns: object) -> Deadline:
    return Deadline(
        body_id=1,
        subject="assessment",
        subject_id=number,
        cycle_id=cycle_id,
        stage="review",
        entry_no=1,
        step=0,
        kind="expire",
        mark=0,
        due_at=due_at,
        **columns,
    )


def _outbox(created_at: datetime, **columns: object) -> Outbox:
    return Outbox(body_id=1, topic="moved", payload={}, created_at=created_at, **columns)


def _delivery(number: int, state: str, now: datetime) -> Delivery:
    return Delivery(
        body_id=1, notification_id=number, channel="mail", target="", token=str(number), state=state, created_at=now
    )


def _failed(key: str, now: datetime, **columns: object) -> FailedMessage:
    return FailedMessage(
        key=key, queue="outbox", actor="relay", arguments=[], error="", attempts=1, failed_at=now, **columns
    )
