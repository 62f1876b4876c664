"""The check that looks for half states finds each of them: a row is spoilt, and it must be named."""

import pytest
from races.whole import half_states
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import Inside, at, opened, submit_all

from kaohe.workflow.outbox import relay

_ONE = "(SELECT min(id) FROM assessment WHERE state = 'aggregation')"

SPOILT = {
    "version": (f"UPDATE assessment SET version = version + 1 WHERE id = {_ONE}", "version and history's count"),
    "state": (f"UPDATE assessment SET state = 'review' WHERE id = {_ONE}", "state and history's last line"),
    "head": (f"UPDATE assessment SET history_head = 'x' WHERE id = {_ONE}", "state and history's last line"),
    "message": (f"DELETE FROM outbox WHERE payload->>'id' = {_ONE}::text", "one message of the outbox"),
    "task left": ("UPDATE task SET state = 'open' WHERE kind = 'write_summary'", "one open task of a case"),
    "task's date": ("UPDATE task SET due_at = due_at + interval '1 day'", "one open task of a case"),
    "deadline gone": ("DELETE FROM deadline WHERE kind = 'expire'", "no case that no deadline watches"),
    "deadline left": (
        f"""INSERT INTO deadline (body_id, subject, subject_id, cycle_id, stage, entry_no, step, kind, mark, due_at,
              provisional) SELECT body_id, 'assessment', id, cycle_id, 'self_summary', 1, 0, 'expire', 0, entered_at, false
              FROM assessment WHERE id = {_ONE}""",
        "no deadline of a stage that a case has left",
    ),
    "failure": ("UPDATE deadline SET attempts = 1 WHERE kind = 'expire'", "what fired says how"),
    "told twice": (
        """INSERT INTO notification (body_id, assignee_key, kind, subject, subject_id, created_at)
           SELECT body_id, assignee_key, kind, subject, subject_id, created_at FROM notification LIMIT 1""",
        "who was told by a message",
    ),
    "summary lost": ("DELETE FROM self_summary", "a summary for each time"),
}


@pytest.mark.parametrize(("spoil", "words"), SPOILT.values(), ids=SPOILT)
async def test_a_half_state_is_found(session: AsyncSession, spoil: str, words: str) -> None:
    world = await opened(session, at(1))
    await submit_all(session, world, at(2), "a1", "a2")
    await relay(Inside(session), at(2))  # type: ignore[arg-type] # a database that hands out this session
    assert await half_states(session) == []
    await session.execute(text(spoil))
    found = await half_states(session)
    assert any(one.startswith(words) for one in found), found
