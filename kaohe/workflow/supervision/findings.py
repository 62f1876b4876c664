"""Following a finding up (整改, S0-27): the unit answers, whoever issued it returns or closes it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.guards.inputs import bad
from kaohe.workflow.domain.refusals import Refusal, not_found
from kaohe.workflow.door import move
from kaohe.workflow.queries.supervision import findings_by_id
from kaohe.workflow.supervision.limits import TEXT


async def answer_finding(session: AsyncSession, actor: Actor, now: datetime, finding_id: int, reply: str) -> None:
    """Answer a difficulty or a gap: what the unit has done about it."""
    await _move(session, finding_id, Command("answer_finding", actor, now, args={"reply": reply}))


async def return_finding(session: AsyncSession, actor: Actor, now: datetime, finding_id: int, reason: str) -> None:
    """Send an answer back: the unit has its whole term again."""
    await _move(session, finding_id, Command("return_finding", actor, now, reason=reason))


async def close_finding(session: AsyncSession, actor: Actor, now: datetime, finding_id: int, conclusion: str) -> None:
    """Close it with a conclusion: after an answer, or without one where none is wanted any more."""
    await _move(session, finding_id, Command("close_finding", actor, now, args={"conclusion": conclusion}))


async def _move(session: AsyncSession, finding_id: int, command: Command) -> None:
    if finding_id not in await findings_by_id(session, command.actor, [finding_id]):
        raise not_found("finding", "findingId")
    texts = {"reason": command.reason, **command.args}
    await move(session, Subject.FINDING, [finding_id], command, extra=_too_long(texts))


def _too_long(texts: Mapping[str, Any]) -> list[Refusal]:
    return [
        bad(name, f"最长{TEXT}字", f"it has at most {TEXT} characters")
        for name, value in texts.items()
        if len(value) > TEXT
    ]
