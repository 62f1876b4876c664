"""Questions to `kaohe simulate` about scores and ballots, answered by the functions that the service counts with."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from kaohe.workflow.domain.ballots.check import check_ballot
from kaohe.workflow.domain.ballots.tally import empty_categories, tally
from kaohe.workflow.domain.facts.asked_box import asked_box
from kaohe.workflow.domain.facts.model import BallotQuestion, ThreeSixtyQuestion
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.ballots import Box
from kaohe.workflow.domain.policy.scoring import HUNDRED
from kaohe.workflow.domain.refusals import Refusal
from kaohe.workflow.domain.results import BallotAnswer, BallotReason, ThreeSixtyAnswer
from kaohe.workflow.domain.scoring.ballots import ballot_entry
from kaohe.workflow.domain.scoring.breakdown import Entry, total


def answer_three_sixty(policy: Policy, question: ThreeSixtyQuestion) -> ThreeSixtyAnswer:
    """The value of the scores by their categories' weights, less the deduction, rounded as the policy rounds scores."""
    box = _box(policy, question.box, question.weights)
    tallies = tally(box, question.scores)
    empty = empty_categories(box, tallies)
    if not tallies or (empty and box.empty_category == "require"):
        return ThreeSixtyAnswer(None, tuple(empty), agrees=None if question.score is None else False)
    entries = [ballot_entry(box.key, tallies, Fraction(1), {"weight": HUNDRED})]
    if question.deduction:
        entries.append(Entry("deduction", "S1-13", {"points": question.deduction}, -Fraction(question.deduction)))
    score, breakdown = total(entries, policy.scoring.places)
    agrees = None if question.score is None else score == question.score
    return ThreeSixtyAnswer(score, (), breakdown, agrees)


def answer_ballot(policy: Policy, question: BallotQuestion) -> BallotAnswer:
    """Whether a ballot on just these people is accepted, and why not."""
    box = _box(policy, question.box)
    scores = list(enumerate(question.scores))
    refusals = check_ballot(box, question.headcount, scores, range(len(scores)))
    accepted = not refusals
    agrees = None if question.accepted is None else accepted == question.accepted
    return BallotAnswer(accepted, tuple(map(_reason, refusals)), agrees)


def _box(policy: Policy, key: str | None, weights: Mapping[str, Decimal] | None = None) -> Box:
    box = asked_box(policy.ballots, key, weights)
    if box is None:
        raise KeyError(key)  # facts that passed `load_facts` name one
    return box


def _reason(refusal: Refusal) -> BallotReason:
    field = (refusal.field or "").removesuffix(".score")
    return BallotReason(str(refusal.code), field, refusal.message, refusal.message_en)
