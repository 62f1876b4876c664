"""Reminders and escalations (提醒、逐级上报): those who hold the open tasks are told, and whoever stands above them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.deadlines.late import Line, late_tasks, tell_holders
from kaohe.workflow.domain.escalation import TOLD, Late, level_key, one_step_up
from kaohe.workflow.domain.plans.schedule import stage_rules
from kaohe.workflow.domain.policy.stages import OnExpiry
from kaohe.workflow.domain.roles import Role, parts_of, role_key
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.situations import load_situation

Row = Mapping[str, Any]

#: The outcome of a reminder after which something newer about the same work is due as well: one message is enough.
OVERTAKEN = "superseded by a later one"

# Whoever was away for weeks wants to know how things stand, not how they stood at each mark.
_OVERTAKEN = text("""
SELECT d.id FROM deadline d
 WHERE d.body_id = :body_id AND d.id = ANY(:ids) AND EXISTS (
   SELECT 1 FROM deadline l
    WHERE l.body_id = d.body_id AND l.subject = d.subject AND l.subject_id = d.subject_id AND l.stage = d.stage
      AND l.entry_no = d.entry_no AND l.step = d.step AND l.due_at <= :now AND (l.due_at, l.id) > (d.due_at, d.id))
""")


async def remind(session: AsyncSession, row: Row, ids: Sequence[int], now: datetime) -> str:
    """Tell of one deadline; `ids` are the cases that are still where it found them. Its outcome in words.

    A reminder goes to the holders of the open tasks. At the end of the term they are told, and, where the policy has no
    levels of its own, one step up from each; then each level as it comes due. Who is above is told of it at any rate,
    the holders only by the newest deadline that is due.
    """
    return (await remind_alike(session, [row], ids, now))[row["id"]]


async def remind_alike(session: AsyncSession, rows: Sequence[Row], ids: Sequence[int], now: datetime) -> dict[int, str]:
    """Tell of deadlines of cases (`ids`, one each) that are alike in all but the case, or of a single other one, in a
    fixed number of statements. The outcome of each, by its id."""
    first = rows[0]
    found = await session.scalars(
        _OVERTAKEN, {"body_id": first["body_id"], "ids": [row["id"] for row in rows], "now": now}
    )
    overtaken = set(found)
    newest = _newest(rows, ids, overtaken)
    if first["kind"] == "remind":
        told = await tell_holders(session, first, newest, now, f"remind_{_told_as(first)}") if newest else 0
        words = f"reminded {_concerned(rows, ids)}" if told else "nobody to remind"
        return {row["id"]: OVERTAKEN if row["id"] in overtaken else words for row in rows}
    above = await _above(session, first, ids)
    told = await tell_holders(session, first, newest, now, f"{first['kind']}_{_told_as(first)}", above)
    roles = ", ".join(sorted({parts_of(key)[0] for _, key, _ in above})) or "holders"
    words = f"{TOLD} {roles} of {_concerned(rows, ids)}" if told else "nobody to tell"
    return {row["id"]: words for row in rows}


def _newest(rows: Sequence[Row], ids: Sequence[int], overtaken: set[int]) -> Sequence[int]:
    """The cases whose holders have not been told anything newer, or are not about to be."""
    if rows[0]["subject"] != "assessment":
        return () if rows[0]["id"] in overtaken else ids
    old = {row["subject_id"] for row in rows if row["id"] in overtaken}
    return [one for one in ids if one not in old]


def _concerned(rows: Sequence[Row], ids: Sequence[int]) -> int:
    return len(ids) if len(rows) == 1 else 1


async def _above(session: AsyncSession, row: Row, ids: Sequence[int]) -> list[Line]:
    """Who stands above whoever is late, each once."""
    situation = await load_situation(session, row["body_id"], row["cycle_id"])
    acting = frozenset[int]().union(*situation.holders.values())
    known = acting.union(*(situation.relatives.get(one, frozenset()) for one in acting))
    told = {
        (task["about"], key)
        for task in await late_tasks(session, row, ids, known)
        for key in _keys(row, Late(task["assignee_key"], task["unit_id"], task["person_id"]), situation)
        if key != task["assignee_key"]
    }
    return [(about, key, f"overdue_{_told_as(row)}") for about, key in sorted(told)]


def _told_as(row: Row) -> str:
    """What stands behind `remind_`, `expire_` … in the kind of notification: the stage, or what is no stage's."""
    return "finding" if row["subject"] == "finding" else str(row["stage"])


def _keys(row: Row, late: Late, situation: Situation) -> Iterator[str]:
    if row["subject"] == "objection":  # the policy has no levels for those who hear it
        yield role_key(Role.OFFICE)
        yield role_key(Role.MAIN_LEADER, situation.root_unit_id)
        return
    if row["subject"] == "finding":
        yield one_step_up(late, situation)
        yield role_key(Role.OFFICE)
        return
    rules = stage_rules(situation.policy, row["stage"])
    if row["kind"] == "escalate":
        yield level_key(rules.levels[row["mark"] - 1].to, late, situation)
    elif not rules.escalations:
        yield one_step_up(late, situation)
        if rules.on_expiry is not OnExpiry.ESCALATE:  # no level follows that would reach the office
            yield role_key(Role.OFFICE)
