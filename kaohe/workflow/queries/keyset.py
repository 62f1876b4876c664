"""Keyset paging: a cursor holds the order's own values of the last row seen."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson

from kaohe.workflow.domain.refusals import Code, Refusal, Refused

LARGEST_PAGE = 100

#: Rows of a page where nobody says how many.
DEFAULT_PAGE = 20

_ROOMS = (2, 11, DEFAULT_PAGE + 1, 51, LARGEST_PAGE + 1)

_LAST = 2**63 - 1


@dataclass(frozen=True)
class Key:
    """One column of an order, and the type of its values: int, str, date, or datetime (aware)."""

    column: str
    type: type

    @property
    def name(self) -> str:
        """The column's name without that of its table."""
        return self.column.rpartition(".")[2]

    def parse(self, value: object) -> Any:
        """The value from a cursor; ValueError or TypeError where it is none."""
        if self.type is datetime:
            moment = datetime.fromisoformat(str(value))
            if moment.tzinfo is None or not 1900 < moment.year < 9000:
                raise ValueError(value)
            return moment
        if self.type is date:
            return date.fromisoformat(str(value))
        if type(value) is not self.type or (isinstance(value, int) and abs(value) > _LAST):
            raise ValueError(value)
        return value


@dataclass(frozen=True)
class Window:
    """Which stretch is asked for: the `first` rows (1 to 100) `after` a cursor."""

    first: int
    after: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.first <= LARGEST_PAGE:
            raise Refused([_bad("first", f"每页1至{LARGEST_PAGE}条", f"a page has 1 to {LARGEST_PAGE} rows")])

    @classmethod
    def of(cls, first: int | None, after: str | None) -> "Window":
        """The window asked for, with the page's usual size where none is."""
        return cls(DEFAULT_PAGE if first is None else first, after)

    @property
    def room(self) -> int:
        """How many rows to look for: one more than asked for at least, so that it shows whether more follow. Of few sizes,
        so that statements are few."""
        return next(size for size in _ROOMS if size > self.first)

    def values(self, order: Sequence[Key]) -> list[Any] | None:
        """The order's values at the cursor; None without one. Refused where it is none of ours."""
        if self.after is None:
            return None
        try:
            found = orjson.loads(base64.urlsafe_b64decode(self.after.encode()))
            return [key.parse(value) for key, value in zip(order, found, strict=True)]
        except (ValueError, TypeError, binascii.Error):
            raise Refused([_bad("after", "不是有效的游标", "this is no cursor of this list")]) from None

    def after_predicate(self, order: Sequence[Key], descending: bool) -> list[tuple[str, dict[str, Any]]]:
        """The condition that a row comes after the cursor."""
        values = self.values(order)
        if values is None:
            return []
        columns = ", ".join(key.column for key in order)
        places = ", ".join(f":_after{index}" for index in range(len(order)))
        sign = "<" if descending else ">"
        return [(f"({columns}) {sign} ({places})", {f"_after{index}": value for index, value in enumerate(values)})]


def cursor(values: Sequence[Any]) -> str:
    """An opaque text for the order's values at a row."""
    return base64.urlsafe_b64encode(orjson.dumps([_plain(value) for value in values])).decode()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _bad(field: str, problem: str, problem_en: str) -> Refusal:
    return Refusal(Code.BAD_INPUT, field, {"problem": problem, "problem_en": problem_en})
