"""How large the province is, and how its ids follow from one another: bulk statements need no look-ups for them."""

from dataclasses import dataclass
from datetime import UTC, datetime

#: The last quarter of every province, open today; the case's clock starts when its quarter is over.
TODAY = datetime(2026, 4, 9, 2, 0, tzinfo=UTC)
OPENED = datetime(2026, 4, 1, 1, 1, tzinfo=UTC)
YEAR, QUARTER = 2026, 1

#: Units below one unit: 2,200 units are four levels.
SPREAD = 12


@dataclass(frozen=True)
class Size:
    """People of all bodies together; `quarters` counts today's."""

    people: int
    quarters: int
    bodies: int = 3
    unit_size: int = 15

    @property
    def people_each(self) -> int:
        """People of one body."""
        return self.people // self.bodies

    @property
    def units_each(self) -> int:
        return max(SPREAD, self.people_each // self.unit_size)

    def quarter(self, number: int) -> tuple[int, int]:
        """Year and quarter of the `number`-th, 1 the oldest."""
        since = YEAR * 4 + QUARTER - 1 - (self.quarters - number)
        return since // 4, since % 4 + 1

    def months(self, number: int) -> list[str]:
        """The three months of a quarter, `2026-01` …"""
        year, quarter = self.quarter(number)
        return [f"{year}-{month:02}" for month in range(quarter * 3 - 2, quarter * 3 + 1)]
