"""The page docs/indexes.md: its tables and plans stand between two marks, all else is written by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bench.indexes.plans import Plan
from bench.indexes.statements import Hot

PAGE = Path(__file__).parents[2] / "docs" / "indexes.md"

_BEGIN, _END = "<!-- written by python -m bench.indexes -->", "<!-- end -->"

_INDEXES = """
SELECT c.relname AS table, c.reltuples::bigint AS rows, pg_size_pretty(pg_table_size(c.oid)) AS size,
       x.relname AS name, pg_size_pretty(pg_relation_size(x.oid)) AS index_size, i.indisprimary, i.indisunique,
       substring(pg_get_indexdef(x.oid) FROM 'USING btree (.*)') AS definition
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
 WHERE c.relname = ANY($1) ORDER BY c.relname, i.indisprimary DESC, x.relname
"""


@dataclass(frozen=True)
class Measured:
    """A hot statement's plans: what a connection comes to by itself, for known values, and for any."""

    hot: Hot
    chosen: Plan
    custom: Plan
    generic: Plan

    @property
    def indexes(self) -> set[str]:
        """Those of any of the plans."""
        return self.chosen.indexes | self.custom.indexes | self.generic.indexes


async def rendered(connection: asyncpg.Connection, found: Sequence[Measured]) -> str:
    """All tables with their indexes, and the plans of the statements on each."""
    tables = list(dict.fromkeys(one.hot.table for one in found))
    rows = await connection.fetch(_INDEXES, tables)
    parts = []
    for table in tables:
        indexes = [row for row in rows if row["table"] == table]
        parts.append(f"### {table}\n\n{indexes[0]['rows']:,} rows, {indexes[0]['size']} without indexes.\n")
        parts.append(_indexes(indexes, found))
        parts.append(_statements([one for one in found if one.hot.table == table]))
    return "\n".join(parts)


def write(text: str, page: Path = PAGE) -> None:
    """Put the text between the marks of the page."""
    before, _, rest = page.read_text().partition(_BEGIN)
    _, _, after = rest.partition(_END)
    page.write_text(f"{before}{_BEGIN}\n\n{text}\n{_END}{after}")


def _indexes(indexes: Sequence[Mapping[str, object]], found: Sequence[Measured]) -> str:
    lines = ["| index | on | size | statements that go by it |", "|---|---|---|---|"]
    for row in indexes:
        serves = [
            one.hot.serves
            for one in found
            if row["name"] in one.chosen.indexes | one.custom.indexes | one.generic.indexes
        ]
        kept = (
            "(the key)" if row["indisprimary"] else "(keeps it unique)" if row["indisunique"] else "**none of these**"
        )
        lines.append(
            f"| `{row['name']}` | `{row['definition']}` | {row['index_size']} | {'; '.join(dict.fromkeys(serves)) or kept} |"
        )
    return "\n".join(lines) + "\n"


def _statements(found: Sequence[Measured]) -> str:
    return "\n".join(
        f"<details><summary>{one.hot.serves}: {one.chosen.milliseconds:.2f} ms, {one.chosen.read:,} pages, "
        f"{'one plan for all values' if one.chosen.is_generic else 'planned for its values'}</summary>\n\n"
        f"```\n{one.chosen.text}\n```\n\n"
        f"For known values {one.custom.milliseconds:.2f} ms and {one.custom.read:,} pages, for any "
        f"{one.generic.milliseconds:.2f} ms and {one.generic.read:,}.\n\n</details>\n"
        for one in found
    )
