"""Individual indicators (个性指标, S3-19): the mean of the cycle's monthly performance scores (S3-53)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kaohe.workflow.domain.policy.scoring import HUNDRED, MonthlyMean
from kaohe.workflow.domain.scoring.breakdown import Entry, exact


def missing_months(part: MonthlyMean, scores: Mapping[str, Decimal | None], months: Sequence[str]) -> list[str]:
    """The inputs still to be supplied, as `monthly.2026-01`. One month at least is needed under either rule."""
    absent = [month for month in months if scores.get(month) is None]
    enough = part.missing_months == "mean_of_present" and len(absent) < len(months)
    return [] if enough else [f"monthly.{month}" for month in absent]


def monthly_entry(part: MonthlyMean, scores: Mapping[str, Decimal | None], months: Sequence[str]) -> Entry:
    """Mean of the months that have a score · factor / 100."""
    given = {month: score for month in months if (score := scores.get(month)) is not None}
    points = exact(sum(given.values(), Decimal()) * part.factor, len(given) * HUNDRED)
    return Entry(part.key, "S3-19", {"months": given, "factor": part.factor}, points)
