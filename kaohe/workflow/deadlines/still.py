"""Which cases a deadline still concerns: those that are where it was set for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

Row = Mapping[str, Any]

# The cycle's rows concern those who share its term: a straggler's own one, if it is later, has rows of its own.
_OF_CYCLE = text("""
SELECT a.id FROM assessment a
  JOIN stage_term s ON s.body_id = a.body_id AND s.cycle_id = a.cycle_id AND s.stage = a.state
 WHERE a.body_id = :body_id AND a.cycle_id = :id AND a.state = :stage AND a.round = 1
   AND a.due_at <= s.due_at ORDER BY a.id""")

_OF_NOTICE = text("""
SELECT a.id FROM assessment a
 WHERE a.body_id = :body_id AND a.notice_id = :id AND a.state = :stage ORDER BY a.id""")

_OF_OBJECTION = text("""
SELECT o.assessment_id FROM objection o
 WHERE o.body_id = :body_id AND o.id = :id AND o.entry_no = :entry_no""")

_OWN = text("""
SELECT a.id FROM assessment a
  JOIN unnest(CAST(:ids AS bigint[]), CAST(:entries AS bigint[])) AS own(id, entry_no)
    ON own.id = a.id AND own.entry_no = a.entry_no
 WHERE a.body_id = :body_id AND a.state = :stage ORDER BY a.id""")

_IN_STAGE = text("""
SELECT a.id FROM assessment a WHERE a.body_id = :body_id AND a.id = ANY(:ids) AND a.state = :stage ORDER BY a.id""")


async def cases_of(session: AsyncSession, row: Row) -> list[int]:
    """The cases that a deadline of a cycle, a notice or an objection still concerns, by ascending id."""
    key = {"body_id": row["body_id"], "id": row["subject_id"]}
    match row["subject"]:
        case "cycle":
            found = await session.scalars(_OF_CYCLE, {**key, "stage": row["stage"]})
        case "notice":
            found = await session.scalars(_OF_NOTICE, {**key, "stage": row["stage"]})
        case "objection":
            found = await session.scalars(_OF_OBJECTION, {**key, "entry_no": row["entry_no"]})
        case other:
            raise ValueError(f"a deadline of {other} concerns nobody else")
    return list(found)


async def still_there(session: AsyncSession, rows: Sequence[Row]) -> set[int]:
    """Of cases with deadlines of their own (alike in body and stage): those that have not moved since it was set."""
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


async def stayed(session: AsyncSession, row: Row, held: Sequence[int]) -> list[int]:
    """Of cases that could not be moved: those that are held, not those that somebody moved on while we waited."""
    if row["subject"] == "objection":
        return list(held)
    found = await session.scalars(_IN_STAGE, {"body_id": row["body_id"], "stage": row["stage"], "ids": list(held)})
    return list(found)
