"""What a gate left, so that two ways through it can be compared; and whether the chains hold."""

from typing import Any

from bench.bulk.organisation import BODY
from bench.database import connected
from kaohe.schema.session import Database
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.history import verify_history

#: Everything that a gate writes but for ids that are drawn, and what rests on the hashes.
_WRITTEN = {
    "cases": "SELECT id, state, summary, version, entry_no, history_count, entered_at, due_at FROM assessment",
    "history": """SELECT subject_id, seq, trigger, source, dest, at, actor_name, acted_as, reason, data FROM history
                   WHERE subject = 'assessment'""",
    "tasks": """SELECT subject_id, kind, assignee_key, unit_id, person_id, due_at, state, opened_at, closed_at, closed_by
                  FROM task""",
    "outbox": "SELECT topic, payload, created_at FROM outbox WHERE payload->>'subject' = 'assessment'",
}


async def written(url: str) -> dict[str, tuple[int, str]]:
    """By table, how many rows there are and a digest of what they say."""
    async with connected(url) as connection:
        return {table: await _digest(connection, statement) for table, statement in _WRITTEN.items()}


async def _digest(connection: Any, statement: str) -> tuple[int, str]:
    row = await connection.fetchrow(
        f"SELECT count(*), md5(string_agg(md5(one::text), '' ORDER BY md5(one::text))) FROM ({statement}) one"
    )
    return int(row[0]), str(row[1])


async def require_same(ours: str, theirs: str) -> str:
    """What was compared, in words. Raises AssertionError where the two databases differ."""
    here, there = await written(ours), await written(theirs)
    if here != there:
        raise AssertionError(f"the two sides wrote different rows: {here} here, {there} there")
    return ", ".join(f"{count:,} {table}" for table, (count, _) in here.items())


async def require_chains(url: str, people: int, sample: int = 100) -> None:
    """Verify the histories of a sample of cases. Raises AssertionError for one that is not intact."""
    database = Database(url)
    try:
        async with database.session() as session:
            for one in range(1, people + 1, max(1, people // sample)):
                broken = await verify_history(session, BODY, Subject.ASSESSMENT, one)
                if broken is not None:
                    raise AssertionError(f"the history of case {one} is broken at line {broken}")
    finally:
        await database.close()
