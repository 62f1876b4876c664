"""Working out all dates of a cycle again, in the caller's transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.dates.ballot_boxes import move_ballots, move_boxes
from kaohe.workflow.dates.cases import CaseDates, move_cases
from kaohe.workflow.dates.deadlines import Dates, move_deadlines
from kaohe.workflow.dates.findings import move_findings, move_their_tasks
from kaohe.workflow.dates.locks import lock_cases
from kaohe.workflow.dates.notices import move_notices
from kaohe.workflow.dates.objections import move_objections
from kaohe.workflow.dates.rule import Rule
from kaohe.workflow.dates.stages import CyclePlan, plan_cycle
from kaohe.workflow.dates.tasks import move_tasks
from kaohe.workflow.domain.snapshots import Situation


@dataclass(frozen=True)
class Redated:
    """What has moved: by subject, lines of what, before and after, for the history; the task keys of those whom it
    concerns; how many rows of deadlines."""

    moved: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    holders: frozenset[str] = frozenset()
    deadlines: int = 0

    def __bool__(self) -> bool:
        return bool(self.deadlines or self.moved)


async def recompute(
    session: AsyncSession, situation: Situation, opened_at: datetime, rule: Rule, now: datetime
) -> Redated:
    """Work out every date of a cycle that is locked, by `rule`, and let tasks and deadline rows follow."""
    await lock_cases(session, situation.body_id, situation.cycle_id)
    plan = await plan_cycle(session, situation, opened_at, rule)
    notices = await move_notices(session, situation, plan.course, rule)
    objections = await move_objections(session, situation, plan.course, rule)
    findings = await move_findings(session, situation, plan.course, rule)
    cases = await move_cases(session, situation, plan, notices, rule)
    boxes = await move_boxes(session, situation, plan.course, rule)
    gone = [one for one, dates in cases.items() if dates.has_moved]
    holders = await move_tasks(session, situation.body_id, situation.cycle_id, plan.moved, gone, objections)
    holders |= await move_ballots(session, situation, boxes)
    holders |= await move_their_tasks(session, situation.body_id, findings)
    dates = Dates(plan, notices, objections, cases, findings, boxes)
    rows = await move_deadlines(session, situation, dates, rule, now)
    moved = {
        "stages": [_line(pair, stage=stage) for stage, pair in plan.moved.items()],
        "notices": [_line(pair, notice=one, date=name) for one, d in notices.items() for name, pair in d.moved.items()],
        "objections": [
            _line(pair, objection=one, date=name) for one, d in objections.items() for name, pair in d.moved.items()
        ],
        "findings": [_line((d.before, d.due_at), finding=one) for one, d in findings.items() if d.has_moved],
        "ballot_boxes": [_line((d.before, d.due_at), ballot_box=one) for one, d in boxes.items() if d.has_moved],
        "cases": _grouped(cases.values()),
    }
    return Redated({name: lines for name, lines in moved.items() if lines}, frozenset(holders), rows)


async def follow_stages(
    session: AsyncSession, situation: Situation, plan: CyclePlan, rule: Rule, now: datetime
) -> None:
    """Let the cases, tasks and rows of the stages that a plan has moved follow it. Its cases are locked."""
    if not plan.moved:
        return
    cases = await move_cases(session, situation, plan, {}, rule, list(plan.moved))
    gone = [one for one, dates in cases.items() if dates.has_moved]
    await move_tasks(session, situation.body_id, situation.cycle_id, plan.moved, gone, {})
    if gone:
        await move_deadlines(session, situation, Dates(plan, {}, {}, cases), rule, now)


def _line(pair: tuple[datetime, datetime], **what: Any) -> dict[str, Any]:
    return {**what, "before": pair[0], "after": pair[1]}


def _grouped(cases: Iterable[CaseDates]) -> list[dict[str, Any]]:
    """Cases that moved alike on one line: there may be a hundred thousand."""
    alike = Counter((one.stage, one.before, one.now.due_at) for one in cases if one.has_moved)
    return [_line((before, after), stage=stage, cases=count) for (stage, before, after), count in sorted(alike.items())]
