"""Democratic evaluation by ballots (民主测评、360 评分; S0-14, S1-15, S1-18): a box's categories by their weights."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from kaohe.workflow.domain.ballots.tally import empty_categories, tally, value_of
from kaohe.workflow.domain.facts.model import BallotTally
from kaohe.workflow.domain.policy.parts import BallotPart
from kaohe.workflow.domain.policy.scoring import HUNDRED
from kaohe.workflow.domain.scoring.breakdown import Entry, Inputs, exact, shown
from kaohe.workflow.domain.scoring.rule import Case


def missing_ballots(part: BallotPart, case: Case) -> list[str]:
    """`ballots.<box>` until the box is counted; `ballots.<box>.<category>` for an empty category that the policy
    requires."""
    tallies = _tallies(part, case)
    if not tallies:
        return [f"ballots.{part.box}"]
    box = case.policy.ballots.box(part.box)
    if box.empty_category == "renormalise":
        return []
    return [f"ballots.{part.box}.{category}" for category in empty_categories(box, tallies)]


def ballots_entry(part: BallotPart, case: Case) -> Iterable[Entry]:
    """Σ(weight·value) / Σweight · part weight / 100."""
    share = exact(part.weight, HUNDRED)
    yield ballot_entry(part.key, _tallies(part, case), share, {"box": part.box, "weight": part.weight})


def ballot_entry(key: str, tallies: Sequence[BallotTally], share: Fraction, beside: Inputs) -> Entry:
    """The line for tallies, of whose value `share` counts. It shows them as they were merged, never a category's own mean
    beside them (S1-20)."""
    groups: list[Mapping[str, Decimal | str]] = [
        {"categories": "+".join(one.categories), "ballots": Decimal(one.ballots), "value": shown(one.value)}
        for one in tallies
    ]
    return Entry(key, "S1-18", {**beside, "tallies": groups}, value_of(tallies) * share)


def _tallies(part: BallotPart, case: Case) -> Sequence[BallotTally]:
    """What was counted; for scores given one by one in `kaohe simulate`, counted here by the same function."""
    scores = case.person.ballot_scores.get(part.box)
    if scores is None:
        return case.person.ballots.get(part.box, ())
    return tally(case.policy.ballots.box(part.box), scores)
