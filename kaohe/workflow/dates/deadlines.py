"""The deadline rows that have not fired (时限): each follows the date that it was set for, in place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, rows_of, update_sql
from kaohe.workflow.dates.ballot_boxes import BoxDates
from kaohe.workflow.dates.cases import CaseDates
from kaohe.workflow.dates.findings import FindingDates
from kaohe.workflow.dates.notices import NoticeDates
from kaohe.workflow.dates.objections import COLUMNS, ObjectionDates
from kaohe.workflow.dates.rule import Rule
from kaohe.workflow.dates.stages import CyclePlan
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.charts import Stage
from kaohe.workflow.domain.plans.schedule import deadlines, hearing_deadlines
from kaohe.workflow.domain.snapshots import Situation

# No sweep is inside while the cycle is locked; a row that a person's move is just ending needs no date any more. One
# that is shared out in parts is under way.
_UNFIRED = text("""
SELECT id, subject, subject_id, stage, entry_no, step, kind, mark, due_at, provisional FROM deadline
 WHERE body_id = :body_id AND cycle_id = :cycle_id AND fired_at IS NULL AND split_at IS NULL
 ORDER BY id FOR UPDATE SKIP LOCKED
""")

_EVER = datetime.min.replace(tzinfo=BUSINESS_ZONE)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Dates:
    """Everything in a cycle that deadlines are set for."""

    plan: CyclePlan
    notices: Mapping[int, NoticeDates]
    objections: Mapping[int, ObjectionDates]
    cases: Mapping[int, CaseDates]
    findings: Mapping[int, FindingDates] = field(default_factory=dict)
    boxes: Mapping[int, BoxDates] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Basis:
    """The date that a row hangs on, and whether it has moved."""

    due_at: datetime
    provisional: bool
    moved: bool


async def move_deadlines(session: AsyncSession, situation: Situation, dates: Dates, rule: Rule, now: datetime) -> int:
    """Set the rows to the dates as they are now; how many have moved. What has fired stays as it fired.

    A reminder whose moment has passed meanwhile is due at once.
    """
    found = await session.execute(_UNFIRED, {"body_id": situation.body_id, "cycle_id": situation.cycle_id})
    schedule = _Schedule(situation, dates.plan, now)
    changed, moved = [], 0
    for row in rows_of(found):
        basis = _basis(row, situation, dates)
        if basis is None or not (basis.moved or rule.running(row["due_at"])):
            continue
        due_at = schedule.due(row, basis.due_at)
        if row["kind"] == "escalate" and not basis.moved:
            due_at = rule.settle(due_at, row["due_at"])
        if (due_at, basis.provisional) != (row["due_at"], row["provisional"]):
            new = {"due_at": due_at, "provisional": basis.provisional}
            changed.append({"body_id": situation.body_id, "id": row["id"], **new})
            moved += due_at != row["due_at"]
    if changed:
        statement = update_sql("deadline", ["due_at", "provisional"], "rows")
        await session.execute(text(statement), {"rows": document(changed)})
    return moved


def _basis(row: Row, situation: Situation, dates: Dates) -> _Basis | None:
    """The date that the row was set for; None where what it was set for is over."""
    stage, one = row["stage"], row["subject_id"]
    if row["subject"] == "cycle" and stage in dates.plan.stages and stage == situation.cycle_state:
        planned = dates.plan.stages[stage]
        return _Basis(planned.due_at, planned.provisional, stage in dates.plan.moved)
    if row["subject"] == "notice" and one in dates.notices:
        notice = dates.notices[one]
        closing = stage == Stage.PUBLICITY
        end = notice.closing if closing else notice.objecting
        return _Basis(end.due_at, end.provisional, ("closes_at" if closing else "objections_until") in notice.moved)
    if row["subject"] == "objection" and one in dates.objections:
        objection, column = dates.objections[one], COLUMNS[row["step"]]
        due_at = objection.due[column]
        return None if due_at is None else _Basis(due_at, objection.provisional[column], column in objection.moved)
    if row["subject"] == "ballot_box" and one in dates.boxes:
        box = dates.boxes[one]
        return _Basis(box.due_at, box.provisional, box.has_moved)
    if row["subject"] == "finding" and one in dates.findings:
        finding = dates.findings[one]
        return _Basis(finding.due_at, finding.provisional, finding.has_moved)
    if row["subject"] == "assessment" and one in dates.cases:
        case = dates.cases[one]
        if (case.stage, case.entry_no) == (stage, row["entry_no"]):
            return _Basis(case.now.due_at, case.now.provisional, case.has_moved)
    return None


class _Schedule:
    """When each kind and mark is due for a date; alike for all rows that share it."""

    def __init__(self, situation: Situation, plan: CyclePlan, now: datetime) -> None:
        self._situation, self._plan, self._now = situation, plan, now
        self._marks = cache(self._of)

    def due(self, row: Row, basis: datetime) -> datetime:
        """When the row is due if what it was set for is due at `basis`."""
        if row["kind"] == "expire":
            return basis
        hearing = row["step"] if row["subject"] in ("objection", "finding", "ballot_box") else None

        due_at = self._marks(row["stage"], basis, hearing)[row["kind"], row["mark"]]
        return max(due_at, self._now) if row["kind"] == "remind" else due_at

    def _of(self, stage: str, basis: datetime, hearing: int | None) -> dict[tuple[str, int], datetime]:
        if hearing is not None:
            specs = hearing_deadlines(basis, _EVER, 1, hearing, self._situation, stage)
        else:
            specs = deadlines(stage, basis, _EVER, 1, self._situation, self._plan.course.pauses)
        return {(one.kind, one.mark): one.due_at for one in specs}
