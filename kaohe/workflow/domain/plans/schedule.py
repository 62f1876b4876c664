"""A stage's deadlines from its rules: reminders before, the end of the term, escalations after."""

from datetime import datetime

from kaohe.workflow.domain.changes import DeadlineSpec
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.stages import StageRules
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.terms import before, end_of


def stage_rules(policy: Policy, stage: str) -> StageRules:
    """The rules of a stage that has a term."""
    rules: StageRules = getattr(policy.stages, stage)
    return rules


def is_present(policy: Policy, stage: str) -> bool:
    """Whether the scheme has the stage; `archived` is always there."""
    return stage == "archived" or stage_rules(policy, stage).present


def deadlines(stage: str, due_at: datetime, now: datetime, entry_no: int, situation: Situation) -> list[DeadlineSpec]:
    """Reminders that are still to come, the end of the term, and each level of escalation."""
    rules = stage_rules(situation.policy, stage)
    calendar = situation.calendar
    marks = [before(term, due_at, calendar) for term in rules.reminders]
    specs = [
        DeadlineSpec(stage, "remind", number, mark, entry_no) for number, mark in enumerate(marks, 1) if mark > now
    ]
    specs.append(DeadlineSpec(stage, "expire", 0, due_at, entry_no))
    specs.extend(
        DeadlineSpec(stage, "escalate", number, end_of(level.after, due_at, calendar).ends_at, entry_no)
        for number, level in enumerate(rules.escalations, 1)
    )
    return specs
