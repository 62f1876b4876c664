"""Which grades a score allows (分数段)."""

from decimal import Decimal

from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.scoring import Band, Scoring


def band_of(scoring: Scoring, score: Decimal) -> Band:
    """The band that a score lies in; one below 0, by deductions, lies in the lowest."""
    return next((band for band in scoring.bands if score >= band.at_least), scoring.bands[-1])


def allowed_grades(policy: Policy, score: Decimal) -> tuple[str, ...]:
    """The grades that a score allows, best first (S3-27, N-7).

    A binding band allows its own grade only ("must"). Any other opens its grade ("may") and leaves the lower ones open.
    """
    band = band_of(policy.scoring, score)
    if band.binding:
        return (band.grade,)
    return tuple(one.grade for one in policy.scoring.bands if one.at_least <= band.at_least)
