"""`kaohe worker` and `kaohe worker failed`, started as an operator would."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from support.drive import at
from support.redis_server import RedisServer

from kaohe.schema.session import Database

KAOHE = str(Path(sys.executable).with_name("kaohe"))


def _kaohe(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    return subprocess.run(
        [KAOHE, *arguments], env=clean | environment, check=False, capture_output=True, text=True, timeout=60
    )


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return _kaohe("worker", *arguments, **environment)


def _url(database: Database) -> str:
    return database.url.replace("postgresql+asyncpg", "postgresql")


@pytest.mark.parametrize("given", [{}, {"DATABASE_URL": "postgresql://nowhere/x"}, {"REDIS_URL": "redis://nowhere"}])
def test_a_worker_says_what_it_lacks(given: dict[str, str]) -> None:
    ended = _run(**given)
    assert ended.returncode == 1
    assert "DATABASE_URL 和 REDIS_URL" in ended.stderr
    assert "Traceback" not in ended.stderr


async def test_what_failed_is_listed_and_replayed(fresh_database: Database, redis_server: RedisServer) -> None:
    where = {"DATABASE_URL": _url(fresh_database), "REDIS_URL": redis_server.url}
    assert "没有失败事项" in _run("failed", **where).stdout
    async with fresh_database.transaction() as session:
        await session.execute(
            text("""INSERT INTO outbox (body_id, topic, payload, created_at, attempts, error, failed_at)
                    VALUES (1, 'told', '{"subject": "cycle", "id": 5}', :now, 10, 'IntegrityError: …', :now)"""),
            {"now": at(1)},
        )
        await session.execute(
            text("""INSERT INTO failed_message (key, queue, actor, arguments, error, attempts, failed_at)
                    VALUES ('deliver [1, 7]', 'notifications', 'deliver', '[1, 7]', 'KeyError: 7', 6, :now)"""),
            {"now": at(1)},
        )
    listed = _run("failed", **where).stdout
    for word in ("outbox:1", "told cycle 5", "IntegrityError", "message:1", "deliver(1, 7)", "KeyError: 7"):
        assert word in listed
    replayed = _run("failed", "--replay", "outbox:1", "message:1", **where)
    assert (replayed.returncode, replayed.stderr) == (0, "")
    assert "没有失败事项" in _run("failed", **where).stdout


@pytest.mark.parametrize("command", [["migrate"], ["worker", "failed"]])
def test_a_database_that_is_away_is_told_in_a_line(command: list[str]) -> None:
    ended = _kaohe(*command, DATABASE_URL="postgresql://127.0.0.1:1/x")
    assert ended.returncode == 1
    assert ended.stderr.startswith("kaohe: 数据库不可用")
    assert "Traceback" not in ended.stderr


async def test_an_empty_database_is_told_to_be_migrated(server_url: str) -> None:
    ended = _kaohe("worker", "failed", DATABASE_URL=server_url)
    assert (ended.returncode, "请先运行 kaohe migrate" in ended.stderr) == (1, True)
    assert "Traceback" not in ended.stderr


async def test_a_name_that_is_not_there_is_told(fresh_database: Database, redis_server: RedisServer) -> None:
    ended = _run("failed", "--replay", "outbox:99", DATABASE_URL=_url(fresh_database), REDIS_URL=redis_server.url)
    assert ended.returncode == 1
    assert "outbox:99: 没有该事项" in ended.stderr
