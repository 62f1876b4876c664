"""What a province takes on disk, and what today costs in it: bench/province.json, and the tables of docs/growth.md."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.database import connected
from bench.processes import ROOT
from bench.province.size import Size
from bench.province.today import Cost
from bench.report import commit, machine, placed

RESULT = ROOT / "bench" / "province.json"
PAGE = ROOT / "docs" / "growth.md"

_TABLES = """
SELECT c.relname AS name, pg_table_size(c.oid) AS table_bytes, pg_indexes_size(c.oid) AS index_bytes,
       c.reltuples::bigint AS rows
  FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.reltuples > 0 ORDER BY c.relname
"""

_INDEXES = """
SELECT i.indexrelid::regclass::text AS name, pg_relation_size(i.indexrelid) AS bytes
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
 WHERE c.relnamespace = 'public'::regnamespace AND c.reltuples > 0 ORDER BY 1
"""

#: Tables smaller than that share of the database are left out of the page; province.json has them.
_SMALL = 0.002


@dataclass(frozen=True)
class Table:
    """A table after the build, TOAST included."""

    rows: int
    table_bytes: int
    index_bytes: int

    @property
    def bytes_per_row(self) -> float:
        return (self.table_bytes + self.index_bytes) / self.rows


async def sizes(url: str) -> tuple[dict[str, Table], dict[str, int]]:
    """Each table that has rows, and each of their indexes, in bytes. Statistics must be fresh: rows are theirs."""
    async with connected(url) as connection:
        tables = {
            row["name"]: Table(row["rows"], row["table_bytes"], row["index_bytes"])
            for row in await connection.fetch(_TABLES)
        }
        return tables, {row["name"]: row["bytes"] for row in await connection.fetch(_INDEXES)}


def result(
    size: Size,
    seconds: float,
    tables: Mapping[str, Table],
    indexes: Mapping[str, int],
    today: Mapping[str, Sequence[Cost]],
) -> dict[str, Any]:
    """As it is written: of `today` the cost with all quarters, and with today's alone."""
    return {
        "machine": machine(),
        "commit": commit(),
        "size": {**asdict(size), "cases": size.people_each * size.bodies * size.quarters},
        "build_seconds": round(seconds),
        "tables": {name: {**asdict(one), "bytes_per_row": round(one.bytes_per_row, 1)} for name, one in tables.items()},
        "indexes": dict(indexes),
        "today": {name: {"all": _cost(years), "one": _cost(one)} for name, (years, one) in today.items()},
    }


def page(found: Mapping[str, Any]) -> str:
    """The tables of the page."""
    size, tables = found["size"], found["tables"]
    whole = sum(one["table_bytes"] + one["index_bytes"] for one in tables.values())
    head = (
        f"Machine: {found['machine']}. Commit: {found['commit']}. {size['people']:,} people, {size['bodies']} bodies, "
        f"{size['quarters']} quarters, {size['cases']:,} cases; written in {found['build_seconds']} s; "
        f"{whole / 1e9:.2f} GB with indexes."
    )
    lines = [
        head,
        "",
        f"| today, one caller | {size['quarters']} quarters: ms | 1 quarter: ms | pages read | pages, 1 quarter | WAL, bytes |",
        "|---|---|---|---|---|---|",
    ]
    for name, one in found["today"].items():
        years, alone = one["all"], one["one"]
        lines.append(
            f"| {name} | {years['ms']} | {alone['ms']} | {years['pages']} | {alone['pages']} | {years['wal_bytes']} |"
        )
    lines += [
        "",
        "| table | rows | rows a case | MB | MB of indexes | bytes a row, indexes included |",
        "|---|---|---|---|---|---|",
    ]
    for name, one in sorted(tables.items(), key=lambda item: -item[1]["table_bytes"] - item[1]["index_bytes"]):
        if one["table_bytes"] + one["index_bytes"] < _SMALL * whole:
            continue
        lines.append(
            f"| {name} | {one['rows']:,} | {one['rows'] / size['cases']:.2f} | {one['table_bytes'] / 1e6:,.1f} | "
            f"{one['index_bytes'] / 1e6:,.1f} | {one['bytes_per_row']:.0f} |"
        )
    return "\n".join(lines)


def write(found: Mapping[str, Any], file: Path = RESULT, document: Path | None = PAGE) -> None:
    """Write the result, and its tables between the marks of the page."""
    file.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    if document is not None:
        document.write_text(placed(document.read_text(), page(found)))


def _cost(cost: Cost) -> dict[str, float]:
    return {"ms": round(cost.ms, 2), "pages": round(cost.pages, 1), "wal_bytes": round(cost.wal)}
