"""`kaohe api` alone: what it needs, and how it says so."""

import subprocess
from pathlib import Path

import pytest
from support.databases import create_database, drop_database
from support.processes import free_port
from support.topology import KAOHE

from kaohe.schema.migrations import HEAD

pytestmark = pytest.mark.req("design: where it runs")


def run_api(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {"PATH": "/usr/bin:/bin", "KAOHE_VAR": str(folder / "var"), "KAOHE_PORT": "0", **environment}
    return subprocess.run([KAOHE, "api"], env=given, capture_output=True, text=True, timeout=60, check=False)


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The plain line that it ended with."""
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_without_a_database_it_says_so_and_makes_none(tmp_path: Path):
    assert "DATABASE_URL is not set" in refused(run_api(tmp_path))
    assert not (tmp_path / "var").exists()


def test_a_database_that_does_not_answer_is_named(tmp_path: Path):
    nobody = f"postgresql://kaohe:secret@127.0.0.1:{free_port()}/kaohe"
    told = refused(run_api(tmp_path, DATABASE_URL=nobody))
    assert "the database can't be used" in told
    assert "secret" not in told


def test_it_migrates_nothing_and_says_who_does(tmp_path: Path, server_url: str):
    url, name = create_database(server_url, "template0")
    try:
        told = refused(run_api(tmp_path, DATABASE_URL=url))
    finally:
        drop_database(server_url, name)
    assert "run `kaohe migrate` first" in told
    assert HEAD in told
