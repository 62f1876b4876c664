"""Writing workbooks whose bytes depend on their content alone."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook's properties have no zone


def workbook(sheets: dict[str, tuple[Sequence[str], Sequence[Sequence[Any]]]]) -> bytes:
    """An .xlsx with these sheets, each with its headings and rows; texts stay texts, numbers become numbers."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"title": "考核演示数据", "created": _MADE})
        bold = book.add_format({"bold": True, "bg_color": "#DDE7F0"})
        for name, (headings, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(headings) - 1, 16)
            sheet.write_row(0, 0, headings, bold)
            for place, row in enumerate(rows, start=1):
                sheet.write_row(place, 0, row)
    return target.getvalue()
