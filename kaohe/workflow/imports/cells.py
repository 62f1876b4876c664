"""What a cell says, read as people write it: full-width digits, Chinese dates, numbers that Excel made of texts.

Each function takes a cell that is not empty and returns its value, or raises BadCell.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import TypeVar

from kaohe.workflow.domain.addresses import LONGEST, is_address
from kaohe.workflow.domain.periods import Period, PeriodKind
from kaohe.workflow.imports.files import Cell, CellError
from kaohe.workflow.imports.problems import BadCell

Value = TypeVar("Value")

_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T]00:00(?::00)?)?")
_MONTH = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})月?")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,12})?")
_CHINESE_NAME = re.compile(r"[\u3400-\u9fff\s]+")
_EARLIEST, _LATEST = date(1950, 1, 1), date(2100, 12, 31)

_YES = frozenset({"是", "有", "√", "y", "yes", "true", "1"})
_NO = frozenset({"否", "无", "×", "n", "no", "false", "0"})


def is_empty(cell: Cell) -> bool:
    """Whether nothing is written there."""
    return isinstance(cell, str) and not cell.strip()


def plain_text(cell: Cell) -> str:
    """The cell as text, without blanks at its ends; a whole number without its `.0`."""
    if isinstance(cell, CellError):
        raise BadCell(f"公式出错 {cell.text}", f"the formula failed: {cell.text}")
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return format(_exact(cell), "f")
    return str(cell).strip()


def text(limit: int) -> Callable[[Cell], str]:
    """A text of at most `limit` characters."""

    def read(cell: Cell) -> str:
        value = plain_text(cell)
        if len(value) > limit:
            raise BadCell(f"最长{limit}字，现有{len(value)}字", f"at most {limit} characters, not {len(value)}")
        if any(unicodedata.category(letter) == "Cc" and letter not in "\t\r\n" for letter in value):
            raise BadCell("含有不可见的控制字符", "it contains control characters")
        return value

    return read


def key(limit: int) -> Callable[[Cell], str]:
    """A number or code: full-width letters and digits become ordinary ones, and no blank stands in it."""
    read_text = text(limit)

    def read(cell: Cell) -> str:
        value = unicodedata.normalize("NFKC", read_text(cell))
        if re.search(r"\s", value):
            raise BadCell(f"“{value}”中间不能有空格", f"no blank may stand in “{value}”")
        return value

    return read


def email(cell: Cell) -> str:
    """An e-mail address; full-width letters become ordinary ones."""
    value = key(LONGEST)(cell)
    if not is_address(value):
        raise BadCell(f"“{value}”不是邮箱地址", f"“{value}” is no e-mail address")
    return value


def person_name(limit: int) -> Callable[[Cell], str]:
    """A name; 张　三, spaced out to three characters' width, is 张三."""
    read_text = text(limit)

    def read(cell: Cell) -> str:
        value = read_text(cell)
        return re.sub(r"\s", "", value) if _CHINESE_NAME.fullmatch(value) else value

    return read


def day(cell: Cell) -> date:
    """A date: Excel's own, 2026-01-05, 2026/1/5 or 2026年1月5日."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if not isinstance(cell, date):
        value = unicodedata.normalize("NFKC", plain_text(cell))
        found = _DATE.fullmatch(value)
        if found is None:
            raise BadCell(f"“{value}”不是日期，应写作2026-01-05", f"“{value}” is no date; write 2026-01-05")
        cell = _date(value, found[1], found[2], found[3])
    if not _EARLIEST <= cell <= _LATEST:
        raise BadCell(f"日期{cell}超出范围", f"the date {cell} lies outside {_EARLIEST} to {_LATEST}")
    return cell


def month(cell: Cell) -> Period:
    """A month: 2026-01, 2026年1月, or the date that Excel made of it."""
    if isinstance(cell, date):
        first = cell.date() if isinstance(cell, datetime) else cell
        if first.day != 1:
            raise BadCell(f"应填月份而不是日期{first}", f"a month, not the date {first}")
    else:
        value = unicodedata.normalize("NFKC", plain_text(cell))
        found = _MONTH.fullmatch(value)
        if found is None:
            raise BadCell(f"“{value}”不是月份，应写作2026-01", f"“{value}” is no month; write 2026-01")
        first = _date(value, found[1], found[2], "1")
    if not _EARLIEST <= first <= _LATEST:
        raise BadCell(f"月份{first:%Y-%m}超出范围", f"the month {first:%Y-%m} lies outside {_EARLIEST} to {_LATEST}")
    return Period(first.year, PeriodKind.MONTH, first.month)


def period(cell: Cell) -> Period:
    """An assessed period: 2026Q1, 2026-01, 2026H1 or 2026, or a month as above."""
    value = unicodedata.normalize("NFKC", plain_text(cell)).upper()
    try:
        return Period.parse(value)
    except ValueError:
        pass
    try:
        return month(cell)
    except BadCell:
        raise BadCell(f"“{value}”不是考核期间，应写作2026Q1", f"“{value}” is no period; write 2026Q1") from None


def number(least: int, most: int, decimals: int) -> Callable[[Cell], Decimal]:
    """An exact number from `least` to `most` with so many decimals at most."""

    def read(cell: Cell) -> Decimal:
        value = _number(cell)
        if not least <= value <= most:
            raise BadCell(f"{value:f}超出范围{least}至{most}", f"{value:f} is not from {least} to {most}")
        if value != round(value, decimals):
            raise BadCell(*_decimals(value, decimals))
        return value

    return read


def count(most: int) -> Callable[[Cell], int]:
    """A whole number from 0 to `most`."""
    read_number = number(0, most, 0)

    def read(cell: Cell) -> int:
        return int(read_number(cell))

    return read


def flag(cell: Cell) -> bool:
    """是 or 否."""
    value = unicodedata.normalize("NFKC", plain_text(cell)).lower()
    if value in _YES | _NO:
        return value in _YES
    raise BadCell(f"“{value}”应为“是”或“否”", f"“{value}” is neither yes nor no")


def one_of(words: Mapping[str, Value]) -> Callable[[Cell], Value]:
    """One of the words, in any letter case."""

    def read(cell: Cell) -> Value:
        value = unicodedata.normalize("NFKC", plain_text(cell))
        found = {word.lower(): meant for word, meant in words.items()}
        if value.lower() not in found:
            listed = "、".join(words)
            raise BadCell(f"没有“{value}”，可填：{listed}", f"“{value}” is none of: {listed}")
        return found[value.lower()]

    return read


def _number(cell: Cell) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        value = unicodedata.normalize("NFKC", plain_text(cell)).replace(",", "")
        if not _NUMBER.fullmatch(value):
            raise BadCell(f"“{value}”不是数字", f"“{value}” is no number")
        return Decimal(value)
    return _exact(cell)


def _exact(value: float) -> Decimal:
    """A workbook's number with the 15 digits that Excel shows: 0.30000000000000004 is 0.3."""
    if not isfinite(value):
        raise BadCell("不是数字", "it is no number")
    return Decimal(format(value, ".15g"))


def _date(value: str, year: str, month_number: str, day_number: str) -> date:
    try:
        return date(int(year), int(month_number), int(day_number))
    except ValueError:
        raise BadCell(f"没有“{value}”这一天", f"there is no such day as “{value}”") from None


def _decimals(value: Decimal, decimals: int) -> tuple[str, str]:
    if decimals == 0:
        return f"{value:f}应为整数", f"{value:f} is not a whole number"
    return f"{value:f}最多{decimals}位小数", f"{value:f} has more than {decimals} decimals"
