"""The fast lane: what is written in text goes to asyncpg at once, and nobody can tell but by the time it takes."""

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, MultipleResultsFound, NoResultFound
from sqlalchemy.exc import TimeoutError as PoolTimeout

from kaohe.schema.failures import is_lost
from kaohe.schema.models import Body
from kaohe.schema.session import Database, Patience, Session

_BODY = text("INSERT INTO body (id, key, name) OVERRIDING SYSTEM VALUE VALUES (:id, :name, :name)")
_NAME = text("SELECT name FROM body WHERE id = :id")


async def _named(database: Database, body_id: int) -> str | None:
    async with database.reading() as session:
        name: str | None = await session.scalar(_NAME, {"id": body_id})
        return name


async def _writes(database: Database, body_id: int, name: str = "某", then: type[Exception] | None = None) -> None:
    async with database.transaction() as session:
        await session.execute(_BODY, {"id": body_id, "name": name})
        if then is not None:
            raise then


async def test_values_come_back_as_what_they_are(session: Session) -> None:
    found = await session.execute(
        text(
            "SELECT CAST(:n AS numeric) AS n, CAST(:d AS date) AS d, CAST(:j AS jsonb) AS j, CAST(:b AS bytea) AS b,"
            " CAST(:many AS bigint[]) AS many, CAST(:at AS timestamptz) AS at, '\\:n' AS quoted, '1'::text AS cast"
        ),
        {
            "n": Decimal("80.50"),
            "d": date(2026, 4, 1),
            "j": '{"a": [1, null]}',
            "b": b"\x00\x01",
            "many": [1, 2],
            "at": datetime(2026, 4, 1, tzinfo=UTC),
        },
    )
    row = found.mappings().one()
    assert dict(row) == {
        "n": Decimal("80.50"),
        "d": date(2026, 4, 1),
        "j": {"a": [1, None]},
        "b": b"\x00\x01",
        "many": [1, 2],
        "at": datetime(2026, 4, 1, tzinfo=UTC),
        "quoted": ":n",
        "cast": "1",
    }
    assert (row.n, row["many"]) == (Decimal("80.50"), [1, 2])
    with pytest.raises(AttributeError):
        _ = row.missing


async def test_a_result_gives_all_its_rows_the_only_one_or_none(session: Session) -> None:
    three, none = text("SELECT generate_series(1, 3) AS n"), text("SELECT 1 AS n WHERE false")
    assert [row.n for row in await session.execute(three)] == [1, 2, 3]
    assert (await session.scalars(three)).all() == [1, 2, 3]
    assert await session.scalar(none) is None
    assert (await session.execute(none)).one_or_none() is None
    with pytest.raises(NoResultFound):
        (await session.execute(none)).one()
    with pytest.raises(MultipleResultsFound):
        (await session.execute(three)).one_or_none()


async def test_a_transaction_keeps_what_it_wrote_and_takes_back_what_failed(fresh_database: Database) -> None:
    async with fresh_database.transaction() as session:
        await session.execute(_BODY, {"id": 1, "name": "一"})
    with pytest.raises(RuntimeError):
        await _writes(fresh_database, 2, then=RuntimeError)
    async with fresh_database.session() as session:
        await session.execute(_BODY, {"id": 3, "name": "三"})
    assert [await _named(fresh_database, one) for one in (1, 2, 3)] == ["一", None, None]


async def test_the_orm_takes_over_the_same_transaction(fresh_database: Database) -> None:
    async with fresh_database.transaction() as session:
        await session.execute(_BODY, {"id": 1, "name": "一"})
        body = (await session.scalars(select(Body).where(Body.id == 1))).one()
        body.name = "改名"
        await session.flush()
        assert await session.scalar(_NAME, {"id": 1}) == "改名"
        assert await _named(fresh_database, 1) is None, "not committed yet"
    assert await _named(fresh_database, 1) == "改名"


async def test_what_was_added_and_never_flushed_is_committed_too(fresh_database: Database) -> None:
    async with fresh_database.transaction() as session:
        session.add(Body(key="new", name="新设"))
    async with fresh_database.reading() as session:
        assert await session.scalar(text("SELECT name FROM body")) == "新设"


async def test_a_savepoint_after_the_first_statement_takes_back_only_its_own(fresh_database: Database) -> None:
    async with fresh_database.transaction() as session:
        await session.execute(_BODY, {"id": 1, "name": "一"})
        savepoint = await session.begin_nested()
        await session.execute(_BODY, {"id": 2, "name": "二"})
        await savepoint.rollback()
        await session.execute(_BODY, {"id": 3, "name": "三"})
    assert [await _named(fresh_database, one) for one in (1, 2, 3)] == ["一", None, "三"]


