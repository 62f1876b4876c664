"""Start, stop, start again (issue 2, Set-up)."""

from pathlib import Path

import pytest

from kaohe.schema.embedded import EmbeddedError, EmbeddedServer
from kaohe.schema.embedded.survivors import cluster_name, survivors

pytestmark = pytest.mark.req("set-up")


def test_an_empty_folder_becomes_a_utf8_database_in_the_c_locale(folder, run_sql):
    with EmbeddedServer(folder, durable=False) as server:
        assert run_sql(server.url(), "SELECT current_database()") == ["kaohe"]
        assert run_sql(server.url(), "SHOW server_encoding") == ["UTF8"]
        assert run_sql(server.url(), "SELECT datcollate FROM pg_database WHERE datname = 'kaohe'") == ["C"]


def test_it_listens_on_a_private_unix_socket_alone(folder, run_sql):
    with EmbeddedServer(folder, durable=False) as server:
        assert run_sql(server.url(), "SHOW listen_addresses") == [""]
        sockets = Path(run_sql(server.url(), "SHOW unix_socket_directories")[0])
        assert sockets.stat().st_mode & 0o777 == 0o700


def test_rows_outlive_a_stop(folder, run_sql):
    with EmbeddedServer(folder, durable=False) as server:
        run_sql(server.url(), "CREATE TABLE kept AS SELECT 1 AS one")
    with EmbeddedServer(folder, durable=False) as server:
        assert run_sql(server.url(), "SELECT one FROM kept") == [1]


def test_one_server_can_be_started_again_after_either_kind_of_stop(folder, run_sql):
    server = EmbeddedServer(folder)
    server.start()
    run_sql(server.url(), "CREATE TABLE kept AS SELECT 1 AS one")
    for mode in ("immediate", "fast"):
        server.stop(mode)
        assert server.pid is None
        server.start()
        assert run_sql(server.url(), "SELECT one FROM kept") == [1]
    server.stop()


def test_a_stop_leaves_no_process_and_no_socket_and_can_be_repeated(folder):
    server = EmbeddedServer(folder, durable=False)
    server.start()
    data = folder / "data"
    assert survivors(cluster_name(data), data.stat().st_uid)
    server.stop()
    server.stop()
    assert survivors(cluster_name(data), data.stat().st_uid) == []
    assert not (folder / "socket").exists()


def test_options_reach_postgresql_and_durability_is_the_default(folder, run_sql):
    with EmbeddedServer(folder, options={"work_mem": "7MB"}) as server:
        assert run_sql(server.url(), "SHOW work_mem") == ["7MB"]
        assert run_sql(server.url(), "SHOW fsync") == ["on"]
        assert run_sql(server.url(), "SHOW synchronous_commit") == ["on"]
    with EmbeddedServer(folder, durable=False) as server:
        assert run_sql(server.url(), "SHOW fsync") == ["off"]


def test_the_environment_of_another_postgresql_does_not_lead_astray(folder, run_sql, monkeypatch):
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGPORT", "1")
    with EmbeddedServer(folder, durable=False) as server:
        assert run_sql(server.url() + "&port=5432", "SHOW port") == ["5432"]


def test_a_server_that_cannot_start_says_why_and_frees_the_folder(folder, run_sql):
    with pytest.raises(EmbeddedError, match="no_such_setting"):
        EmbeddedServer(folder, durable=False, options={"no_such_setting": "1"}).start()
    with EmbeddedServer(folder, durable=False) as server:
        assert run_sql(server.url(), "SELECT 1") == [1]
