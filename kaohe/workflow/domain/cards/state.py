"""What has become of a card."""

from datetime import datetime
from enum import StrEnum


class CardState(StrEnum):
    """Whether a card can still be used, and why not."""

    OPEN = "open"
    USED = "used"
    VOID = "void"
    EXPIRED = "expired"


def state_of(*, used: bool, cancelled: bool, valid_until: datetime, counting: bool, now: datetime) -> CardState:
    """The card's state at `now`. `counting`: the case, or the unit, still takes cards (see `domain.inputs_open`)."""
    if used:
        return CardState.USED
    if cancelled:
        return CardState.VOID
    return CardState.OPEN if counting and now < valid_until else CardState.EXPIRED
