"""Individual indicators of the person's post category (个性指标, S0-6)."""

from collections.abc import Iterable
from decimal import Decimal

from kaohe.workflow.domain.policy.parts import IndividualIndicators
from kaohe.workflow.domain.policy.scoring import HUNDRED
from kaohe.workflow.domain.scoring.breakdown import Entry, Inputs, exact
from kaohe.workflow.domain.scoring.rule import Case


def missing_individual(_part: IndividualIndicators, case: Case) -> list[str]:
    """The indicators without a score, as `individual.<key>`; `individual` where the unit has set none for the post."""
    if not case.person.individual:
        return ["individual"]
    return [f"individual.{one.key}" for one in case.person.individual if one.score is None]


def individual_entry(part: IndividualIndicators, case: Case) -> Iterable[Entry]:
    """Σ(score·weight) / Σweight · part weight / 100. Every indicator must have a score."""
    own = case.person.individual
    scores = {one.key: one.score or Decimal() for one in own}
    weights = {one.key: one.weight for one in own}
    weighted = sum((score * weights[key] for key, score in scores.items()), Decimal())
    labels = {one.key: one.label for one in own if one.label}
    inputs: Inputs = {"scores": scores, "weights": weights, "labels": labels, "weight": part.weight}
    yield Entry(part.key, "S0-6", inputs, exact(weighted * part.weight, sum(weights.values()) * HUNDRED))
