"""Common indicators (共性指标, S3-18): 德能勤绩廉 as the unit entered them."""

from collections.abc import Mapping
from decimal import Decimal
from operator import mul

from kaohe.workflow.domain.policy.scoring import CommonIndicators
from kaohe.workflow.domain.scoring.breakdown import Entry, Inputs, exact


def missing_indicators(part: CommonIndicators, scores: Mapping[str, Decimal | None]) -> list[str]:
    """The inputs still to be entered, as `common.de`."""
    return [f"common.{key}" for key in part.weights if scores.get(key) is None]


def common_entry(part: CommonIndicators, scores: Mapping[str, Decimal | None]) -> Entry:
    """Σ(score·weight) / Σweight · part weight / 100. Every indicator must have a score."""
    given = {key: scores[key] or Decimal() for key in part.weights}
    weighted = sum(map(mul, given.values(), part.weights.values()), Decimal())
    inputs: Inputs = {"scores": given, "weights": part.weights, "weight": part.weight}
    return Entry(part.key, "S3-18", inputs, exact(weighted * part.weight, part.points_over))
