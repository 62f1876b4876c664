"""The workers of a process open, close and count boxes by themselves; the API never reads a private key."""

from pathlib import Path

import pytest
from support.ballots import MakePolls

import kaohe.graphql
from kaohe.clock import SetClock
from kaohe.config import Settings
from kaohe.schema.session import Database
from kaohe.workers.embedded import start


@pytest.mark.req("S1-21")
async def test_boxes_open_and_are_counted_by_the_workers(
    make_polls: MakePolls, fresh_database: Database, tmp_path: Path
) -> None:
    polls = await make_polls()
    workers = start(fresh_database.url, SetClock(polls.now), Settings(var=tmp_path / "var", sweep_seconds=60))
    keys = tmp_path / "var" / "keys" / "ballots"
    try:
        workers.settle()
        assert {row["state"] for row in await polls.rows("SELECT state FROM ballot_box")} == {"open"}
        assert sorted(one.stat().st_mode & 0o777 for one in keys.iterdir()) == [0o600, 0o600]
        for unit in ("a", "b"):
            await polls.cast_all(unit=unit)
        workers.settle()
        assert {row["state"] for row in await polls.rows("SELECT state FROM ballot_box")} == {"counted"}
        assert list(keys.iterdir()) == []
        told = await polls.rows(
            "SELECT assignee_key FROM notification WHERE kind = 'box_counted' ORDER BY assignee_key"
        )
        assert [row["assignee_key"] for row in told] == [f"unit_clerk@{polls.world.units[one]}" for one in ("a", "b")]
    finally:
        workers.stop()


@pytest.mark.req("S1-20")
def test_the_api_reads_no_private_key() -> None:
    """Read from the code: what serves requests names neither the folder nor a private key."""
    folder = Path(kaohe.graphql.__file__).parent
    named = [
        one.name for one in folder.rglob("*.py") for word in ("BallotKeys", "PrivateKey") if word in one.read_text()
    ]
    assert named == []
