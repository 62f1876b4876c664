"""About how long a text is to be (字数, S1-5..8): told, never refused."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor

from kaohe.workflow.domain.guards.inputs import is_blank
from kaohe.workflow.domain.policy.records import Length


class LengthNoteKind(StrEnum):
    """Shorter or longer than about so many characters."""

    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class LengthNote:
    """A text of `characters` characters lies outside the range from `at_least` to `at_most`, both included."""

    note: LengthNoteKind
    characters: int
    at_least: int
    at_most: int


def characters_of(text: str) -> int:
    """How many characters a text has; white space and what can't be seen do not count."""
    return sum(not is_blank(one) for one in text)


def length_note(length: Length | None, text: str) -> LengthNote | None:
    """What is to be said of a text's length; None where it is within the range, or any length will do."""
    if length is None:
        return None
    at_least, at_most = ceil(length.about * (1 - length.tolerance)), floor(length.about * (1 + length.tolerance))
    characters = characters_of(text)
    if at_least <= characters <= at_most:
        return None
    note = LengthNoteKind.SHORT if characters < at_least else LengthNoteKind.LONG
    return LengthNote(note, characters, at_least, at_most)
