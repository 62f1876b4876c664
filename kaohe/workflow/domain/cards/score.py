"""What cards are worth: exact, whatever the weights."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from kaohe.workflow.domain.facts.model import CardTally
from kaohe.workflow.domain.policy.cards import Cards


def card_score(rules: Cards, levels: Mapping[str, str]) -> Fraction:
    """The score of one card, 0 to 100: the mean of its levels' points by the items' weights. KeyError where it is not
    whole."""
    points = {level.key: Fraction(level.points) for level in rules.levels}
    total = sum((points[levels[item.key]] * Fraction(item.weight) for item in rules.items), Fraction(0))
    return total / Fraction(sum(item.weight for item in rules.items))


def tally(rules: Cards, used: Iterable[tuple[Mapping[str, str], int]]) -> CardTally:
    """The tally of used cards, given as levels and how many cards have just these."""
    counted = [(card_score(rules, levels), cards) for levels, cards in used]
    total = sum((score * cards for score, cards in counted), Fraction(0))
    return CardTally(sum(cards for _, cards in counted), total)
