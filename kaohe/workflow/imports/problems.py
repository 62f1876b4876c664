"""What is wrong with a file, cell by cell: all of it is told at once."""

from collections.abc import Sequence

from kaohe.workflow.domain.refusals import Code, Refusal, Refused


class BadCell(Exception):
    """A cell that cannot be what its column holds, in words for a clerk."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


class Problems:
    """The refusals of one file, told in the order of its sheets, rows and columns."""

    def __init__(self) -> None:
        self._found: list[tuple[tuple[int, int, int], Refusal]] = []
        self._sheets: list[str] = []
        self._columns: dict[str, list[str]] = {}

    def expect(self, sheet: str, columns: Sequence[str]) -> None:
        """Name a sheet with its columns, in the order in which their problems will be told."""
        self._sheets.append(sheet)
        self._columns[sheet] = list(columns)

    def add(self, sheet: str, row: int, column: str, field: str, zh: str, en: str) -> None:
        """A problem of one cell: `row` as its user counts, from 1; `column` by its heading."""
        params: dict[str, object] = {"sheet": sheet, "row": row, "column": column, "problem": zh, "problem_en": en}
        place = (_place(self._sheets, sheet), row, _place(self._columns.get(sheet, []), column))
        self._found.append((place, Refusal(Code.IMPORT_INVALID, field, params)))

    def check(self) -> None:
        """Raise Refused with everything that was found, if anything was."""
        if self._found:
            raise Refused(refusal for _, refusal in sorted(self._found, key=lambda one: one[0]))


def _place(names: list[str], name: str) -> int:
    return names.index(name) if name in names else len(names)
