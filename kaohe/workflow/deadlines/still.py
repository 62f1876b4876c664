"""Which cases a deadline still concerns: those that are where it was set for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

Row = Mapping[str, Any]

# The cycle's rows concern those who share its term: a straggler's own one, if it is later, has rows of its own.
_OF_CYCLE = """
SELECT a.id FROM assessment a
  JOIN stage_term s ON s.body_id = a.body_id AND s.cycle_id = a.cycle_id AND s.stage = a.state
 WHERE a.body_id = :body_id AND a.cycle_id = :id AND a.state = :stage AND a.round = 1
   AND a.due_at <= s.due_at"""

_OF_NOTICE = """
SELECT a.id FROM assessment a
 WHERE a.body_id = :body_id AND a.notice_id = :id AND a.state = :stage"""

# Locked, a case is judged as it is then: somebody may be moving it, or have brought it back with another term.
_LOCKED = " AND a.id = ANY(:among) ORDER BY a.id FOR UPDATE OF a"

_CASES = {
    (subject, locked): text(statement + (_LOCKED if locked else " ORDER BY a.id"))
    for subject, statement in (("cycle", _OF_CYCLE), ("notice", _OF_NOTICE))
    for locked in (False, True)
}

_OF_OBJECTION = text("""
SELECT o.assessment_id FROM objection o
 WHERE o.body_id = :body_id AND o.id = :id AND o.entry_no = :entry_no""")

# What waits by itself is its own case here: nothing but the telling follows from its end.
_OF_FINDING = text("""
SELECT f.id FROM finding f WHERE f.body_id = :body_id AND f.id = :id AND f.entry_no = :entry_no""")

_OWN = text("""
SELECT a.id FROM assessment a
  JOIN unnest(CAST(:ids AS bigint[]), CAST(:entries AS bigint[])) AS own(id, entry_no)
    ON own.id = a.id AND own.entry_no = a.entry_no
 WHERE a.body_id = :body_id AND a.state = :stage ORDER BY a.id FOR UPDATE OF a""")


async def cases_of(session: AsyncSession, row: Row, locked: Sequence[int] | None = None) -> list[int]:
    """The cases that a deadline of a cycle, a notice or an objection still concerns, by ascending id.

    With `locked`, those among these ids, and they are locked: a judgement that stands until the transaction ends.
    """
    key = {"body_id": row["body_id"], "id": row["subject_id"]}
    if row["subject"] == "objection":
        return list(await session.scalars(_OF_OBJECTION, {**key, "entry_no": row["entry_no"]}))
    if row["subject"] == "finding":
        return list(await session.scalars(_OF_FINDING, {**key, "entry_no": row["entry_no"]}))
    among = {} if locked is None else {"among": list(locked)}
    statement = _CASES[row["subject"], locked is not None]
    return list(await session.scalars(statement, {**key, **among, "stage": row["stage"]}))


async def still_there(session: AsyncSession, rows: Sequence[Row]) -> set[int]:
    """Of cases with deadlines of their own (alike in body and stage): those that have not moved since it was set.
    They are locked."""
    found = await session.scalars(
        _OWN,
        {
            "body_id": rows[0]["body_id"],
            "stage": rows[0]["stage"],
            "ids": [row["subject_id"] for row in rows],
            "entries": [row["entry_no"] for row in rows],
        },
    )
    return set(found)
