"""Plans of prepared statements: as PostgreSQL chooses them for known values, and for any (generic)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import asyncpg
import orjson

from bench.indexes.statements import Executed

Node = Mapping[str, Any]

#: Executions after which PostgreSQL may keep a generic plan.
_TRIES = 6


@dataclass(frozen=True)
class Plan:
    """One plan, carried out: its text, its nodes, and its time in milliseconds."""

    text: str
    nodes: Sequence[Node]
    milliseconds: float

    @property
    def indexes(self) -> set[str]:
        return {node["Index Name"] for node in self.nodes if "Index Name" in node}

    def scanned(self, least: int) -> dict[str, int]:
        """Tables that were read from end to end and had at least so many rows."""
        read = {
            node["Relation Name"]: node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
            for node in self.nodes
            if node["Node Type"] == "Seq Scan"
        }
        return {table: rows for table, rows in read.items() if rows >= least}

    @property
    def read(self) -> int:
        """Pages of 8 kB that it touched."""
        top = self.nodes[0]
        return int(top["Shared Hit Blocks"] + top["Shared Read Blocks"])

    @property
    def is_generic(self) -> bool:
        return "$" in self.text


async def plan_of(connection: asyncpg.Connection, one: Executed, mode: str) -> Plan:
    """The plan of a statement that was prepared and has been executed before. `mode` is `force_custom_plan`,
    `force_generic_plan`, or `auto`: what a connection comes to by itself."""
    execute = f"EXECUTE hot{_arguments(one.values)}"
    transaction = connection.transaction()
    await transaction.start()
    try:
        await connection.execute(f"SET LOCAL plan_cache_mode = {mode}")
        await connection.execute(f"PREPARE hot AS {one.sql}")
        for _ in range(_TRIES if mode == "auto" else 1):
            await connection.execute("SAVEPOINT before")
            await connection.execute(execute)
            await connection.execute("ROLLBACK TO before")
        options = "ANALYZE, BUFFERS, TIMING OFF"
        (found,) = json.loads(await connection.fetchval(f"EXPLAIN ({options}, FORMAT JSON) {execute}"))
        await connection.execute("ROLLBACK TO before")
        lines = await connection.fetch(f"EXPLAIN ({options}, COSTS OFF) {execute}")
    finally:
        await transaction.rollback()
        await connection.execute("DEALLOCATE hot")
    text = "\n".join(line[0] for line in lines)
    return Plan(text, list(_nodes(found["Plan"])), found["Execution Time"])


def _nodes(plan: Node) -> Iterator[Node]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _arguments(values: Sequence[Any]) -> str:
    return f"({', '.join(map(_literal, values))})" if values else ""


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    return "'" + _plain(value).replace("'", "''") + "'"


def _plain(value: Any) -> str:
    """The value as PostgreSQL reads it from text."""
    if isinstance(value, list | tuple):
        return "{" + ",".join("NULL" if one is None else f'"{_plain(one)}"' for one in value) + "}"
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool | int | str | Decimal):
        return str(value)
    return orjson.dumps(value).decode()
