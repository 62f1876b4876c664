"""Workbooks for printing (表格): A4 sheets written from the top, row by row, the same bytes for the same content."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

#: A cell's text, or the text with the number of columns it spans.
Cell = str | tuple[str, int]

# Excel's own limits on the names of sheets.
_NAME_LENGTH = 31
_NAME_WITHOUT = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))

_A4 = 9
_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook's date has no zone; this one only must never change
_ROW_HEIGHT = 24
_LINE = 16
_HIGHEST = 409  # Excel's limit
_FONT = {"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "vcenter"}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 18, "align": "center", "valign": "vcenter"},
    "line": _FONT,
    "right": {**_FONT, "align": "right"},
    "head": {**_FONT, "bold": True, "align": "center", "border": 1},
    "cell": {**_FONT, "align": "center", "border": 1},
    "text": {**_FONT, "align": "left", "border": 1},
}


class Book:
    """A workbook. Only text is written, so nothing that a person typed is ever taken for a formula.

    `large` keeps no more than a row in memory.
    """

    def __init__(self, *, large: bool = False) -> None:
        import xlsxwriter  # few processes ever write a workbook

        self._to = BytesIO()
        self._book = xlsxwriter.Workbook(self._to, {"constant_memory": large, "strings_to_formulas": False})
        self._book.set_properties({"created": _CREATED})
        self._styles = {name: self._book.add_format(style) for name, style in _STYLES.items()}
        self._names: set[str] = set()

    def sheet(self, name: str, widths: Sequence[float], *, landscape: bool = False) -> "Sheet":
        """A new sheet with columns of these widths, in characters."""
        sheet = self._book.add_worksheet(self._free_name(name))
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        if landscape:
            sheet.set_landscape()
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return Sheet(sheet, self._styles, widths)

    def content(self) -> bytes:
        """Close the book; its bytes."""
        self._book.close()
        return self._to.getvalue()

    def _free_name(self, wanted: str) -> str:
        """A name that Excel takes, and that no other sheet has."""
        base = wanted.translate(_NAME_WITHOUT).strip() or "表"
        name, number = base[:_NAME_LENGTH], 1
        while name.casefold() in self._names:
            number += 1
            ending = f" {number}"
            name = base[: _NAME_LENGTH - len(ending)] + ending
        self._names.add(name.casefold())
        return name


class Sheet:
    """A sheet that is written downwards."""

    def __init__(self, sheet: Any, styles: dict[str, Any], widths: Sequence[float]) -> None:
        self._sheet = sheet
        self._styles = styles
        self._widths = widths
        self._row = 0

    def title(self, text: str) -> None:
        """The form's name over the whole width."""
        self.row([(text, len(self._widths))], style="title", height=40)

    def line(self, text: str, *, right: bool = False, height: float = _ROW_HEIGHT) -> None:
        """Text without a frame over the whole width."""
        self.row([(text, len(self._widths))], style="right" if right else "line", height=height)

    def head(self, cells: Iterable[Cell]) -> None:
        """A row of column names, repeated on every printed page."""
        self._sheet.repeat_rows(self._row)
        self.row(cells, style="head", height=32)

    def row(self, cells: Iterable[Cell], *, style: str = "cell", height: float = _ROW_HEIGHT) -> None:
        """A framed row, at least so high (in points), higher where its text needs it."""
        self._write([(cell, 1, style) if isinstance(cell, str) else (*cell, style) for cell in cells], height)

    def pairs(self, cells: Iterable[tuple[str, str, int]], *, height: float = _ROW_HEIGHT, style: str = "cell") -> None:
        """A framed row of names and their values: name, value, and how many columns the value spans."""
        self._write(
            [one for name, content, span in cells for one in ((name, 1, "head"), (content, span, style))], height
        )

    def _write(self, cells: Sequence[tuple[str, int, str]], height: float) -> None:
        column = 0
        for content, span, style in cells:
            look = self._styles[style]
            if span > 1:
                self._sheet.merge_range(self._row, column, self._row, column + span - 1, "", look)
            self._sheet.write_string(self._row, column, content, look)
            height = max(height, _height(content, sum(self._widths[column : column + span])))
            column += span
        self._sheet.set_row(self._row, height)
        self._row += 1


def _height(content: str, width: float) -> float:
    """The points that a text needs in so many characters' width: a Chinese character takes two of them."""
    lines = sum(max(1, -(-sum(1 + (char > "\u2e80") for char in line) // int(width))) for line in content.split("\n"))
    return min(_HIGHEST, lines * _LINE)
