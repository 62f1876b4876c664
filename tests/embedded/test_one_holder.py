"""A folder has one holder at a time, and the second is told so (issue 2, Set-up)."""

import threading

import pytest

from kaohe.schema.embedded import AlreadyRunning, EmbeddedServer
from kaohe.schema.embedded.lock import FolderLock

pytestmark = pytest.mark.req("set-up")


def test_the_second_is_told_who_holds_the_folder_and_the_first_goes_on(folder, hold, run_sql):
    holder = hold(folder)
    lock = FolderLock(folder / "lock")
    with pytest.raises(AlreadyRunning, match=f"already running on {folder} .*{holder.process.pid}"):
        lock.take(patience=0)
    assert run_sql(holder.url, "SELECT 1") == [1]


def test_the_second_gets_the_folder_when_the_first_is_just_ending(tmp_path):
    first, second = FolderLock(tmp_path / "lock"), FolderLock(tmp_path / "lock")
    first.take(patience=0)
    waiting = threading.Thread(target=second.take, args=(30,))
    waiting.start()
    assert waiting.is_alive()
    first.release()
    waiting.join(30)
    assert not waiting.is_alive()
    second.release()


def test_the_lock_of_a_killed_holder_is_free_at_once(folder, hold, run_sql):
    hold(folder).kill()
    lock = FolderLock(folder / "lock")
    lock.take(patience=0)
    lock.release()


def test_a_server_refuses_a_held_folder(folder, monkeypatch):
    monkeypatch.setattr("kaohe.schema.embedded.server.LOCK_PATIENCE_SECONDS", 0.0)
    with EmbeddedServer(folder, durable=False), pytest.raises(AlreadyRunning):
        EmbeddedServer(folder, durable=False).start()
