"""`kaohe practise` (练习): the same service on a database of its own, with a clock that is moved from the terminal.

So that one can walk a case through a publicity of five working days in five minutes. Nobody moves the clock over the
API: only who sits at the terminal that started it.
"""

import asyncio
import re
import sys
import threading
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from kaohe.clock import SetClock, SystemClock
from kaohe.config import Settings
from kaohe.schema.session import Database
from kaohe.server import run
from kaohe.workflow.domain.calendar import BUSINESS_ZONE, minute_words

HELP = """时钟停在 {now}。输入：回车 = 到下一个期限；+3 = 三天后；+2h = 两小时后；2026-12-01 = 到那一天。
The clock stands at {now}. Type: Enter = to the next deadline; +3 = three days on; +2h = two hours on; 2026-12-01."""

#: Moving the clock signs nobody out.
_SESSION_HOURS = 24 * 3660

_STEP = re.compile(r"\+(\d{1,4})(d|h)?")

_NEXT = text("""
SELECT min(d.due_at) FROM deadline d JOIN cycle c ON c.body_id = d.body_id AND c.id = d.cycle_id
 WHERE d.fired_at IS NULL AND c.suspended_at IS NULL
""")

_LATEST = text("SELECT max(at) FROM history")

_MARK = text("INSERT INTO database_mark (key, value) VALUES ('purpose', 'rehearsal') ON CONFLICT DO NOTHING")


def run_practice(settings: Settings, lines: Iterable[str] = sys.stdin) -> None:
    """Serve with a clock that `lines` move, one command a line. The data lie in `practice` under the usual folder."""
    settings = settings.model_copy(
        update={"var": settings.var / "practice", "database_url": None, "session_hours": _SESSION_HOURS}
    )
    clock = SetClock(SystemClock().now())

    def ready(url: str) -> None:
        asyncio.run(_prepare(url, clock))
        threading.Thread(target=_follow, args=(url, clock, lines), name="kaohe-clock", daemon=True).start()

    run(settings, clock, ready)


def moment(command: str, now: datetime, following: datetime | None) -> datetime | None:
    """Where a command puts the clock: a step, a day (its first minute in Shanghai), or the next deadline for an empty
    one. None where there is nothing to go to; ValueError for a command that is none."""
    command = command.strip()
    if not command:
        return following
    step = _STEP.fullmatch(command)
    if step:
        amount = int(step[1])
        return now + (timedelta(hours=amount) if step[2] == "h" else timedelta(days=amount))
    given = datetime.fromisoformat(command)
    return given if given.tzinfo else given.replace(tzinfo=BUSINESS_ZONE)


async def _prepare(url: str, clock: SetClock) -> None:
    """Mark the database, and start no earlier than what has happened in it."""
    database = Database(url, pool_size=1)
    async with database.transaction() as session:
        await session.execute(_MARK)
        latest = await session.scalar(_LATEST)
    await database.close()
    if latest is not None and latest > clock.now():
        clock.move_to(latest)


def _follow(url: str, clock: SetClock, lines: Iterable[str]) -> None:
    print(HELP.format(now=minute_words(clock.now())), flush=True)
    for line in lines:
        try:
            at = moment(line, clock.now(), asyncio.run(_next(url)))
            if at is None:
                print("没有未到的期限。· No deadline is waiting.", flush=True)
                continue
            clock.move_to(at.astimezone(UTC))
        except ValueError as problem:
            print(f"{problem}\n{HELP.format(now=minute_words(clock.now()))}", flush=True)
        else:
            print(minute_words(clock.now()), flush=True)


async def _next(url: str) -> datetime | None:
    database = Database(url, pool_size=1)
    async with database.session() as session:
        found: datetime | None = await session.scalar(_NEXT)
    await database.close()
    return found
