"""The guards of a leader's appraisal (领导鉴定, S0-16)."""

from collections.abc import Iterator

from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.guards.inputs import required
from kaohe.workflow.domain.guards.scores import of_a_hundred
from kaohe.workflow.domain.refusals import Refusal
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Situation

comment_given = required("comment", "鉴定意见", "comment")


def appraisal_score(_snapshot: AssessmentSnapshot, command: Command, _situation: Situation) -> Iterator[Refusal]:
    yield from of_a_hundred("score", command.args["score"])
