"""The part of a kind that people of one unit have: a scheme may give each class of units one of its own (S0-9)."""

from typing import TypeVar

from kaohe.workflow.domain.policy.parts import Part
from kaohe.workflow.domain.snapshots import Situation

_P = TypeVar("_P", bound=Part)


def part_of_class(situation: Situation, unit_id: int, kind: type[_P]) -> _P | None:
    """The part of that kind in the score of people whom `unit_id` assesses; None where they have none."""
    place = situation.units.get(unit_id)
    unit_class = situation.policy.class_of(place.unit_class if place else "")
    found = (part for part in situation.policy.scoring.parts_for(unit_class) if isinstance(part, kind))
    return next(found, None)
