"""Reading rater diagnoses: one statement over the counted boxes of a cycle, for the office alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.diagnostics.figures import Received, enough, figures, mean_of
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.queries.reading import Row

# Whoever is excluded after the count stays in these figures: two answers that differ by one person would tell his scores.
_SQL = text("""
WITH box AS (
  SELECT b.body_id, b.id, b.key, b.cycle_id, b.unit_id, b.cast, u.position, r.lowest, r.highest, r.high_from,
         (SELECT count(*)::int FROM ballot_rater x WHERE x.body_id = b.body_id AND x.box_id = b.id) AS raters
    FROM ballot_box b JOIN cycle c ON c.body_id = b.body_id AND c.id = b.cycle_id
    JOIN policy_version v ON v.body_id = c.body_id AND v.id = c.policy_version_id
    JOIN unit u ON u.body_id = b.body_id AND u.id = b.unit_id
   CROSS JOIN LATERAL jsonb_to_recordset(v.document->'ballots'->'boxes')
           AS r(key text, lowest numeric, highest numeric, high_from numeric)
   WHERE b.body_id = :body_id AND b.cycle_id = :cycle_id AND b.state = 'counted' AND r.key = b.key),
received AS (
  SELECT s.box_id, count(*) AS scores, sum(s.score) AS total, sum(s.score * s.score) AS squares,
         count(*) FILTER (WHERE s.score >= box.high_from) AS high,
         count(*) FILTER (WHERE s.score = box.lowest) AS lowest,
         count(*) FILTER (WHERE s.score = box.highest) AS highest
    FROM box JOIN ballot_score s ON s.body_id = box.body_id AND s.box_id = box.id
   GROUP BY s.box_id, s.assessment_id)
SELECT box.id, box.key, box.cycle_id, box.unit_id, box.raters, box.cast,
       array_agg(ARRAY[g.scores, g.total, g.squares, g.high, g.lowest, g.highest]) FILTER (WHERE g.scores > 0) AS received
  FROM box LEFT JOIN received g ON g.box_id = box.id
 GROUP BY box.id, box.key, box.cycle_id, box.unit_id, box.raters, box.cast, box.position
 ORDER BY box.key, box.position, box.unit_id
""")


async def rater_diagnostics(session: AsyncSession, actor: Actor, cycle_id: int) -> Sequence[Row] | None:
    """Each counted box of the cycle with its raters, ballots and, where there are enough scores, its `Figures`.

    None for whoever is not the office. `leniency` compares with those units alone that have figures: what is not shown
    can't be worked out from what is.
    """
    if not actor.has(Role.OFFICE):
        return None
    found = await session.execute(_SQL, {"body_id": actor.body_id, "cycle_id": cycle_id})
    boxes = [(row, _received(row["received"] or ())) for row in rows_of(found)]
    together: dict[str, list[Received]] = defaultdict(list)
    for row, received in boxes:
        if enough(received):
            together[row["key"]] += received
    overall = {key: mean_of(received) for key, received in together.items()}
    return [_row(row, received, overall) for row, received in boxes]


def _received(found: Sequence[Sequence[Any]]) -> list[Received]:
    return [Received(int(scores), total, squares, *map(int, counts)) for scores, total, squares, *counts in found]


def _row(row: Mapping[str, Any], received: Sequence[Received], overall: Mapping[str, Fraction]) -> Row:
    shown = enough(received)
    of_unit = asdict(figures(received, overall[row["key"]])) if shown else {}
    turnout = None if not row["raters"] else Fraction(row["cast"] or 0, row["raters"])
    known = {name: row[name] for name in ("id", "key", "cycle_id", "unit_id", "raters")}
    return {**known, "cast_ballots": row["cast"], "turnout": turnout, "too_few": not shown, **of_unit}
