"""Statistics of a cycle (统计), over the cases that the viewer may see: one statement (S1-31, S3-39)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.visibility import case_scope

#: What is counted apart, by the bit that GROUPING sets where a column is not part of the group.
_DIMENSIONS = ("state", "grade", "outcome", "summary", "rank", "unit_id")


async def statistics_of(session: AsyncSession, actor: Actor, cycle_id: int) -> Mapping[str, Any]:
    """Counts with highest, lowest and mean score: overall, and by each dimension. Excluded people are left out."""
    predicate, parameters = case_scope(actor)
    columns = ", ".join(f"a.{name}" for name in _DIMENSIONS)
    sets = ", ".join(f"(a.{name})" for name in _DIMENSIONS)
    found = await session.execute(
        text(
            f"SELECT {columns}, GROUPING({columns}) AS left_out, count(*)::int AS count, "
            "max(a.score) AS highest, min(a.score) AS lowest, round(avg(a.score), 2) AS mean FROM assessment a "
            f"WHERE a.cycle_id = :cycle_id AND a.state NOT IN ('excluded', 'cancelled') AND {predicate} "
            f"GROUP BY GROUPING SETS ((), {sets}) ORDER BY {columns}"
        ),
        {"cycle_id": cycle_id, **parameters},
    )
    return _sorted_out([dict(row) for row in found.mappings()])


def _sorted_out(rows: list[dict[str, Any]]) -> Mapping[str, Any]:
    every = 2 ** len(_DIMENSIONS) - 1
    answer: dict[str, Any] = {name: [] for name in _DIMENSIONS}
    for row in rows:
        bucket = {name: row[name] for name in ("count", "highest", "lowest", "mean")}
        if row["left_out"] == every:
            answer["overall"] = bucket
            continue
        place = (every ^ row["left_out"]).bit_length()
        name = _DIMENSIONS[len(_DIMENSIONS) - place]
        if row[name] is not None:
            answer[name].append({**bucket, "value": row[name]})
    return answer
