"""Kinds of inspection and of what is found (抽查、走访; S0-26, S0-27)."""

from enum import StrEnum


class InspectionKind(StrEnum):
    """How the level above looked at a unit."""

    SPOT_CHECK = "spot_check"
    SITE_VISIT = "site_visit"


class FindingKind(StrEnum):
    """What was found."""

    GOOD_PRACTICE = "good_practice"
    DIFFICULTY = "difficulty"
    GAP = "gap"

    @property
    def wants_answer(self) -> bool:
        """Good practice is promoted; a difficulty is to be solved, a gap to be closed."""
        return self is not FindingKind.GOOD_PRACTICE
