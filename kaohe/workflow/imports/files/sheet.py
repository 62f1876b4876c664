"""A table as it stands in a file: rows of cells, nothing interpreted yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class CellError:
    """A formula that failed: `#N/A`, `#DIV/0!` …"""

    text: str


Cell = str | int | float | bool | datetime | date | time | timedelta | CellError
"""A cell's value; an empty one is the empty text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file. `rows[0]` is what its user sees as row 1; rows may differ in length."""

    name: str
    rows: Sequence[Sequence[Cell]]
