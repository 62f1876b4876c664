"""The county policy with records of work, for tests of what people record."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from support.world import World

from kaohe.policies.shipped import shipped_text
from kaohe.workflow import policies
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.records.content import Content
from kaohe.workflow.records import RecordInput, write_records

KEY = "records-psb"

_RECORDS = """
[records]
summary_length = { about = 20 }

[records.daily_log]
length = { about = 10 }
longest = 100

[records.inventory]
by_items = true
most_items = 3
required = false

[records.annual_summary]
"""

_MISSING = """
missing_records = [{ record = "daily_log", points = "0.5", most = 20 }]
standards = [
    { key = "missed_summary","""


def records_text(text: str = "") -> str:
    """The county policy under a key of its own: a log a day, a list a quarter, a summary a year; half a point off for
    every log that is missing."""
    text = text or shipped_text("county-psb")
    text = text.replace('key = "county-psb"', f'key = "{KEY}"', 1)
    head, mark, tail = text.partition('kind = "deduction"')
    tail = tail.replace('standards = [\n    { key = "missed_summary",', _MISSING.lstrip("\n"), 1)
    return head + mark + tail + _RECORDS


async def publish_records(session: AsyncSession, world: World, now: datetime) -> int:
    """Publish it; the id of its version."""
    return await policies.publish(session, world.actor("office"), now, records_text())


def shanghai(month: int, day: int, hour: int = 9, minute: int = 0, year: int = 2026) -> datetime:
    """A moment by the clock of Shanghai."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def log(covers: str, text: str = "走访群众，化解纠纷两起。") -> RecordInput:
    """A daily log."""
    return RecordInput(RecordKind.DAILY_LOG, covers, Content.of(text, ()))


async def write_logs(session: AsyncSession, world: World, name: str, *days: date) -> list[int]:
    """A log of each of these days, written in its evening."""
    ids = []
    for day in days:
        evening = shanghai(day.month, day.day, 18, year=day.year)
        ids += await write_records(session, world.actor(name), evening, [log(day.isoformat())])
    return ids
