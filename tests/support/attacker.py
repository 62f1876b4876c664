"""Whoever owns the machine afterwards (攻击者): everything he holds, and what he could work out of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import event, text

from kaohe.schema.session import Database

#: A case in so many of these standard deviations from what chance gives has a probability below 1e-9.
SIGMAS = 7


#: Within a random id digits stand beside letters: what is found there by chance is no number of its own.
_INSIDE = "[0-9A-Za-z]"


@dataclass
class Haystack:
    """Everything as text, by where it stands."""

    places: dict[str, str] = field(default_factory=dict)

    def found(self, needles: Iterable[str]) -> dict[str, list[str]]:
        """Where each needle stands, as a number or a word of its own."""
        return {
            needle: places
            for needle in needles
            if (
                places := [
                    one
                    for one, held in self.places.items()
                    if re.search(rf"(?<!{_INSIDE}){re.escape(needle)}(?!{_INSIDE})", held)
                ]
            )
        }


async def dump(database: Database, *, but: Mapping[str, Sequence[str]] | None = None) -> Haystack:
    """Every row of every table with its system columns; `but` names columns by table that are left out."""
    haystack = Haystack()
    async with database.session() as session:
        names = await session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        for name in list(names):
            rows = await session.execute(text(f"SELECT xmin::text, xmax::text, ctid::text, * FROM {name}"))
            left_out = (but or {}).get(name, ())
            lines = [{key: value for key, value in row.items() if key not in left_out} for row in rows.mappings()]
            haystack.places[f"table {name}"] = "\n".join(map(str, lines))
    return haystack


class Sent(NamedTuple):
    """A statement as the server gets it: with `log_statement` and its like its log has both."""

    statement: str
    parameters: Any


def sent_to(database: Database) -> list[Sent]:
    """What is sent over this database's connections from now on; the list grows."""
    seen: list[Sent] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        seen.append(Sent(statement, parameters))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    return seen


async def files_of(database: Database) -> list[Path]:
    """The files of the database and the write-ahead log, as they lie on the disk; none where they are not ours to read."""
    async with database.session() as session:
        await session.execute(text("CHECKPOINT"))
        folder = Path(str(await session.scalar(text("SHOW data_directory"))))
        oid = await session.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    if not (folder / "base" / str(oid)).is_dir():
        return []
    return [one for part in (folder / "base" / str(oid), folder / "pg_wal") for one in part.rglob("*") if one.is_file()]


def holding(files: Iterable[Path], needles: Mapping[str, bytes]) -> set[str]:
    """The names of the needles that stand in one of the files."""
    found = set()
    for one in files:
        held = one.read_bytes()
        found |= {name for name, needle in needles.items() if needle in held}
    return found


def inversions(order: Sequence[int]) -> int:
    """How many pairs stand in another order than they came in."""
    return sum(order[i] > order[j] for i in range(len(order)) for j in range(i + 1, len(order)))


def tells_an_order(orders: Sequence[Sequence[int]]) -> bool:
    """Whether these orders, one a box, are further from chance than `SIGMAS`, either way."""
    mean = sum(Fraction(len(one) * (len(one) - 1), 4) for one in orders)
    variance = sum(len(one) * (len(one) - 1) * (2 * len(one) + 5) / 72 for one in orders)
    return abs(sum(map(inversions, orders)) - mean) > SIGMAS * sqrt(variance)


def determined(equations: Sequence[Mapping[Any, Fraction]]) -> set[Any]:
    """The unknowns that linear equations fix, whatever their right sides: those whose unit vector their rows span."""
    unknowns = sorted({unknown for one in equations for unknown in one}, key=str)
    rows = [[one.get(unknown, Fraction()) for unknown in unknowns] for one in equations]
    reduced = _reduced(rows)
    return {
        unknowns[next(n for n, value in enumerate(row) if value)]
        for row in reduced
        if sum(value != 0 for value in row) == 1
    }


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """The reduced row echelon form: a unit vector is in the span exactly where it is one of these rows."""
    done = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for n, row in enumerate(rows):
            if n != done and row[column]:
                rows[n] = [value - row[column] * own for value, own in zip(row, rows[done], strict=True)]
        done += 1
    return rows[:done]
