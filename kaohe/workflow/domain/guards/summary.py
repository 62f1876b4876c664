"""The guards of what belongs to a self-summary beside its text: the person's own score, and what became of his goals."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kaohe.workflow.domain.appraisal import part_of_class
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.guards.inputs import bad, is_blank
from kaohe.workflow.domain.guards.scores import of_a_hundred
from kaohe.workflow.domain.policy.parts import SelfEvaluation
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Situation

#: As long as the progress of a goal may be.
_LONGEST_PROGRESS = 500


def self_score(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """Given where the person's score has a self-evaluation, and only there (S0-14); on behalf as well."""
    given = command.args.get("self_score")
    asked = part_of_class(situation, snapshot.unit_id, SelfEvaluation) is not None
    if asked and given is None:
        yield Refusal(Code.REQUIRED, "self_score", {"label": "自评得分", "label_en": "self score"})
    elif given is not None and not asked:
        yield bad("self_score", "本单位的计分项中没有自我评价", "the score has no self-evaluation")
    elif given is not None:
        yield from of_a_hundred("self_score", given)


def goals_answered(_snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """What became of each goal of the last feedback, once each, where the scheme carries goals over (S0-23).

    `carried` are those goals, `goals` what was handed in, as {goal, progress}.
    """
    carried: Sequence[str] = command.args.get("carried", ())
    given: Sequence[Mapping[str, str]] = command.args.get("goals", ())
    times = Counter(one["goal"] for one in given)
    for index, one in enumerate(given):
        field = f"goals[{index}]"
        if one["goal"] not in carried:
            yield bad(f"{field}.goal", f"“{one['goal']}”不是结转的改进目标", "this is no goal that is carried over")
        elif times[one["goal"]] > 1:
            yield bad(f"{field}.goal", f"“{one['goal']}”重复", "this goal stands there twice")
        if is_blank(one["progress"]):
            yield Refusal(Code.REQUIRED, f"{field}.progress", {"label": "落实情况", "label_en": "progress"})
        elif len(one["progress"]) > _LONGEST_PROGRESS:
            yield bad(
                f"{field}.progress", f"落实情况不超过{_LONGEST_PROGRESS}字", f"at most {_LONGEST_PROGRESS} characters"
            )
    if situation.policy.feedback.goals_carried:
        for goal in carried:
            if goal not in times:
                label: dict[str, object] = {
                    "label": f"改进目标“{goal}”的落实情况",
                    "label_en": f"what became of the goal {goal}",
                }
                yield Refusal(Code.REQUIRED, "goals", label)
