"""Whether one whole ballot is accepted (S1-22, S1-23). A ballot covers all whom its rater rates, so it is checked as one."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from kaohe.workflow.domain.policy.ballots import Box
from kaohe.workflow.domain.refusals import Code, Refusal

_HALF = Fraction(1, 2)

#: Whom a score is given, and the score.
Given = tuple[int, Decimal]


def check_ballot(box: Box, headcount: int, scores: Sequence[Given], ratees: Collection[int]) -> tuple[Refusal, ...]:
    """Every rule that a ballot violates; none: it is accepted.

    `scores` in the order of the input, `ratees` whom the rater must rate, `headcount` how many people the unit has: the
    share of high scores is counted on it, whatever the number of ratees (S1-23). Fields: `scores[i].score`,
    `scores[i].assessment_id`, `scores`. Refusals never quote a score: they may be logged, a ballot may not.
    """
    return (
        *_each_score(box, scores),
        *_ratees(scores, ratees),
        *_high_scores(box, headcount, scores),
    )


def most_high_scores(box: Box, headcount: int) -> int:
    """How many people may have a high score on one ballot of a unit with so many people (S1-23)."""
    share = Fraction(box.high_share) * headcount
    return {"down": floor(share), "up": ceil(share), "half_up": floor(share + _HALF)}[box.high_rounding]


def _each_score(box: Box, scores: Sequence[Given]) -> Iterator[Refusal]:
    for index, (_, score) in enumerate(scores):
        field = f"scores[{index}].score"
        if not box.lowest <= score <= box.highest:
            yield Refusal(Code.BALLOT_RANGE, field, {"lowest": box.lowest, "highest": box.highest})
        elif score % box.step:
            yield Refusal(Code.BALLOT_STEP, field, {"step": box.step})


def _ratees(scores: Sequence[Given], ratees: Collection[int]) -> Iterator[Refusal]:
    """Everybody whom the rater must rate stands on the ballot once, and nobody else."""
    seen: Counter[int] = Counter()
    for index, (ratee, _) in enumerate(scores):
        field = f"scores[{index}].assessment_id"
        seen[ratee] += 1
        if ratee not in ratees:
            yield Refusal(Code.BALLOT_STRANGER, field)
        elif seen[ratee] > 1:
            yield Refusal(Code.BALLOT_TWICE, field)
    left_out = sum(ratee not in seen for ratee in ratees)
    if left_out:
        yield Refusal(Code.BALLOT_INCOMPLETE, "scores", {"count": left_out})


def _high_scores(box: Box, headcount: int, scores: Sequence[Given]) -> Iterator[Refusal]:
    high = sum(score >= box.high_from for _, score in scores)
    most = most_high_scores(box, headcount)
    if high > most:
        found = {"high": high, "most": most, "high_from": box.high_from, "headcount": headcount, "over": high - most}
        yield Refusal(Code.BALLOT_TOO_MANY_HIGH, "scores", found)
