"""Positive incentives (正向激励加分, S3-15, S3-20): bonuses on top of the total, capped; commendations too (S0-10)."""

from collections.abc import Iterable
from fractions import Fraction

from kaohe.workflow.domain.facts.model import ScoredMatter
from kaohe.workflow.domain.policy.scoring import Incentive
from kaohe.workflow.domain.scoring.breakdown import Entry, Inputs
from kaohe.workflow.domain.scoring.matters import counted_once
from kaohe.workflow.domain.scoring.rule import Case


def incentive_entries(part: Incentive, case: Case) -> Iterable[Entry]:
    """A line for every claim, the ones that do not count with 0 points, and one that cuts the sum to the cap."""
    earned = Fraction()
    for claim, counted in counted_once(case.person.claims):
        points = Fraction(claim.points) if counted else Fraction()
        earned += points
        yield Entry(part.key, "S3-20" if counted else "S3-16", matter_inputs(claim, counted), points)
    cap = Fraction(part.cap)
    if earned > cap:
        yield Entry(part.key, "S3-15", {"cap": part.cap}, cap - earned)


def matter_inputs(matter: ScoredMatter, counted: bool) -> Inputs:
    """What a line says of a bonus or a deduction."""
    return {"standard": matter.standard, "matter": matter.matter, "points": matter.points, "counted": counted}
