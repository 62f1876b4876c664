"""The dates of a cycle's stages (环节时限), planned from its course and written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, insert_sql, rows_of
from kaohe.workflow.dates.course import load_course
from kaohe.workflow.dates.rule import Rule
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.stage_plan import Course, PlannedStage, StageTerms, plan_stages

_TERMS = text("SELECT * FROM stage_term WHERE body_id = :body_id AND cycle_id = :cycle_id")

_HELD = text("SELECT DISTINCT state FROM assessment WHERE body_id = :body_id AND cycle_id = :cycle_id")

_UPSERT = """ON CONFLICT (body_id, cycle_id, stage) DO UPDATE SET due_at = EXCLUDED.due_at,
    provisional = EXCLUDED.provisional, entered_at = EXCLUDED.entered_at, left_at = EXCLUDED.left_at,
    extended_to = EXCLUDED.extended_to, extension_reason = EXCLUDED.extension_reason, told_at = EXCLUDED.told_at"""


@dataclass(frozen=True)
class CyclePlan:
    """A cycle's course, its stages as they are planned now, and those whose date has moved: (before, after)."""

    course: Course
    stages: Mapping[str, PlannedStage]
    moved: Mapping[str, tuple[datetime, datetime]]

    @property
    def due(self) -> dict[str, datetime]:
        """The due moment of each stage."""
        return {stage: planned.due_at for stage, planned in self.stages.items()}


def stage_terms(policy: Policy) -> list[StageTerms]:
    """The terms of the stages that the scheme has."""
    return [
        StageTerms(stage=name, fixed=rules.due, minimum=policy.stage_minimum(name))
        for name, rules in policy.stages.in_order()
        if rules.present
    ]


async def plan_cycle(
    session: AsyncSession,
    situation: Situation,
    opened_at: datetime,
    rule: Rule,
    *,
    entered: Mapping[str, datetime] | None = None,
    left: Mapping[str, datetime] | None = None,
) -> CyclePlan:
    """Plan the stages from what has happened to the cycle, and write the plan down. `rule` says which may move.

    Whoever calls it for a cycle with cases has locked them (`dates.locks`): nobody enters a stage meanwhile with a date
    that is just being changed.
    """
    key = {"body_id": situation.body_id, "cycle_id": situation.cycle_id}
    terms = {row["stage"]: row for row in rows_of(await session.execute(_TERMS, key))}
    reached = {*await session.scalars(_HELD, key), *(entered or {})}
    course = await load_course(
        session, situation.body_id, situation.cycle_id, opened_at, terms.values(), entered or {}, reached
    )
    stages, moved = {}, {}
    computed = plan_stages(stage_terms(situation.policy), situation.period_end, course, situation.calendar)
    for stage, planned in computed.items():
        before = terms[stage]["due_at"] if stage in terms else None
        due_at = planned.due_at if before is None else rule.stage(planned.due_at, before, reached=stage in reached)
        stages[stage] = PlannedStage(due_at, planned.provisional)
        if before is not None and before != due_at:
            moved[stage] = (before, due_at)
    plan = CyclePlan(course, stages, moved)
    await _write(session, key, plan, {stage: row["left_at"] for stage, row in terms.items()} | dict(left or {}))
    return plan


async def _write(
    session: AsyncSession, key: Mapping[str, int], plan: CyclePlan, left: Mapping[str, datetime | None]
) -> None:
    extended = {one.stage: one for one in plan.course.extensions}
    rows = [
        {
            **key,
            "stage": stage,
            "due_at": planned.due_at,
            "provisional": planned.provisional,
            "entered_at": plan.course.entered.get(stage),
            "left_at": left.get(stage),
            "extended_to": extended[stage].until if stage in extended else None,
            "extension_reason": extended[stage].reason if stage in extended else "",
            "told_at": plan.course.told.get(stage),
        }
        for stage, planned in plan.stages.items()
    ]
    statement = insert_sql("stage_term", list(rows[0]), "rows", suffix=_UPSERT)
    await session.execute(text(statement), {"rows": document(rows)})
