"""Which sheet of a file holds which table."""

from collections.abc import Sequence

from kaohe.workflow.imports.columns import Table, normal
from kaohe.workflow.imports.files import Sheet
from kaohe.workflow.imports.files.unreadable import unreadable


def tables_of(sheets: Sequence[Sheet], tables: Sequence[Table]) -> dict[str, Sheet]:
    """The sheet of each table, by the table's name.

    A sheet is known by its name; one that stands alone, by its headings, else it is taken for the first table. Refused
    where a file of several sheets has none of them.
    """
    if len(sheets) == 1 and _by_name(sheets[0], tables) is None:
        return {_by_headings(sheets[0], tables).name: sheets[0]}
    found: dict[str, Sheet] = {}
    for sheet in sheets:
        table = _by_name(sheet, tables)
        if table is not None:
            found.setdefault(table.name, sheet)
    if not found:
        wanted, there = ("、".join(names) for names in ((table.name for table in tables), (one.name for one in sheets)))
        raise unreadable(
            f"没有名为“{wanted}”的工作表，现有：{there}", f"no sheet is named {wanted}; there are: {there}"
        )
    return found


def _by_name(sheet: Sheet, tables: Sequence[Table]) -> Table | None:
    return next((table for table in tables if normal(sheet.name) in table.names), None)


def _by_headings(sheet: Sheet, tables: Sequence[Table]) -> Table:
    def known(table: Table) -> int:
        required = {column.key for column in table.columns if column.required}
        there = {table.column_of(cell) for row in sheet.rows[:10] for cell in row if isinstance(cell, str)}
        return sum(column.key in required for column in there if column is not None)

    return max(tables, key=known)
