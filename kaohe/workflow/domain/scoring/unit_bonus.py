"""Bonuses by the unit's dedicated items (专项指标加分): public satisfaction, departmental service level (S0-8, S0-19)."""

from collections.abc import Iterable
from decimal import Decimal

from kaohe.workflow.domain.policy.parts import UnitBonus
from kaohe.workflow.domain.policy.scoring import HUNDRED
from kaohe.workflow.domain.scoring.breakdown import Entry, Inputs, exact
from kaohe.workflow.domain.scoring.rule import Case


def unit_bonus_entries(part: UnitBonus, case: Case) -> Iterable[Entry]:
    """A line for every item: the unit's score / 100 · the item's points. An item without a score brings nothing."""
    scores = case.person.unit_items
    for item in part.items:
        score = scores.get(item.key, Decimal())
        inputs: Inputs = {"item": item.key, "score": score, "given": item.key in scores, "most": item.points}
        yield Entry(part.key, "S0-8", inputs, exact(score * item.points, HUNDRED))
