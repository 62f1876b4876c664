"""What each kind of deadline does when it is due. Every answer is the outcome kept on its row."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.aggregation import aggregate
from kaohe.workflow.appeals import ask_for_results, release
from kaohe.workflow.deadlines.remind import remind
from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.plans.schedule import stage_rules
from kaohe.workflow.domain.policy.stages import OnExpiry
from kaohe.workflow.door import Moved, move
from kaohe.workflow.feedback import deem_acknowledged
from kaohe.workflow.situations import load_situation

Row = Mapping[str, Any]

# The cycle's rows concern those who share its term: a straggler's own one, if it is later, has rows of its own.
_STILL = {
    "cycle": text("""
        SELECT a.id FROM assessment a
          JOIN stage_term s ON s.body_id = a.body_id AND s.cycle_id = a.cycle_id AND s.stage = a.state
         WHERE a.body_id = :body_id AND a.cycle_id = :id AND a.state = :stage AND a.round = 1
           AND a.due_at <= s.due_at ORDER BY a.id"""),
    "assessment": text("""
        SELECT a.id FROM assessment a WHERE a.body_id = :body_id AND a.id = :id AND a.state = :stage
           AND a.entry_no = :entry_no"""),
    "notice": text("""
        SELECT a.id FROM assessment a WHERE a.body_id = :body_id AND a.notice_id = :id AND a.state = :stage
         ORDER BY a.id"""),
    "objection": text("""
        SELECT o.assessment_id FROM objection o WHERE o.body_id = :body_id AND o.id = :id AND o.entry_no = :entry_no"""),
}


async def carry_out(session: AsyncSession, row: Row, now: datetime) -> str:
    """Do what this deadline is for; its outcome in a word, with a count where it concerned several."""
    key = {name: row[name] for name in ("body_id", "stage", "entry_no")} | {"id": row["subject_id"]}
    statement = _STILL[row["subject"]]
    wanted = {name: value for name, value in key.items() if f":{name}" in statement.text}
    ids = list((await session.execute(statement, wanted)).scalars())
    if not ids:
        return "passed"
    if row["kind"] != "expire":
        return await remind(session, row, ids, now)
    expire = _EXPIRE.get((row["subject"], row["stage"], row["step"]), _expire_stage)
    return await expire(session, row, ids, now)


async def _expire_stage(session: AsyncSession, row: Row, ids: Sequence[int], now: datetime) -> str:
    """The policy says what the end of a stage's term brings. What a human must decide is never decided here; adding
    up what is complete is no decision."""
    situation = await load_situation(session, row["body_id"], row["cycle_id"])
    on_expiry = stage_rules(situation.policy, row["stage"]).on_expiry
    actor = system(row["body_id"])
    moved = Moved()
    if row["stage"] == Stage.SELF_SUMMARY and on_expiry is OnExpiry.ADVANCE:
        moved = await move(session, Subject.ASSESSMENT, ids, Command("miss_summary", actor, now), partial=True)
    elif row["stage"] == Stage.AGGREGATION and on_expiry is OnExpiry.ESCALATE:
        moved = await aggregate(session, actor, now, ids, partial=True)
    held = [one for one in ids if one not in moved.states]
    told = f", {await remind(session, row, held, now)}" if held and on_expiry is not OnExpiry.HOLD else ""
    return f"moved {len(moved.states)}, held {len(held)}{told}"


async def _close_publicity(session: AsyncSession, row: Row, ids: Sequence[int], now: datetime) -> str:
    body_id, cycle_id = row["body_id"], row["cycle_id"]
    moved = await move(session, Subject.ASSESSMENT, ids, Command("close_publicity", system(body_id), now), partial=True)
    if Stage.APPEAL in moved.states.values():
        await ask_for_results(session, await load_situation(session, body_id, cycle_id), now)
    return f"moved {len(moved.states)}, held {len(moved.refused)}"


async def _close_appeal(session: AsyncSession, row: Row, ids: Sequence[int], now: datetime) -> str:
    moved = await release(session, row["body_id"], now, ids)
    return f"moved {len(moved.states)}, held {len(moved.refused)}"


async def _deem(session: AsyncSession, row: Row, ids: Sequence[int], now: datetime) -> str:
    moved = await deem_acknowledged(session, row["body_id"], now, ids)
    return f"moved {len(moved.states)}, held {len(moved.refused)}"


_EXPIRE: dict[tuple[str, str, int], Callable[[AsyncSession, Row, Sequence[int], datetime], Awaitable[str]]] = {
    ("notice", Stage.PUBLICITY, 0): _close_publicity,
    ("notice", Stage.APPEAL, 0): _close_appeal,
    ("objection", Stage.APPEAL, 0): remind,
    ("objection", Stage.APPEAL, 1): remind,
    ("objection", Stage.APPEAL, 2): _close_appeal,
    ("assessment", Stage.FEEDBACK, 1): _deem,
}
