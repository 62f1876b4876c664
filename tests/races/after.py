"""What the tables hold after a wave: all of it, read at once, asked for by subject."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass
class After:
    """The rows of a wave's database."""

    cases: dict[int, dict[str, Any]]
    cycles: dict[int, dict[str, Any]]
    lines: dict[tuple[str, int], list[dict[str, Any]]]
    rows: dict[tuple[str, int], list[dict[str, Any]]]

    @classmethod
    async def read(cls, session: AsyncSession) -> Self:
        """Everything; a wave's database is small."""
        return cls(
            cases={row["id"]: row for row in await _all(session, "SELECT * FROM assessment")},
            cycles={row["id"]: row for row in await _all(session, "SELECT * FROM cycle")},
            lines=_by_subject(await _all(session, "SELECT * FROM history ORDER BY subject, subject_id, seq")),
            rows=_by_subject(await _all(session, "SELECT * FROM deadline ORDER BY due_at, id")),
        )

    def triggers(self, subject: str, subject_id: int) -> list[str]:
        """What happened to a subject, in order."""
        return [line["trigger"] for line in self.lines[subject, subject_id]]

    def deadlines(self, subject: str, subject_id: int, stage: str, kind: str = "expire") -> list[dict[str, Any]]:
        """A subject's deadlines of one kind in one stage, by due moment."""
        return [row for row in self.rows[subject, subject_id] if (row["stage"], row["kind"]) == (stage, kind)]


async def _all(session: AsyncSession, statement: str) -> list[dict[str, Any]]:
    return [dict(row) for row in (await session.execute(text(statement))).mappings()]


def _by_subject(rows: list[dict[str, Any]]) -> dict[tuple[str, int], list[dict[str, Any]]]:
    found = defaultdict(list)
    for row in rows:
        found[row["subject"], row["subject_id"]].append(row)
    return found
