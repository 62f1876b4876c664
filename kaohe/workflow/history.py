"""Checking a history (办理记录) against its own hashes and the head kept on its subject."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.history_chain import GENESIS, Linked, verify

_LINES = text("""
SELECT body_id, subject, subject_id, seq, trigger, source, dest, at, account_id, person_id, actor_name, acted_as,
       on_behalf_of, reason, data, hash
  FROM history WHERE body_id = :body_id AND subject = :subject AND subject_id = :id ORDER BY seq
""")


async def verify_history(session: AsyncSession, body_id: int, subject: Subject, subject_id: int) -> int | None:
    """The `seq` of the first line that is altered or missing (numbered from 1); None where all are intact."""
    key = {"body_id": body_id, "id": subject_id}
    head = await session.scalar(text(f"SELECT history_head FROM {subject} WHERE body_id = :body_id AND id = :id"), key)
    found = await session.execute(_LINES, {**key, "subject": str(subject)})
    lines = [
        Linked({name: value for name, value in row.items() if name != "hash"}, row["hash"]) for row in found.mappings()
    ]
    broken = verify(lines, head or GENESIS)
    return None if broken is None else broken + 1
