"""Individual indicators (个性指标, S3-19): the mean of the cycle's monthly performance scores (S3-53)."""

from collections.abc import Iterable
from decimal import Decimal

from kaohe.workflow.domain.policy.scoring import HUNDRED, MonthlyMean
from kaohe.workflow.domain.scoring.breakdown import Entry, exact
from kaohe.workflow.domain.scoring.rule import Case


def missing_months(part: MonthlyMean, case: Case) -> list[str]:
    """The inputs still to be supplied, as `monthly.2026-01`. One month at least is needed under either rule."""
    months, scores = case.frame.months, case.person.monthly
    absent = [month for month in months if scores.get(month) is None]
    enough = part.missing_months == "mean_of_present" and len(absent) < len(months)
    return [] if enough else [f"monthly.{month}" for month in absent]


def monthly_entry(part: MonthlyMean, case: Case) -> Iterable[Entry]:
    """Mean of the months that have a score · factor / 100."""
    scores = case.person.monthly
    given = {month: score for month in case.frame.months if (score := scores.get(month)) is not None}
    points = exact(sum(given.values(), Decimal()) * part.factor, len(given) * HUNDRED)
    return (Entry(part.key, "S3-19", {"months": given, "factor": part.factor}, points),)
