"""Entering common indicator scores (登记共性指标得分, S3-18): by the unit, for one person or many."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, insert_sql
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move
from kaohe.workflow.visibility import require_visible

_UPSERT = "ON CONFLICT (body_id, assessment_id, indicator) DO UPDATE SET score = EXCLUDED.score"


async def record_scores(
    session: AsyncSession, actor: Actor, now: datetime, scores: Mapping[int, Mapping[str, Decimal]]
) -> Sequence[int]:
    """Record indicator → score (0 to 100) for each assessment id; a score entered before is replaced."""
    ids = list(scores)
    await require_visible(session, actor, ids)
    await move(
        session,
        Subject.ASSESSMENT,
        ids,
        Command("record_scores", actor, now),
        args={one: {"scores": dict(given)} for one, given in scores.items()},
    )
    rows = [
        {"body_id": actor.body_id, "assessment_id": one, "indicator": key, "score": score}
        for one, given in scores.items()
        for key, score in given.items()
    ]
    if rows:
        await session.execute(
            text(insert_sql("common_score", list(rows[0]), "rows", suffix=_UPSERT)), {"rows": document(rows)}
        )
    return ids
