"""Whether a statement stays within one body: every table that bodies own is tied to a body that is given.

PostgreSQL itself says so: in the plan of the statement every scan of such a table must be held to a `body_id`, by a
parameter, by the rows of a document, or by another table that is held so.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kaohe.schema.session import Database, Session

Node = Mapping[str, Any]

#: `a.body_id = b.body_id`, also where b is the body's own row (`id`), a parameter ($1), or a constant.
_TIE = re.compile(r"\b(\w+)\.body_id = (?:\(?(\w+)\.(body_id|id)\b|(\$\d+|'?\d+))")
_TIE_BACK = re.compile(r"(?:\b(\w+)\.(id)|(\$\d+|'?\d+)(?:::bigint)?'?) = (\w+)\.body_id\b")
_GIVEN_BODY = re.compile(r"\b(\w+)\.id = (?:\$\d+|'?\d+)")

_CONDITIONS = (
    "Index Cond",
    "Recheck Cond",
    "Filter",
    "Hash Cond",
    "Merge Cond",
    "Join Filter",
)

_EXPLAIN = """
CREATE OR REPLACE FUNCTION pg_temp.planned(statement text) RETURNS json LANGUAGE plpgsql AS $$
DECLARE found json;
BEGIN
  EXECUTE 'EXPLAIN (GENERIC_PLAN, VERBOSE, FORMAT JSON) ' || statement INTO found;
  RETURN found;
END $$
"""

_OWNED = text("SELECT DISTINCT table_name FROM information_schema.columns WHERE column_name = 'body_id'")

#: Not planned: they read and write no table.
_NO_PLAN = re.compile(r"\s*(SET|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|LISTEN|NOTIFY)\b", re.IGNORECASE)


async def across_bodies(database: Database, statements: set[str]) -> dict[str, list[str]]:
    """The tables of each statement that it reads or changes in every body; statements without any are left out."""
    async with database.session() as session:
        owned = frozenset(await session.scalars(_OWNED))
        plans = await plans_of(session, statements)
    return {statement: loose for statement, plan in plans.items() if (loose := untied(plan, owned))}


async def plans_of(session: Session, statements: Iterable[str]) -> dict[str, Node]:
    """The plan of each statement that has one, as it is for whatever parameters."""
    await session.execute(text(_EXPLAIN))
    found = {}
    for statement in sorted(one for one in statements if not _NO_PLAN.match(one)):
        try:
            planned = await session.scalar(text("SELECT pg_temp.planned(:statement)"), {"statement": statement})
        except DBAPIError as error:
            raise AssertionError(f"can't be planned: {statement}") from error
        found[statement] = (json.loads(planned) if isinstance(planned, str) else planned)[0]["Plan"]
    return found


def untied(plan: Node, owned: frozenset[str]) -> list[str]:
    """The owned tables whose scans no `body_id` holds."""
    nodes = list(nodes_of(plan))
    ties, held = _ties(nodes)
    for node in nodes:
        if node["Node Type"] in ("Function Scan", "Values Scan"):  # a document brings its rows' bodies with it
            held.add(node["Alias"])
        # EXISTS as a hash: looked up by columns of the row outside, which the plan does not spell out.
        if "Subplan Name" in node and any(f"hashed {node['Subplan Name']}" in one for one in _conditions(nodes)):
            held |= {
                output.removesuffix(".body_id") for output in node.get("Output", ()) if output.endswith(".body_id")
            }
    while True:
        before = len(held)
        held |= {b for a, b in ties if a in held} | {a for a, b in ties if b in held}
        held |= {node["Alias"] for node in nodes if _stands_for(node, nodes) and not _loose(node, nodes, owned, held)}
        if len(held) == before:
            break
    return sorted({str(node["Relation Name"]) for node in _scans(nodes, owned) if node["Alias"] not in held})


def _scans(nodes: Iterable[Node], owned: frozenset[str]) -> Iterator[Node]:
    for node in nodes:
        if "Scan" in node["Node Type"] and node.get("Relation Name") in owned and "Alias" in node:
            yield node


def _stands_for(node: Node, nodes: list[Node]) -> list[Node]:
    """What a subquery's scan or a CTE's scan hands on: nodes of the plan beneath it."""
    if node["Node Type"] == "Subquery Scan":
        return [one for child in node.get("Plans", ()) for one in nodes_of(child)]
    if node["Node Type"] == "CTE Scan":
        name = f"CTE {node['CTE Name']}"
        return [one for made in nodes if made.get("Subplan Name") == name for one in nodes_of(made)]
    return []


def _loose(node: Node, nodes: list[Node], owned: frozenset[str], held: set[str]) -> list[Node]:
    inside = _stands_for(node, nodes)
    inner = [one for one in inside if one["Node Type"] in ("Subquery Scan", "CTE Scan")]
    return [one for one in (*_scans(inside, owned), *inner) if one["Alias"] not in held]


def _ties(nodes: list[Node]) -> tuple[set[tuple[str, str]], set[str]]:
    """Which scans are tied to each other, and which to a body that is given."""
    bodies = {node["Alias"] for node in nodes if node.get("Relation Name") == "body"}
    ties, held = set[tuple[str, str]](), set[str]()
    for condition in _conditions(nodes):
        for alias, other, column, given in _TIE.findall(condition):
            if given:
                held.add(alias)
            elif column == "body_id" or other in bodies:
                ties.add((alias, other))
        for other, _, given, alias in _TIE_BACK.findall(condition):
            if given:
                held.add(alias)
            elif other in bodies:
                ties.add((alias, other))
        held |= {alias for alias in _GIVEN_BODY.findall(condition) if alias in bodies}
    return ties, held


def _conditions(nodes: list[Node]) -> list[str]:
    return [str(node[name]) for node in nodes for name in _CONDITIONS if name in node]


def nodes_of(plan: Node) -> Iterator[Node]:
    """The plan's root and all beneath it."""
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes_of(child)


@cache
def words(statement: str) -> str:
    """The statement in one line, as a test names it."""
    return " ".join(statement.split())
