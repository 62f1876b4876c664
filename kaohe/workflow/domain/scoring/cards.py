"""Evaluation cards (评议卡片, S0-9, S0-20): the mean of what service users ticked."""

from collections.abc import Iterable
from fractions import Fraction

from kaohe.workflow.domain.facts.model import CardTally
from kaohe.workflow.domain.policy.parts import CardPart
from kaohe.workflow.domain.policy.scoring import HUNDRED
from kaohe.workflow.domain.scoring.breakdown import Entry, Inputs, shown
from kaohe.workflow.domain.scoring.rule import Case

_NONE = CardTally(0, Fraction())


def missing_cards(part: CardPart, case: Case) -> list[str]:
    """`cards` where there are too few and nothing stands in for them."""
    return ["cards"] if part.stand_in is None and not _enough(part, case) else []


def cards_entry(part: CardPart, case: Case) -> Iterable[Entry]:
    """Mean of the cards · weight / 100; the stand-in's score where they are too few."""
    cards = case.person.cards or _NONE
    enough = _enough(part, case)
    mean = cards.total / cards.cards if enough else Fraction(part.stand_in or 0)
    inputs: Inputs = {
        "cards": shown(Fraction(cards.cards)),
        "score": shown(mean),
        "stand_in": not enough,
        "weight": part.weight,
    }
    yield Entry(part.key, "S0-20", inputs, mean * Fraction(part.weight) / Fraction(HUNDRED))


def _enough(part: CardPart, case: Case) -> bool:
    return (case.person.cards or _NONE).cards >= part.fewest
