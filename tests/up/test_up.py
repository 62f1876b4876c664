"""`kaohe up` as a person lives with it: start, Ctrl-C, kill -9, start again (issue 2, Set-up)."""

import asyncio
import os
import signal
import time
from pathlib import Path

import asyncpg
import pytest

from kaohe.schema.embedded import EmbeddedServer
from kaohe.schema.embedded.survivors import cluster_name, survivors

pytestmark = pytest.mark.req("set-up")


def run_sql(var: Path, statement: str) -> list[int]:
    async def fetch() -> list[int]:
        connection = await asyncpg.connect(EmbeddedServer(var / "pg").url().replace("+asyncpg", ""))
        try:
            return [row[0] for row in await connection.fetch(statement)]
        finally:
            await connection.close()

    return asyncio.run(fetch())


def postmaster(var: Path) -> int:
    return int((var / "pg" / "data" / "postmaster.pid").read_text().split()[0])


def test_the_first_start_prints_addresses_and_demo_logins(loaded):
    _, printed = loaded
    assert "/graphql" in printed
    assert "/graphiql" in printed
    assert "demo login" in printed


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_order_and_leaves_no_process(up, ending):
    running = up().ready()
    assert running.health() == 200
    os.kill(running.process.pid, ending)
    assert running.finished() == 0
    assert running.still_there() == []
    assert "Traceback" not in running.output


def test_a_signal_before_it_answers_leaves_no_process_either(up, var):
    running = up().said("starting")
    os.kill(running.process.pid, signal.SIGTERM)
    assert running.finished() == 0
    assert "Traceback" not in running.output
    data = var / "pg" / "data"
    assert survivors(cluster_name(data), data.stat().st_uid) == []


def test_the_next_start_is_measured(up, capsys):
    begun = time.monotonic()
    running = up().ready()
    assert running.health() == 200
    with capsys.disabled():
        print(f"\n  the next start answered after {time.monotonic() - begun:.2f} s")


def test_after_kill_9_the_next_start_has_every_committed_row(up, var):
    killed = up().ready()
    run_sql(var, "CREATE TABLE kept AS SELECT generate_series(1, 100) AS number")
    killed.process.kill()
    again = up().ready()
    assert killed.still_there() == []
    assert run_sql(var, "SELECT count(*)::int FROM kept") == [100]
    assert again.health() == 200


def test_after_kill_9_of_it_and_its_database_the_next_start_has_every_committed_row(up, var):
    killed = up().ready()
    run_sql(var, "CREATE TABLE kept AS SELECT generate_series(1, 100) AS number")
    os.kill(postmaster(var), signal.SIGKILL)
    killed.process.kill()
    again = up().ready()
    assert killed.still_there() == []
    assert run_sql(var, "SELECT count(*)::int FROM kept") == [100]
    assert again.health() == 200


def test_it_ends_and_says_so_when_its_database_is_killed_alone(up, var):
    running = up().ready()
    os.kill(postmaster(var), signal.SIGKILL)
    assert running.finished() == 1
    assert running.still_there() == []
    assert "database has ended unexpectedly" in running.output
    assert up().ready().health() == 200


def test_a_second_one_on_the_folder_is_told_so_and_the_first_goes_on(up):
    first = up().ready()
    second = up()
    assert second.finished() == 1
    assert "already running on" in second.output
    assert str(first.process.pid) in second.output
    assert "Traceback" not in second.output
    assert first.health() == 200


def test_a_port_in_use_is_named(up):
    first = up().ready()
    port = int(first.address.rpartition(":")[2])
    second = up(port=port)
    assert second.finished() == 1
    assert f"127.0.0.1:{port} can't be listened on" in second.output
    assert "Traceback" not in second.output
