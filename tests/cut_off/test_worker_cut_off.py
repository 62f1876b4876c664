"""Workers cut off from the database while deadlines come due, and healed: all fire, once, and say how late."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cut_off.conftest import IMPATIENT, Behind
from cut_off.line import Line
from sqlalchemy import text
from support.drive import EVERYONE, at

from kaohe.clock import SetClock
from kaohe.config import Settings
from kaohe.schema import session as sessions
from kaohe.workers.embedded import EmbeddedWorkers, start

#: The shipped policy's end of summaries, and how long nobody could do anything about it.
DUE, AWAY = at(7, hour=16), timedelta(hours=5)

Break = Callable[[Line], None]

_HEALED_WITHIN_SECONDS = 60


@pytest.fixture
def clock() -> SetClock:
    return SetClock(at(6))


@pytest.fixture
def workers(
    behind: Behind, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[EmbeddedWorkers]:
    monkeypatch.setattr(sessions, "PATIENCE", IMPATIENT)
    running = start(behind.line.url, clock, Settings(var=tmp_path, sweep_seconds=0.05))
    yield running
    behind.line.heal()
    running.stop()


async def _until(behind: Behind, statement: str, wanted: Any) -> None:
    """Ask until the answer is `wanted`; what the tests wait for is seen in the tables."""
    async with asyncio.timeout(_HEALED_WITHIN_SECONDS), behind.database.session() as session:
        while await session.scalar(text(statement)) != wanted:
            await session.rollback()  # a transaction of its own sees what came since


@pytest.mark.parametrize("away", [Line.cut, Line.swallow], ids=["cut", "black hole"])
@pytest.mark.req("S3-28")
async def test_what_came_due_meanwhile_fires_once_and_records_how_late(
    behind: Behind, workers: EmbeddedWorkers, clock: SetClock, away: Break
) -> None:
    await _until(behind, "SELECT count(*) > 0 FROM deadline WHERE kind = 'remind' AND fired_at IS NOT NULL", True)
    away(behind.line)
    clock.advance(DUE + AWAY - clock.now())
    async with behind.database.session() as session:
        assert await session.scalar(text("SELECT count(*) FROM history WHERE trigger = 'miss_summary'")) == 0
    behind.line.heal()
    await _until(behind, "SELECT state FROM cycle", "aggregation")
    async with behind.database.session() as session:
        missed = await session.scalars(text("SELECT subject_id FROM history WHERE trigger = 'miss_summary'"))
        assert sorted(missed) == sorted(await behind.world.cases(session, *EVERYONE))
        end = (
            (await session.execute(text("SELECT * FROM deadline WHERE kind = 'expire' AND stage = 'self_summary'")))
            .mappings()
            .one()
        )
        assert (end["due_at"], end["fired_at"] - end["due_at"], end["attempts"]) == (DUE, AWAY, 0)
        twice = text(
            "SELECT assignee_key FROM notification GROUP BY assignee_key, kind, subject_id HAVING count(*) > 1"
        )
        assert (await session.scalars(twice)).all() == []
