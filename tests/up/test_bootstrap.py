"""What `make` tells a person whose machine lacks something, and that it is quick when nothing is lacking."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.req("set-up")

PROJECT = Path(__file__).parents[2]
TOOLS = ("sh", "cat", "cksum", "dirname")


@pytest.fixture
def machine(tmp_path: Path):
    """A machine with a checkout and little else; `machine(python3="exit 0")` adds programs, each a line of sh."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "bin").mkdir()
    shutil.copy(PROJECT / "scripts" / "bootstrap", tmp_path / "scripts")
    for name in ("uv.lock", "pyproject.toml"):
        (tmp_path / name).write_text("as committed")
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found
        (tmp_path / "bin" / tool).symlink_to(found)

    def bootstrap(**programs: str) -> subprocess.CompletedProcess[str]:
        for name, line in programs.items():
            program = tmp_path / "bin" / name
            program.write_text(f"#!/bin/sh\n{line}\n")
            program.chmod(0o755)
        environment = os.environ | {"PATH": str(tmp_path / "bin")}
        return subprocess.run(
            [tmp_path / "scripts" / "bootstrap"], env=environment, capture_output=True, text=True, check=False
        )

    return bootstrap


def test_no_python_or_one_that_is_too_old_is_named(machine):
    assert "Python 3.11 or later is needed" in machine().stderr
    old = machine(python3="exit 1")
    assert old.returncode == 1
    assert "Python 3.11 or later is needed" in old.stderr


def test_a_python_without_venv_is_told_what_to_install(machine):
    without = machine(python3='case "$2" in *venv*) exit 1; esac')
    assert without.returncode == 1
    assert "apt install python3-venv" in without.stderr


def test_uv_on_path_is_used_with_the_lock_as_it_is_and_only_once(machine):
    make_venv = 'echo "uv $*" >&2; mkdir -p .venv/bin; cp bin/python3 .venv/bin/python'
    first = machine(python3="exit 0", uv=f"PATH=/usr/bin:/bin; {make_venv}")
    assert first.returncode == 0
    assert "uv sync --frozen" in first.stderr
    again = machine()
    assert again.returncode == 0
    assert again.stderr == ""


def test_a_changed_lock_makes_the_environment_again(machine, tmp_path):
    uv = 'PATH=/usr/bin:/bin; echo "uv $*" >&2; mkdir -p .venv/bin; cp bin/python3 .venv/bin/python'
    machine(python3="exit 0", uv=uv)
    (tmp_path / "uv.lock").write_text("as committed later")
    assert "uv sync" in machine().stderr
