"""`make up`: the same, with make in between (issue 2, Set-up)."""

import shutil
from pathlib import Path

import pytest

STAMP = Path(__file__).parents[2] / ".venv" / ".made-from"
pytestmark = [
    pytest.mark.req("set-up"),
    pytest.mark.skipif(
        not shutil.which("make") or not STAMP.exists(),
        reason="make did not make this environment",
    ),
]
MAKE_UP = ("make", "up")


def test_ctrl_c_leaves_no_process(up):
    running = up(MAKE_UP).ready()
    assert running.health() == 200
    running.ctrl_c()
    running.finished()
    assert running.still_there() == []
    assert "Traceback" not in running.output


def test_kill_9_of_make_ends_all_of_it_and_the_next_start_answers(up):
    running = up(MAKE_UP).ready()
    running.process.kill()
    assert up(MAKE_UP).ready().health() == 200
    assert running.still_there() == []
