"""Common indicators (共性指标, S0-5, S3-18): 德能勤绩廉, or a scheme's other ones, as the unit entered them."""

from collections.abc import Iterable
from decimal import Decimal
from operator import mul

from kaohe.workflow.domain.policy.scoring import CommonIndicators
from kaohe.workflow.domain.scoring.breakdown import Entry, Inputs, exact
from kaohe.workflow.domain.scoring.rule import Case


def missing_indicators(part: CommonIndicators, case: Case) -> list[str]:
    """The inputs still to be entered, as `common.de`."""
    scores = case.person.common or {}
    return [f"common.{key}" for key in part.weights if scores.get(key) is None]


def common_entry(part: CommonIndicators, case: Case) -> Iterable[Entry]:
    """Σ(score·weight) / Σweight · part weight / 100. Every indicator must have a score."""
    scores = case.person.common or {}
    given = {key: scores[key] or Decimal() for key in part.weights}
    weighted = sum(map(mul, given.values(), part.weights.values()), Decimal())
    inputs: Inputs = {"scores": given, "weights": part.weights, "weight": part.weight}
    return (Entry(part.key, "S3-18", inputs, exact(weighted * part.weight, part.points_over)),)
