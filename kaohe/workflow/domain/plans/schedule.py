"""A stage's deadlines from its rules: reminders before, the end of the term, escalations after."""

from collections.abc import Sequence
from datetime import datetime

from kaohe.workflow.domain.changes import DeadlineSpec
from kaohe.workflow.domain.pauses import Pause
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.stages import StageRules
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.terms import Term, before, end_of

#: No policy says when to remind whoever hears an objection or follows up a finding: one working day ahead.
_HEARING_REMINDER = Term(working_days=1)


def stage_rules(policy: Policy, stage: str) -> StageRules:
    """The rules of a stage that has a term."""
    rules: StageRules = getattr(policy.stages, stage)
    return rules


def is_present(policy: Policy, stage: str) -> bool:
    """Whether the scheme has the stage; `archived` is always there."""
    return stage == "archived" or stage_rules(policy, stage).present


def deadlines(
    stage: str, due_at: datetime, now: datetime, entry_no: int, situation: Situation, pauses: Sequence[Pause] = ()
) -> list[DeadlineSpec]:
    """Reminders that are still to come, the end of the term, and each level of escalation, later by the `pauses` after
    the end."""
    rules = stage_rules(situation.policy, stage)
    calendar = situation.calendar
    marks = [before(term, due_at, calendar) for term in rules.reminders]
    specs = [
        DeadlineSpec(stage, "remind", number, mark, entry_no) for number, mark in enumerate(marks, 1) if mark > now
    ]
    specs.append(DeadlineSpec(stage, "expire", 0, due_at, entry_no))
    specs.extend(
        DeadlineSpec(stage, "escalate", number, end_of(level.after, due_at, calendar, pauses).ends_at, entry_no)
        for number, level in enumerate(rules.levels, 1)
    )
    return specs


def hearing_deadlines(
    due_at: datetime, now: datetime, entry_no: int, step: int, situation: Situation, stage: str = "appeal"
) -> list[DeadlineSpec]:
    """An objection's deadlines until it is admitted (step 0) or decided (step 1): one reminder, and the end (S3-38).
    A finding's are alike, in its own stage (S0-27)."""
    mark = before(_HEARING_REMINDER, due_at, situation.calendar)
    reminder = [DeadlineSpec(stage, "remind", 1, mark, entry_no, step)] if mark > now else []
    return [*reminder, DeadlineSpec(stage, "expire", 0, due_at, entry_no, step)]
