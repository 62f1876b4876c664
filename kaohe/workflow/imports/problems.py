"""What is wrong with a file, cell by cell: all of it is told at once."""

from kaohe.workflow.domain.refusals import Code, Refusal, Refused


class BadCell(Exception):
    """A cell that cannot be what its column holds, in words for a clerk."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


class Problems:
    """The refusals of one file, in the order of its sheets, rows and columns."""

    def __init__(self) -> None:
        self._found: list[tuple[tuple[int, int], Refusal]] = []
        self._sheets: dict[str, int] = {}

    def add(self, sheet: str, row: int, column: str, field: str, zh: str, en: str) -> None:
        """A problem of one cell: `row` as its user counts, from 1; `column` by its heading."""
        params: dict[str, object] = {"sheet": sheet, "row": row, "column": column, "problem": zh, "problem_en": en}
        place = (self._sheets.setdefault(sheet, len(self._sheets)), row)
        self._found.append((place, Refusal(Code.IMPORT_INVALID, field, params)))

    def check(self) -> None:
        """Raise Refused with everything that was found, if anything was."""
        if self._found:
            raise Refused(refusal for _, refusal in sorted(self._found, key=lambda one: one[0]))
