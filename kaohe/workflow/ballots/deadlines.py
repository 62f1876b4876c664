"""What a box's deadlines bring (票箱时限): a reminder to those who have not cast, and the end of the term.

Nobody but the rater himself is told: no level above learns who has not cast.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move
from kaohe.workflow.outbox.tell import tell

_STILL = text("""
SELECT 1 FROM ballot_box WHERE body_id = :body_id AND id = :id AND state = 'open' AND entry_no = :entry_no FOR UPDATE
""")

_WAITING = text("""
SELECT assignee_key FROM task WHERE body_id = :body_id AND subject = 'ballot_box' AND subject_id = :id
   AND kind = 'cast_ballot' AND state = 'open'
""")


async def carry_out_box(session: AsyncSession, row: Mapping[str, Any], now: datetime) -> str | None:
    """Carry out a deadline of a box; its outcome in words, in numbers only. None where the box has moved on since."""
    key = {"body_id": row["body_id"], "id": row["subject_id"]}
    if await session.scalar(_STILL, {**key, "entry_no": row["entry_no"]}) is None:
        return None
    if row["kind"] == "remind":
        waiting = list(await session.scalars(_WAITING, key))
        lines = [(one, "remind_ballot") for one in waiting]
        about = {"subject": str(Subject.BALLOT_BOX), "subject_id": row["subject_id"], "cycle_id": row["cycle_id"]}
        await tell(session, row["body_id"], now, lines, **about)
        return f"reminded {len(waiting)}"
    await move(session, Subject.BALLOT_BOX, [row["subject_id"]], Command("close_box", system(row["body_id"]), now))
    return "closed"
