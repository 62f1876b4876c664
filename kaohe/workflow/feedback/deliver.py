"""Telling people their result: the leader, or the office in writing once it is overdue."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, insert_sql
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.guards.inputs import is_blank
from kaohe.workflow.door import move
from kaohe.workflow.visibility import require_visible


@dataclass(frozen=True)
class FeedbackInput:
    """What was said (S0-25): affirmed, shortcomings, requirements, the person's own words, goals to improve on."""

    method: str
    affirmed: str
    shortcomings: str
    requirements: str
    own_words: str = ""
    goals: tuple[str, ...] = ()


async def deliver_feedback(
    session: AsyncSession, actor: Actor, now: datetime, ids: Sequence[int], given: FeedbackInput
) -> None:
    """Record the feedback given to these people, all or none."""
    await require_visible(session, actor, ids)
    words = asdict(given)
    await move(session, Subject.ASSESSMENT, ids, Command("deliver_feedback", actor, now, args=words))
    rows = [
        {
            "body_id": actor.body_id,
            "assessment_id": one,
            **words,
            "goals": list(dict.fromkeys(goal.strip() for goal in given.goals if not is_blank(goal))),
            "delivered_by": actor.person_id,
            "delivered_at": now,
            "opinion": "",
            "witness": "",
        }
        for one in dict.fromkeys(ids)
    ]
    await session.execute(text(insert_sql("feedback", list(rows[0]), "rows")), {"rows": document(rows)})
