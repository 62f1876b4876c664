"""When open ballot boxes end (评分期限), where the calendar or a pause moves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, rows_of, update_sql
from kaohe.workflow.dates.rule import Rule
from kaohe.workflow.domain.calendar import day_of
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.pauses import word_after_pauses
from kaohe.workflow.domain.plans.ballot_box import BY_HAND
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.stage_plan import Course
from kaohe.workflow.domain.terms import end_of
from kaohe.workflow.door.beside import About, move_due

_LOCK = text("""
SELECT id FROM ballot_box WHERE body_id = :body_id AND cycle_id = :cycle_id AND state = 'open' ORDER BY id FOR UPDATE
""")

_BOXES = text("""
SELECT b.id, b.key, b.opened_at, b.due_at,
       (SELECT d.step FROM deadline d WHERE d.body_id = b.body_id AND d.subject = 'ballot_box' AND d.subject_id = b.id
           AND d.entry_no = b.entry_no AND d.kind = 'expire') AS step
  FROM ballot_box b WHERE b.body_id = :body_id AND b.id = ANY(:ids) ORDER BY b.id
""")


_RATERS = text("SELECT DISTINCT person_id FROM ballot_rater WHERE body_id = :body_id AND box_id = ANY(:ids)")


@dataclass(frozen=True)
class BoxDates:
    """When a box ended before, when it ends now, and whether that may still move (暂定)."""

    before: datetime
    due_at: datetime
    provisional: bool

    @property
    def has_moved(self) -> bool:
        return self.before != self.due_at


async def move_boxes(session: AsyncSession, situation: Situation, course: Course, rule: Rule) -> Mapping[int, BoxDates]:
    """Work out the end of every open box again, by its id. A date that somebody named moves with pauses alone."""
    key = {"body_id": situation.body_id, "cycle_id": situation.cycle_id}
    ids = list(await session.scalars(_LOCK, key))
    rows = rows_of(await session.execute(_BOXES, {"body_id": situation.body_id, "ids": ids})) if ids else []
    found = {row["id"]: _dates(row, situation, course, rule) for row in rows}
    changed = [
        {"body_id": situation.body_id, "id": one, "due_at": dates.due_at}
        for one, dates in found.items()
        if dates.has_moved
    ]
    if changed:
        await session.execute(text(update_sql("ballot_box", ["due_at"], "rows")), {"rows": document(changed)})
    return found


async def move_ballots(session: AsyncSession, situation: Situation, boxes: Mapping[int, BoxDates]) -> set[str]:
    """Let the raters' open tasks follow; the keys of all raters, so that nobody tells who of them has not cast (S1-20)."""
    moved = {one: dates for one, dates in boxes.items() if dates.has_moved}
    for one, dates in moved.items():
        about = About(situation.body_id, Subject.BALLOT_BOX, one, situation.cycle_id)
        await move_due(session, about, "cast_ballot", dates.due_at)
    raters = await session.scalars(_RATERS, {"body_id": situation.body_id, "ids": list(moved)}) if moved else ()
    return {person_key(one) for one in raters}


def _dates(row: Mapping[str, Any], situation: Situation, course: Course, rule: Rule) -> BoxDates:
    before, calendar = row["due_at"], situation.calendar
    if not rule.running(before):
        return BoxDates(before, before, provisional=False)
    if row["step"] == BY_HAND:
        # Pauses that were over before have moved it already.
        running = [pause for pause in course.pauses if rule.running(pause.until)]
        named = word_after_pauses(before, row["opened_at"], running, calendar)
        return BoxDates(before, named, calendar.is_provisional(day_of(named)))
    term = situation.policy.ballots.box(row["key"]).term
    computed = end_of(term, row["opened_at"], calendar, course.pauses)
    return BoxDates(before, rule.settle(computed.ends_at, before), computed.provisional)
