"""Rows of a table, read by its columns; what is wrong goes to `Problems` and reading goes on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kaohe.workflow.imports.cells import is_empty
from kaohe.workflow.imports.columns import Column, Table
from kaohe.workflow.imports.files import Cell, Sheet
from kaohe.workflow.imports.problems import BadCell, Problems

#: A form's title may stand above its headings.
_HEADINGS_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the user sees it, and by column key what is filled and can be read."""

    number: int
    values: Mapping[str, Any]

    def get(self, key: str) -> Any:
        """The value; None where nothing, or nothing that can be read, is written."""
        return self.values.get(key)


@dataclass(frozen=True, slots=True)
class Rows:
    """What was read of one table. `columns` are the headings found, by key; `ignored` are headings of no column."""

    table: Table
    sheet: str
    rows: Sequence[Row] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def complain(self, problems: Problems, row: Row, key: str, zh: str, en: str) -> None:
        """A problem with one row's cell in the column `key`."""
        problems.add(self.sheet, row.number, self.columns.get(key, self.table.column(key).heading), key, zh, en)


def read_rows(sheet: Sheet, table: Table, problems: Problems) -> Rows:
    """The rows of a sheet; blank ones are left out."""
    start = _find_headings(sheet, table)
    problems.expect(sheet.name, [str(cell).strip() for cell in sheet.rows[start]] if sheet.rows else [])
    found, ignored = _headings(sheet, start, table, problems)
    columns = {column.key: heading for column, heading in found.values()}
    result = Rows(table, sheet.name, [], columns, ignored)
    rows = [
        _read_row(result, number, cells, found, problems)
        for number, cells in enumerate(sheet.rows[start + 1 :], start=start + 2)
        if any(not is_empty(cells[place]) for place in found if place < len(cells))
    ]
    return Rows(table, sheet.name, rows, columns, ignored)


def _find_headings(sheet: Sheet, table: Table) -> int:
    """The index of the row with the most known headings, among the first ones."""
    known = [
        sum(isinstance(cell, str) and table.column_of(cell) is not None for cell in row)
        for row in sheet.rows[:_HEADINGS_WITHIN]
    ]
    return known.index(max(known)) if known else 0


def _headings(
    sheet: Sheet, start: int, table: Table, problems: Problems
) -> tuple[dict[int, tuple[Column, str]], tuple[str, ...]]:
    """By place, the column and its heading as written; and the headings that no column has."""
    found: dict[int, tuple[Column, str]] = {}
    ignored = []
    for place, cell in enumerate(sheet.rows[start] if sheet.rows else ()):
        heading = cell.strip() if isinstance(cell, str) else ""
        column = table.column_of(heading) if heading else None
        if column is None:
            ignored.extend([heading] if heading else [])
        elif any(column is other for other, _ in found.values()):
            problems.add(sheet.name, start + 1, heading, column.key, "列重复", "the column stands there twice")
        else:
            found[place] = (column, heading)
    there = {column.key for column, _ in found.values()}
    for column in table.columns:
        if column.required and column.key not in there:
            problems.add(
                sheet.name, start + 1, column.heading, column.key, "缺少此列", f"the column ({column.key}) is missing"
            )
    return found, tuple(ignored)


def _read_row(
    rows: Rows, number: int, cells: Sequence[Cell], found: Mapping[int, tuple[Column, str]], problems: Problems
) -> Row:
    values: dict[str, Any] = {}
    row = Row(number, values)
    for place, (column, _) in found.items():
        cell = cells[place] if place < len(cells) else ""
        if is_empty(cell):
            if column.required:
                rows.complain(problems, row, column.key, "不能为空", "it is required")
            continue
        try:
            values[column.key] = column.read(cell)
        except BadCell as bad:
            rows.complain(problems, row, column.key, bad.zh, bad.en)
            values[column.key] = None
    return row
