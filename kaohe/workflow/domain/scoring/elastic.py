"""Elastic indicators (弹性指标, S0-7): plus or minus points by what the unit set for this period."""

from collections.abc import Iterable
from fractions import Fraction

from kaohe.workflow.domain.policy.parts import ElasticIndicators
from kaohe.workflow.domain.scoring.breakdown import Entry, Inputs
from kaohe.workflow.domain.scoring.rule import Case


def missing_elastic(_part: ElasticIndicators, case: Case) -> list[str]:
    """The indicators without points for the person, as `elastic.<key>`."""
    return [f"elastic.{one.key}" for one in case.person.elastic if one.points is None]


def elastic_entries(part: ElasticIndicators, case: Case) -> Iterable[Entry]:
    """A line for every indicator, and one that cuts the sum to what they may bring or take off together."""
    total = Fraction()
    for one in case.person.elastic:
        points = Fraction(one.points or 0)
        total += points
        inputs: Inputs = {"indicator": one.key, "label": one.label}
        yield Entry(part.key, "S0-7", inputs, points)
    if total > part.most:
        yield Entry(part.key, "S0-7", {"most": part.most}, Fraction(part.most) - total)
    elif total < -part.least:
        yield Entry(part.key, "S0-7", {"least": part.least}, -Fraction(part.least) - total)
