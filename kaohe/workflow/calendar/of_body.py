"""The working-day calendar of a body (工作日历), for what belongs to no cycle."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.rosters import calendar_of

#: What a calendar rests on, as one row; needs the parameter `body_id`.
CALENDAR = """
SELECT (SELECT jsonb_object_agg(d.day, d.working) FROM calendar_override d WHERE d.body_id = :body_id) AS overrides,
       (SELECT jsonb_object_agg(f.day, f.working) FROM official_day f) AS official_days,
       (SELECT array_agg(y.year ORDER BY y.year) FROM official_year y) AS official_years
"""

_SQL = text(CALENDAR)


async def calendar_of_body(session: AsyncSession, body_id: int) -> WorkCalendar:
    """The calendar as it stands now, in one statement."""
    return calendar_in((await session.execute(_SQL, {"body_id": body_id})).mappings().one())


def calendar_in(row: Mapping[Any, Any]) -> WorkCalendar:
    """The calendar of a row with the columns of `CALENDAR`."""
    return calendar_of(row["overrides"] or {}, row["official_days"] or {}, row["official_years"] or ())
