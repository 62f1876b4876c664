"""Figures of a run, read from what it left in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_FIRED = text("""
SELECT count(*) AS fired, COALESCE(sum(attempts), 0) AS failures,
       extract(epoch FROM max(fired_at) - CAST(:begins AS timestamptz)) AS seconds,
       percentile_cont(ARRAY[0.5, 0.95, 1]) WITHIN GROUP (ORDER BY extract(epoch FROM fired_at - due_at)) AS lags
  FROM deadline WHERE due_at BETWEEN :begins AND :ends AND outcome NOT IN ('void', 'superseded')
""")

_COURSE = text("""
SELECT floor(extract(epoch FROM fired_at - CAST(:begins AS timestamptz)) / :step)::int AS step, count(*) AS fired
  FROM deadline WHERE due_at BETWEEN :begins AND :ends AND outcome NOT IN ('void', 'superseded') GROUP BY 1 ORDER BY 1
""")

#: Seconds of each number in the course of a run.
STEP_SECONDS = 5

_TRANSITIONS = text("""
SELECT trigger, count(*) AS lines FROM history WHERE at >= :begins GROUP BY 1 ORDER BY 2 DESC, 1
""")

_MESSAGES = text("""
SELECT count(*) AS relayed, COALESCE(sum(attempts), 0) AS failures,
       extract(epoch FROM max(done_at - created_at)) AS slowest,
       (SELECT count(*) FROM notification WHERE created_at >= :begins) AS notifications
  FROM outbox WHERE created_at >= :begins
""")


@dataclass(frozen=True)
class Figures:
    """Lags are seconds from due to fired; `course` is how many fired in each step of `STEP_SECONDS`, by its number;
    `relay_max` seconds from a message's row to its notifications."""

    fired: int
    per_second: float
    lag_p50: float
    lag_p95: float
    lag_max: float
    course: Mapping[int, int]
    tried_again: int
    transitions: Mapping[str, int]
    messages: int
    notifications: int
    relay_max: float
    relayed_again: int


async def figures(session: AsyncSession, begins: datetime, ends: datetime) -> Figures:
    """The figures of a run whose deadlines were due between `begins` and `ends`."""
    fired = (await session.execute(_FIRED, {"begins": begins, "ends": ends})).mappings().one()
    messages = (await session.execute(_MESSAGES, {"begins": begins})).mappings().one()
    transitions = {row.trigger: row.lines for row in await session.execute(_TRANSITIONS, {"begins": begins})}
    course = await session.execute(_COURSE, {"begins": begins, "ends": ends, "step": STEP_SECONDS})
    lags = fired["lags"] or [0, 0, 0]
    return Figures(
        fired=fired["fired"],
        per_second=fired["fired"] / max(float(fired["seconds"] or 0), 0.001),
        lag_p50=float(lags[0]),
        lag_p95=float(lags[1]),
        lag_max=float(lags[2]),
        course={row.step: row.fired for row in course},
        tried_again=int(fired["failures"]),
        transitions=transitions,
        messages=messages["relayed"],
        notifications=messages["notifications"],
        relay_max=float(messages["slowest"] or 0),
        relayed_again=int(messages["failures"]),
    )
