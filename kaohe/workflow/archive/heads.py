"""The heads of a cycle's history chains, and the lines themselves (历史链)."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.archive.documents import json_line
from kaohe.workflow.domain.charts import Subject

Key = tuple[str, int]

_SUBJECTS = """
SELECT 'assessment' AS subject, id, history_count, history_head FROM assessment WHERE body_id = :body_id AND cycle_id = :cycle_id
UNION ALL SELECT 'cycle', id, history_count, history_head FROM cycle WHERE body_id = :body_id AND id = :cycle_id
UNION ALL SELECT 'objection', id, history_count, history_head FROM objection WHERE body_id = :body_id AND cycle_id = :cycle_id
UNION ALL SELECT 'unit_list', id, history_count, history_head FROM unit_list WHERE body_id = :body_id AND cycle_id = :cycle_id
UNION ALL SELECT 'ballot_box', id, history_count, history_head FROM ballot_box WHERE body_id = :body_id AND cycle_id = :cycle_id
UNION ALL SELECT 'finding', id, history_count, history_head FROM finding WHERE body_id = :body_id AND cycle_id = :cycle_id
"""

_HEADS = text(f"SELECT * FROM ({_SUBJECTS}) s ORDER BY subject, id")

_LINES = text(f"""
SELECT h.body_id, h.subject, h.subject_id, h.seq, h.trigger, h.source, h.dest, h.at, h.account_id, h.person_id,
       h.actor_name, h.acted_as, h.on_behalf_of, h.reason, h.data, h.hash
  FROM history h JOIN ({_SUBJECTS}) s ON s.subject = h.subject AND s.id = h.subject_id
 WHERE h.body_id = :body_id ORDER BY h.subject, h.subject_id, h.seq
""")


def head(count: int, hash_: bytes) -> dict[str, Any]:
    """A head as documents hold it."""
    return {"count": count, "head": hash_.hex()}


async def read_heads(session: AsyncSession, body_id: int, cycle_id: int) -> dict[Key, dict[str, Any]]:
    """How far each chain of the cycle goes now."""
    found = await session.execute(_HEADS, {"body_id": body_id, "cycle_id": cycle_id})
    return {(row.subject, row.id): head(row.history_count, row.history_head) for row in found}


def other_chains(heads: Mapping[Key, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The chains that are no case's."""
    return [chain(key, one) for key, one in heads.items() if key[0] != Subject.ASSESSMENT]


def chain(key: Key, one: Mapping[str, Any]) -> dict[str, Any]:
    """A chain's entry in a document."""
    return {"subject": key[0], "id": key[1], "history": dict(one)}


async def history_lines(
    session: AsyncSession, body_id: int, cycle_id: int, heads: Mapping[Key, Mapping[str, Any]]
) -> AsyncIterator[bytes]:
    """The lines up to `heads`, one JSON object each, streamed: a large cycle's history is never in memory at once."""
    found = await session.stream(_LINES, {"body_id": body_id, "cycle_id": cycle_id})
    async for row in found.mappings():
        upto = heads.get((row["subject"], row["subject_id"]))
        if upto is not None and row["seq"] <= upto["count"]:
            yield json_line(dict(row))
