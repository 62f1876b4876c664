"""Guards on a grade that a human suggests or decides (S3-27, N-12). Only binding bands and outcomes bind."""

from collections.abc import Iterator

from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.guards.inputs import bad
from kaohe.workflow.domain.outcomes import COUNTED
from kaohe.workflow.domain.policy.outcomes import Outcome
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Situation


def suggested_grade(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """A reviewer's grade; without one he agrees with what stands."""
    grade = command.args.get("grade")
    if grade is None and snapshot.graded:
        grade = snapshot.suggested_grade or snapshot.proposed_grade
    yield from grade_allowed(snapshot, grade, situation)


def decided_grade(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """The committee's grade."""
    yield from grade_allowed(snapshot, command.args.get("grade"), situation)


def grade_allowed(snapshot: AssessmentSnapshot, grade: str | None, situation: Situation) -> Iterator[Refusal]:
    """Whether this person may have this grade."""
    policy = situation.policy
    labels = {one.key: one.label for one in policy.grades}
    if grade is None:
        if snapshot.graded:
            yield Refusal(Code.REQUIRED, "grade", {"label": "等次", "label_en": "grade"})
    elif grade not in labels:
        yield Refusal(Code.UNKNOWN_GRADE, "grade", {"grade": grade, "grades": "、".join(labels)})
    elif not snapshot.graded:
        yield Refusal(Code.GRADE_WITHOUT_OUTCOME, "grade", {"name": snapshot.person_name})
    elif grade not in snapshot.allowed_grades:
        yield Refusal(
            Code.GRADE_NOT_ALLOWED,
            "grade",
            {
                "name": snapshot.person_name,
                "score": snapshot.score,
                "grade": labels[grade],
                "grades": "、".join(labels[one] for one in snapshot.allowed_grades),
            },
        )


def supplemented_grade(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """A grade made up later or corrected: known, and there only where the new outcome is graded. No band binds it: a
    case that was pending has no score."""
    grade, outcome = command.args.get("grade"), command.args.get("outcome")
    labels = {one.key: one.label for one in situation.policy.grades}
    if outcome not in tuple(Outcome):
        yield bad("outcome", f"没有“{outcome}”这一结果类别", f"there is no outcome {outcome}")
    elif (outcome in COUNTED) != (grade is not None):
        yield bad("grade", "确定等次的须填等次，其余不填", "a grade goes with a graded outcome, and only with it")
    elif grade is not None and grade not in labels:
        yield Refusal(Code.UNKNOWN_GRADE, "grade", {"grade": grade, "grades": "、".join(labels)})
