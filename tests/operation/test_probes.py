"""GET /healthz and GET /readyz: what an orchestrator may conclude from each."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from operation.conftest import Client
from sqlalchemy import text
from support.redis_server import RedisServer

from kaohe.graphql import health
from kaohe.schema.migrations import HEAD
from kaohe.schema.session import Database


async def test_ready_with_a_database_at_the_newest_schema(client: Client, database: Database) -> None:
    response = await client(database).get("/readyz")
    assert response.status_code == 200
    expected = {"status": "ready", "database": "ok", "schema": HEAD, "wanted": HEAD, "broker": "embedded"}
    assert response.json() == expected


async def test_not_ready_at_another_schema(client: Client, fresh_database: Database) -> None:
    async with fresh_database.transaction() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    response = await client(fresh_database).get("/readyz")
    assert response.status_code == 503
    answer = response.json()
    assert (answer["status"], answer["database"], answer["schema"]) == ("not ready", "ok", "0001")


async def test_not_ready_with_an_empty_database(client: Client, fresh_database: Database) -> None:
    async with fresh_database.transaction() as session:
        await session.execute(text("DROP TABLE alembic_version"))
    response = await client(fresh_database).get("/readyz")
    assert response.status_code == 503
    assert response.json() | {"database": "ok", "schema": None} == response.json()


async def test_not_ready_without_a_database_but_alive(client: Client, nowhere: Database) -> None:
    http = client(nowhere)
    response = await http.get("/readyz")
    assert response.status_code == 503
    assert response.json() | {"database": "away", "schema": None} == response.json()
    assert (await http.get("/healthz")).json() == {"status": "ok"}


async def test_not_ready_while_the_database_is_mute(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_DATABASE_SECONDS", 0.05)
    async with _mute_server() as port:
        database = Database(f"postgresql+asyncpg://kaohe@127.0.0.1:{port}/kaohe")
        assert (await client(database).get("/readyz")).json()["database"] == "away"
        await database.close()


async def test_a_broker_that_is_away_is_told_and_no_obstacle(
    client: Client, database: Database, unused_port: int
) -> None:
    response = await client(database, REDIS_URL=f"redis://:secret@127.0.0.1:{unused_port}/0").get("/readyz")
    assert (response.status_code, response.json()["broker"]) == (200, "away")
    assert "secret" not in response.text


async def test_a_broker_that_answers_is_told(client: Client, database: Database, redis_server: RedisServer) -> None:
    response = await client(database, REDIS_URL=redis_server.url).get("/readyz")
    assert (response.status_code, response.json()["broker"]) == (200, "ok")


@asynccontextmanager
async def _mute_server() -> AsyncIterator[int]:
    """A port that takes connections, and never says a word."""
    over = asyncio.Event()

    async def hold(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    server = await asyncio.start_server(hold, "127.0.0.1", 0)
    yield int(server.sockets[0].getsockname()[1])
    over.set()
    server.close()
    await server.wait_closed()
