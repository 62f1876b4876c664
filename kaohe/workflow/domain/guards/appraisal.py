"""The guards of a leader's appraisal (领导鉴定, S0-16)."""

from collections.abc import Iterator

from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.guards.inputs import bad, required
from kaohe.workflow.domain.guards.scores import of_a_hundred
from kaohe.workflow.domain.refusals import Refusal
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Situation

#: As long as a comment may be, in characters.
_LONGEST_COMMENT = 2000

comment_given = required("comment", "鉴定意见", "comment")


def appraisal_score(_snapshot: AssessmentSnapshot, command: Command, _situation: Situation) -> Iterator[Refusal]:
    """From 0 to 100, with three decimals at most."""
    yield from of_a_hundred("score", command.args["score"])


def comment_length(_snapshot: AssessmentSnapshot, command: Command, _situation: Situation) -> Iterator[Refusal]:
    """Long enough for an opinion, too short for a report."""
    if len(command.args["comment"].strip()) > _LONGEST_COMMENT:
        yield bad("comment", f"鉴定意见最长{_LONGEST_COMMENT}字", f"at most {_LONGEST_COMMENT} characters")
