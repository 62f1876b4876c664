"""The guards of what a feedback must say where the scheme asks for it (S0-23, S0-25)."""

from collections.abc import Iterator

from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.guards.inputs import is_blank
from kaohe.workflow.domain.policy.feedback import FeedbackMethod
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Situation


def goals_set(_snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """At least one improvement goal, where the next summary is to answer for it (S0-23)."""
    goals = command.args.get("goals", ())
    if situation.policy.feedback.goals_required and all(is_blank(goal) for goal in goals):
        yield Refusal(Code.REQUIRED, "goals", {"label": "改进目标", "label_en": "improvement goals"})


def person_heard(_snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """A letter hears nobody: where it is the way, the person says what he thinks when he signs."""
    by_letter = command.args.get("method") == FeedbackMethod.WRITTEN_DELIVERY
    asked = situation.policy.feedback.own_words_required and not by_letter
    if asked and is_blank(command.args.get("own_words", "")):
        yield Refusal(Code.REQUIRED, "own_words", {"label": "本人陈述", "label_en": "the person's own words"})
