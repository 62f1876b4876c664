"""Statistics of a cycle (统计), over the cases that the viewer may see: a statement each (S1-31, S3-39)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.ballots.visible import MANAGED, box_scope
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.queries.reading import statement
from kaohe.workflow.visibility import case_scope

#: What is counted apart, by the bit that GROUPING sets where a column is not part of the group.
_DIMENSIONS = ("a.state", "a.grade", "a.outcome", "a.summary", "a.rank", "a.unit_id", "k.unit_class")
_NAMES = tuple(column.partition(".")[2] for column in _DIMENSIONS)

_SQL = """
SELECT {columns}, GROUPING({columns}) AS left_out, count(*)::int AS count,
       max(a.score) AS highest, min(a.score) AS lowest, round(avg(a.score), 2) AS mean
  FROM assessment a LEFT JOIN ({classes}) k ON k.id = a.unit_id
 WHERE a.cycle_id = :cycle_id AND a.state NOT IN ('excluded', 'cancelled') AND {predicate}
 GROUP BY GROUPING SETS ((), {sets}) ORDER BY {columns}"""

# A unit is of the class that it is registered under, else of the policy's default one.
_CLASSES = """
SELECT u.id, (SELECT o.key FROM jsonb_to_recordset(v.document->'unit_classes') AS o(key text, "default" boolean)
               WHERE o.key = u.unit_class OR o."default" ORDER BY (o.key = u.unit_class) DESC LIMIT 1) AS unit_class
  FROM cycle c JOIN policy_version v ON v.body_id = c.body_id AND v.id = c.policy_version_id
  JOIN unit u ON u.body_id = c.body_id
 WHERE c.body_id = :viewer_body AND c.id = :cycle_id"""

_PARTICIPATION = """
WITH seen AS (
  SELECT a.body_id, a.person_id, a.summary FROM assessment a
   WHERE a.cycle_id = :cycle_id AND a.state NOT IN ('excluded', 'cancelled') AND {cases}),
kept AS (
  SELECT w.person_id FROM seen s JOIN cycle c ON c.body_id = s.body_id AND c.id = :cycle_id
    JOIN work_record w ON w.body_id = s.body_id AND w.person_id = s.person_id
     AND w.last_day BETWEEN c.period_start AND c.period_end),
box AS (
  SELECT b.body_id, b.id, b.cast FROM ballot_box b
   WHERE b.cycle_id = :cycle_id AND b.opened_at IS NOT NULL AND b.state <> 'cancelled' AND {boxes} AND {managed}),
rated AS (
  SELECT count(*)::int AS raters, COALESCE(box.cast, (count(*) FILTER (WHERE r.has_cast)))::int AS cast_ballots
    FROM box JOIN ballot_rater r ON r.body_id = box.body_id AND r.box_id = box.id GROUP BY box.id, box.cast)
SELECT (SELECT count(*)::int FROM seen) AS people,
       (SELECT count(*)::int FROM seen WHERE summary IN ('submitted', 'late', 'excused')) AS summaries,
       (SELECT count(*)::int FROM kept) AS records,
       (SELECT count(DISTINCT person_id)::int FROM kept) AS recorders,
       (SELECT COALESCE(sum(raters), 0)::int FROM rated) AS raters,
       (SELECT COALESCE(sum(cast_ballots), 0)::int FROM rated) AS cast_ballots"""


async def statistics_of(session: AsyncSession, actor: Actor, cycle_id: int) -> Mapping[str, Any]:
    """Counts with highest, lowest and mean score: overall, and by each dimension. Excluded people are left out."""
    predicate, parameters = case_scope(actor)
    columns = ", ".join(_DIMENSIONS)
    sets = ", ".join(f"({column})" for column in _DIMENSIONS)
    sql = _SQL.format(columns=columns, sets=sets, classes=_CLASSES, predicate=predicate)
    found = await session.execute(statement(sql), {"cycle_id": cycle_id, **parameters, "viewer_body": actor.body_id})
    return _sorted_out(rows_of(found))


async def participation_of(session: AsyncSession, actor: Actor, cycle_id: int) -> Mapping[str, Any]:
    """Who took part, in numbers: summaries handed in, records of work whose time ends in the period, ballots cast.

    Of the people whom the viewer may see; of ballots, those of boxes whose numbers he may see (S1-20).
    """
    cases, parameters = case_scope(actor)
    boxes, added = box_scope(actor)
    found = await session.execute(
        statement(_PARTICIPATION.format(cases=cases, boxes=boxes, managed=MANAGED)),
        {"cycle_id": cycle_id, **parameters, **added},
    )
    return rows_of(found)[0]


def _sorted_out(rows: list[dict[str, Any]]) -> Mapping[str, Any]:
    every = 2 ** len(_NAMES) - 1
    answer: dict[str, Any] = {name: [] for name in _NAMES}
    for row in rows:
        bucket = {name: row[name] for name in ("count", "highest", "lowest", "mean")}
        if row["left_out"] == every:
            answer["overall"] = bucket
            continue
        place = (every ^ row["left_out"]).bit_length()
        name = _NAMES[len(_NAMES) - place]
        if row[name] is not None:
            answer[name].append({**bucket, "value": row[name]})
    return answer
