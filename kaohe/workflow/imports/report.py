"""What can be imported, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum


class ImportKind(StrEnum):
    """What a file holds."""

    ROSTER = "roster"
    ATTENDANCE = "attendance"
    PERFORMANCE = "performance"
    OPENING = "opening"


IMPORT_LABELS: dict[ImportKind, tuple[str, str]] = {
    ImportKind.ROSTER: ("花名册", "roster"),
    ImportKind.ATTENDANCE: ("考勤", "attendance"),
    ImportKind.PERFORMANCE: ("月度绩效", "monthly performance"),
    ImportKind.OPENING: ("期初名额", "opening balances"),
}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The file's rows, by what became of them: rows = inserted + updated + unchanged.

    `repeated`: the same bytes were imported before. `ignored`: headings that belong to no column. `batch_id` names the
    batch as the source of what was written; a file that changes nothing leaves none.
    """

    kind: ImportKind
    rows: int
    inserted: int
    updated: int
    repeated: bool
    ignored: tuple[str, ...] = ()
    batch_id: int | None = None

    @property
    def unchanged(self) -> int:
        return self.rows - self.inserted - self.updated
