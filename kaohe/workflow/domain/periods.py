"""Assessed periods (考核期间): the month, quarter, half-year or year that a cycle is about."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self


class PeriodKind(StrEnum):
    """How long a period is; S3-21 assesses by the quarter."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


_LABELS: dict[PeriodKind, tuple[str, ...]] = {
    PeriodKind.MONTH: tuple(f"{month}月" for month in range(1, 13)),
    PeriodKind.QUARTER: ("第一季度", "第二季度", "第三季度", "第四季度"),
    PeriodKind.HALF_YEAR: ("上半年", "下半年"),
    PeriodKind.YEAR: ("度",),
}
_KEY_ENDINGS: dict[PeriodKind, str] = {
    PeriodKind.MONTH: "-{:02}",
    PeriodKind.QUARTER: "Q{}",
    PeriodKind.HALF_YEAR: "H{}",
    PeriodKind.YEAR: "",
}
_KEY = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})|Q(?P<quarter>[0-9])|H(?P<half_year>[0-9]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """The `index`-th period (from 1) of its kind in a calendar year.

    ValueError where the year (1900 to 9999) has no such period.
    """

    year: int
    kind: PeriodKind
    index: int = 1

    def __post_init__(self) -> None:
        if not 1900 <= self.year <= 9999:
            raise ValueError(f"a year from 1900 to 9999, not {self.year}")
        if not 1 <= self.index <= self._in_a_year:
            raise ValueError(f"a {self.kind} is numbered 1 to {self._in_a_year}, not {self.index}")

    @classmethod
    def parse(cls, key: str) -> Self:
        """The period of a key; ValueError where it is none."""
        found = _KEY.fullmatch(key)
        if found is None:
            raise ValueError(f"not a period: {key!r} (write 2026Q1, 2026-04, 2026H1 or 2026)")
        kind = PeriodKind(found.lastgroup or PeriodKind.YEAR)
        return cls(int(found["year"]), kind, 1 if kind is PeriodKind.YEAR else int(found[kind]))

    @property
    def key(self) -> str:
        """`2026Q1`, `2026-04`, `2026H1` or `2026`."""
        return f"{self.year}{_KEY_ENDINGS[self.kind].format(self.index)}"

    @property
    def label(self) -> str:
        """The period in Chinese: 2026年第一季度, 2026年4月, 2026年上半年 or 2026年度."""
        return f"{self.year}年{_LABELS[self.kind][self.index - 1]}"

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, self._last_month - self._length + 1, 1)

    @property
    def end(self) -> date:
        """The last day, still part of the period."""
        return date(self.year, self._last_month, monthrange(self.year, self._last_month)[1])

    @property
    def months(self) -> tuple[str, ...]:
        """The keys of its months, in order: `2026-01` … (the monthly scores of S3-19 are named so)."""
        return tuple(f"{self.year}-{month:02}" for month in range(self.start.month, self._last_month + 1))

    def next(self) -> Self:
        """The period of the same kind that begins on the day after this one."""
        if self.index < self._in_a_year:
            return type(self)(self.year, self.kind, self.index + 1)
        return type(self)(self.year + 1, self.kind, 1)

    @property
    def _in_a_year(self) -> int:
        return len(_LABELS[self.kind])

    @property
    def _length(self) -> int:
        return 12 // self._in_a_year

    @property
    def _last_month(self) -> int:
        return self.index * self._length
