"""After kill -9 of the holder, or of it and its database both, every committed row is there (issue 2, Set-up)."""

import subprocess

import pytest

from kaohe.schema.embedded import EmbeddedServer
from kaohe.schema.embedded.layout import Layout

pytestmark = pytest.mark.req("set-up")

COMMITTED = "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number"
COUNT = "SELECT count(*) FROM kept"


@pytest.fixture
def innocent():
    """A process of ours that has nothing to do with any server."""
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as process:
        yield process


def test_the_server_ends_with_the_process_that_holds_it(folder, hold, run_sql, wait_gone):
    holder = hold(folder)
    run_sql(holder.url, COMMITTED)
    holder.kill()
    wait_gone(holder.server_pid)
    with EmbeddedServer(folder) as server:
        assert run_sql(server.url(), COUNT) == [1000]


def test_a_start_right_after_the_kill_waits_for_the_old_server_to_end(folder, hold, run_sql):
    holder = hold(folder)
    run_sql(holder.url, COMMITTED)
    holder.kill()
    with EmbeddedServer(folder) as server:
        assert server.pid != holder.server_pid
        assert run_sql(server.url(), COUNT) == [1000]


def test_recovery_after_both_were_killed_again_and_again(folder, hold, run_sql):
    holder = hold(folder)
    run_sql(holder.url, "CREATE TABLE kept (number int)")
    for number in range(3):
        run_sql(holder.url, f"INSERT INTO kept VALUES ({number})")
        holder.kill_both()
        assert (folder / "data" / "postmaster.pid").exists()
        holder = hold(folder)
        assert run_sql(holder.url, "SELECT number FROM kept ORDER BY 1") == list(range(number + 1))


def test_a_recorded_pid_that_an_innocent_process_has_now_does_no_harm_to_either(folder, hold, run_sql, innocent):
    holder = hold(folder)
    run_sql(holder.url, COMMITTED)
    holder.kill_both()
    socket_lock = next(Layout(folder).socket.glob(".s.PGSQL.*.lock"))
    for record in (folder / "data" / "postmaster.pid", socket_lock):
        _, *rest = record.read_text().splitlines(keepends=True)
        record.write_text("".join([f"{innocent.pid}\n", *rest]))
    with EmbeddedServer(folder) as server:
        assert run_sql(server.url(), COUNT) == [1000]
    assert innocent.poll() is None


def test_what_a_killed_first_start_left_is_cleared(folder, run_sql):
    unfinished = folder / "data.new"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("16\n")
    with EmbeddedServer(folder, durable=False) as server:
        assert run_sql(server.url(), "SELECT 1") == [1]
    assert not unfinished.exists()
