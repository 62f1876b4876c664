"""What a rehearsal is asked to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """`policy` is the key of a shipped scheme, `roster` an .xlsx or .csv file, or None for the scheme's own. `database` is a
    PostgreSQL URL; without one the rehearsal has an embedded server in its `folder`. The same `seed` makes the same choices.

    Of a scheme's own roster only every `scale`-th unit plays. `weeks`: how many weeks of a quarter have records; None: all.
    """

    policy: str
    roster: Path | None
    folder: Path
    quarters: int = 4
    seed: int = 1
    year: int = 2026
    database: str | None = None
    scale: int = 1
    weeks: int | None = None

    @property
    def at_size(self) -> bool:
        """Whether the scheme's own roster plays as large as its source reports."""
        return self.roster is None and self.scale == 1

    def periods(self) -> Iterator["Quarter"]:
        """The quarters to play, in order; a fifth one is the first of the next year."""
        for index in range(self.quarters):
            yield Quarter(self.year + index // 4, index % 4 + 1)


@dataclass(frozen=True)
class Quarter:
    """One quarter of a year, 1 to 4."""

    year: int
    number: int

    @property
    def key(self) -> str:
        """As the API spells it: 2026Q1."""
        return f"{self.year}Q{self.number}"

    @property
    def months(self) -> tuple[str, ...]:
        """Its months: 2026-01, 2026-02, 2026-03."""
        return tuple(f"{self.year}-{month:02}" for month in range(self.number * 3 - 2, self.number * 3 + 1))

    @property
    def days(self) -> tuple[date, date]:
        """Its first and its last day."""
        return date(self.year, self.number * 3 - 2, 1), date(*self.next_month, 1) - timedelta(days=1)

    @property
    def next_month(self) -> tuple[int, int]:
        """Year and month that follow it."""
        return (self.year + 1, 1) if self.number == 4 else (self.year, self.number * 3 + 1)
