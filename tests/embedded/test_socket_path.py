"""A unix socket's path is short and plain, whatever the folder is called (issue 2, Set-up)."""

from pathlib import Path

import pytest

from kaohe.schema.embedded import EmbeddedError, EmbeddedServer
from kaohe.schema.embedded.identity import of_owner
from kaohe.schema.embedded.layout import SOCKET_NAME, SOCKET_PATH_LIMIT, Layout

pytestmark = pytest.mark.req("set-up")


@pytest.mark.parametrize("name", ["长" * 60, "x" * 200, "考核 2026", "a,b", "a:b", "a@b%20c?d&e=f#g"])
def test_any_folder_name_works(tmp_path, run_sql, name):
    with EmbeddedServer(tmp_path / name / "pg", durable=False) as server:
        assert run_sql(server.url(), "SELECT 1") == [1]


def test_a_long_path_gets_a_private_folder_under_tmp_that_goes_with_the_server(tmp_path):
    folder = tmp_path / ("x" * 120)
    socket = Layout(folder).socket
    assert socket.parent == Path("/tmp")
    assert len(str(socket / SOCKET_NAME)) <= SOCKET_PATH_LIMIT
    with EmbeddedServer(folder, durable=False):
        assert socket.stat().st_mode & 0o777 == 0o700
    assert not socket.exists()


def test_two_long_paths_do_not_share_a_socket(tmp_path):
    sockets = {Layout(tmp_path / (letter * 120)).socket for letter in "xy"}
    assert len(sockets) == 2


def test_a_link_that_a_stranger_put_in_the_socket_folders_place_is_refused(tmp_path):
    layout = Layout(tmp_path / ("x" * 120))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").touch()
    layout.socket.symlink_to(elsewhere)
    try:
        with pytest.raises(EmbeddedError, match="belongs to somebody else"):
            layout.make_socket_folder(of_owner(tmp_path))
    finally:
        layout.socket.unlink()
    assert (elsewhere / "precious").exists()
