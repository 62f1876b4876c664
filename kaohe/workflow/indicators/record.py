"""Entering what people reached by their unit's indicators (登记个性、弹性指标得分, S0-6, S0-7): for one person or many."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, insert_sql
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.indicators.model import GivenPoints
from kaohe.workflow.door import move
from kaohe.workflow.indicators_in_force import indicators_of_cases
from kaohe.workflow.visibility import require_visible

# Before the sets are read: whoever sets them anew locks the cases as well.
_LOCK = text("SELECT id FROM assessment WHERE body_id = :body_id AND id = ANY(:ids) ORDER BY id FOR UPDATE")

_UPSERT = "ON CONFLICT (body_id, assessment_id, kind, indicator) DO UPDATE SET points = EXCLUDED.points"


async def record_indicators(
    session: AsyncSession, actor: Actor, now: datetime, given: Mapping[int, Sequence[GivenPoints]]
) -> Sequence[int]:
    """Record the points of each assessment id, all or none; points entered before are replaced, others stay."""
    ids = list(given)
    await require_visible(session, actor, ids)
    await session.execute(_LOCK, {"body_id": actor.body_id, "ids": ids})
    known = await indicators_of_cases(session, actor.body_id, ids)
    args = {one: {"points": tuple(points), "in_force": known[one].in_force} for one, points in given.items()}
    await move(session, Subject.ASSESSMENT, ids, Command("record_indicators", actor, now), args=args)
    rows = [
        {
            "body_id": actor.body_id,
            "assessment_id": case,
            "kind": one.kind,
            "indicator": one.indicator,
            "points": one.points,
        }
        for case, points in given.items()
        for one in points
    ]
    if rows:
        await session.execute(
            text(insert_sql("indicator_score", list(rows[0]), "rows", suffix=_UPSERT)), {"rows": document(rows)}
        )
    return ids
