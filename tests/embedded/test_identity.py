"""As root, as an ordinary user, and where user namespaces are forbidden (issue 2, Set-up)."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from kaohe.schema.embedded import EmbeddedError
from kaohe.schema.embedded.binaries import find
from kaohe.schema.embedded.identity import of_owner

pytestmark = pytest.mark.req("set-up")

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
FORBID = str(Path(__file__).with_name("forbid_namespaces.py"))
NOBODY = pwd.getpwnam("nobody")


@pytest.fixture
def open_folder():
    """A folder that everybody can enter, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def nobodys_folder(open_folder):
    """One that belongs to nobody; skips where that user can't reach Python or PostgreSQL."""
    command = [sys.executable, "-c", "import kaohe.schema.embedded.server as s; s.find(s.Path('/')).postgres.stat()"]
    try:
        subprocess.run(command, user=NOBODY.pw_uid, group=NOBODY.pw_gid, extra_groups=[], check=True, stderr=-3)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("user nobody can't reach this environment")
    os.chown(open_folder, NOBODY.pw_uid, NOBODY.pw_gid)
    return open_folder


@as_root
def test_root_works_where_only_root_can_enter(tmp_path, hold, run_sql):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    holder = hold(closed / "pg")
    assert run_sql(holder.url, "SELECT 1") == [1]
    assert (closed / "pg" / "data").stat().st_uid == 0


@as_root
def test_an_ordinary_user_works_and_owns_the_data(nobodys_folder, hold, run_sql):
    holder = hold(nobodys_folder / "pg", str(NOBODY.pw_uid))
    assert run_sql(holder.url, "SELECT 1") == [1]
    assert (nobodys_folder / "pg" / "data").stat().st_uid == NOBODY.pw_uid


@as_root
def test_root_serves_a_users_data_as_that_user(nobodys_folder, hold, run_sql):
    first = hold(nobodys_folder / "pg", str(NOBODY.pw_uid))
    run_sql(first.url, "CREATE TABLE kept AS SELECT 1 AS one")
    first.kill()
    second = hold(nobodys_folder / "pg")
    assert run_sql(second.url, "SELECT one FROM kept") == [1]
    assert Path(f"/proc/{second.server_pid}").stat().st_uid == NOBODY.pw_uid


@as_root
@pytest.mark.skipif(find(Path("/")).site is None, reason="the system's PostgreSQL is reachable by anybody")
def test_without_namespaces_root_hands_over_to_another_user_and_says_where_the_data_are(tmp_path, hold, run_sql):
    before = (sys.executable, FORBID)
    folder = tmp_path / "pg"
    try:
        first = hold(folder, before=before)
        place = (folder / "data").resolve().parent
        run_sql(first.url, "CREATE TABLE kept AS SELECT 1 AS one")
        first.kill_both()
        second = hold(folder, before=before)
        assert run_sql(second.url, "SELECT one FROM kept") == [1]
        assert Path(f"/proc/{second.server_pid}").stat().st_uid != 0
        assert not place.is_relative_to(tmp_path)
    finally:
        shutil.rmtree((folder / "data").resolve().parent)


def test_a_user_is_told_when_the_data_belong_to_somebody_else(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(EmbeddedError, match="belongs to user"):
        of_owner(tmp_path)