async def test_a_session_goes_on_after_its_commit_in_a_new_transaction(fresh_database: Database) -> None:
    async with fresh_database.session() as session:
        await session.execute(_BODY, {"id": 1, "name": "一"})
        await session.commit()
        await session.execute(_BODY, {"id": 2, "name": "二"})
        await session.rollback()
    assert [await _named(fresh_database, one) for one in (1, 2)] == ["一", None]


async def test_errors_are_those_of_sqlalchemy_and_quote_no_values(fresh_database: Database) -> None:
    await _writes(fresh_database, 77_001, "王某某")
    with pytest.raises(IntegrityError) as refused:
        await _writes(fresh_database, 77_001, "王某某")
    assert refused.value.orig.sqlstate == "23505"
    assert not is_lost(refused.value)
    told = f"{refused.value} {refused.value.orig} {refused.value.__cause__}"
    assert "王某某" not in told
    assert "77001" not in told


async def test_a_reading_session_sends_nothing_but_its_statement(fresh_database: Database) -> None:
    sent = await _sent_by(fresh_database, reading=True)
    assert sent == ["SELECT name FROM body WHERE id = $1"]
    in_transaction = await _sent_by(fresh_database, reading=False)
    assert in_transaction == ["BEGIN;", "SELECT name FROM body WHERE id = $1", "ROLLBACK;"]


async def test_statements_are_told_to_whoever_listens_to_the_engine(fresh_database: Database) -> None:
    seen: list[str] = []
    event.listen(fresh_database.engine.sync_engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    await _named(fresh_database, 1)
    assert seen == ["SELECT name FROM body WHERE id = $1"]


async def test_a_connection_that_the_server_ended_is_replaced_before_it_is_used(fresh_database: Database) -> None:
    other = Database(fresh_database.url, pool_size=1)
    async with fresh_database.reading() as session:
        pid = await session.scalar(text("SELECT pg_backend_pid()"))
        pooled = await session._lane.connection()
        driver = pooled.driver_connection
    closed = asyncio.get_running_loop().create_future()
    driver.add_termination_listener(lambda _: closed.set_result(None))
    async with other.reading() as session:
        await session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    await asyncio.wait_for(closed, 10)
    await other.close()
    async with fresh_database.reading() as session:
        assert await session.scalar(text("SELECT pg_backend_pid()")) != pid


async def test_a_broken_connection_is_lost_and_not_given_back(fresh_database: Database) -> None:
    with pytest.raises(DBAPIError) as broken:
        async with fresh_database.reading() as session:
            await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert is_lost(broken.value)
    assert await _named(fresh_database, 1) is None


async def test_a_statement_that_is_not_answered_in_time_raises_and_costs_its_connection(
    fresh_database: Database,
) -> None:
    hasty = Database(fresh_database.url, pool_size=1, patience=Patience(command=0.2))
    try:
        with pytest.raises(TimeoutError):
            async with hasty.transaction() as session:
                await session.execute(text("SELECT pg_sleep(30)"))
        assert await _named(hasty, 1) is None
    finally:
        await hasty.close()


async def _sent_by(database: Database, *, reading: bool) -> list[str]:
    """What the driver really sends for one statement."""
    session = database.reading() if reading else database.session()
    sent: list[str] = []
    async with session:
        driver = (await session._lane.connection()).driver_connection
        with driver.query_logger(lambda query: sent.append(query.query)):
            await session.execute(_NAME, {"id": 1})
            await session.rollback()
            turn = asyncio.get_running_loop().create_future()
            asyncio.get_running_loop().call_soon(turn.set_result, None)  # what was logged is told in the next turn
            await turn
    return sent


async def test_a_connection_that_dies_with_a_transaction_on_it_says_so_once_and_is_replaced(
    fresh_database: Database,
) -> None:
    async def killed() -> None:
        async with fresh_database.transaction() as session, fresh_database.reading() as other:
            pid = await session.scalar(text("SELECT pg_backend_pid()"))
            await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
            await session.execute(_NAME, {"id": 1})

    with pytest.raises(DBAPIError) as broken:
        await killed()
    assert is_lost(broken.value)
    assert await _named(fresh_database, 1) is None


async def test_whoever_waits_for_a_connection_gets_one_in_turn_or_is_told(fresh_database: Database) -> None:
    narrow = Database(fresh_database.url, pool_size=1, patience=Patience(pool=0.05))
    async with narrow.reading() as first:
        await first.execute(_NAME, {"id": 1})
        with pytest.raises(PoolTimeout) as told:
            await _named(narrow, 1)
    assert is_lost(told.value)
    both = await asyncio.gather(*(_named(narrow, 1) for _ in range(20)))
    assert both == [None] * 20
    await narrow.close()
