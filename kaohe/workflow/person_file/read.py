"""Reading one person's growth file: his results as they become final, merits, circumstances, the reserve pool.

Nothing is copied into it: it is read from the cases themselves, so a result stands in it from the moment that it is
final, and a correction too.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.queries.reading import Row
from kaohe.workflow.visibility import sees_body

#: The stages in which a result is final: it is being told, or was.
FINAL = ("feedback", "archived")

_PERSON = text("SELECT id FROM person WHERE body_id = :body_id AND id = :person_id")

# What holds now is the newest supplement, where there is one.
_RESULTS = text("""
SELECT a.id AS assessment_id, a.cycle_id, c.policy_key, v.name AS policy_name, c.year, c.period, a.unit_id, a.score,
       CASE WHEN s.id IS NULL THEN a.outcome ELSE s.outcome END AS outcome,
       CASE WHEN s.id IS NULL THEN a.grade ELSE s.grade END AS grade,
       a.state = 'archived' AS archived, s.id IS NOT NULL AS corrected, COALESCE(f.goals, '[]') AS goals
  FROM assessment a
  JOIN cycle c ON c.body_id = a.body_id AND c.id = a.cycle_id
  JOIN policy_version v ON v.body_id = c.body_id AND v.id = c.policy_version_id
  LEFT JOIN feedback f ON f.body_id = a.body_id AND f.assessment_id = a.id
  LEFT JOIN LATERAL (SELECT r.id, r.outcome, r.grade FROM supplement_record r
         WHERE r.body_id = a.body_id AND r.assessment_id = a.id ORDER BY r.id DESC LIMIT 1) s ON true
 WHERE a.body_id = :body_id AND a.person_id = :person_id AND a.state = ANY(:final)
 ORDER BY c.period_end DESC, a.id DESC
""")

_MERITS = text("""
SELECT policy_key, standard, matter, points, happened_on, document FROM merit_event
 WHERE body_id = :body_id AND person_id = :person_id AND withdrawn_at IS NULL ORDER BY happened_on DESC, id DESC
""")

_CIRCUMSTANCES = text("""
SELECT id, person_id, kind, sanction, starts, ends, note, recorded_by, recorded_at FROM circumstance
 WHERE body_id = :body_id AND person_id = :person_id ORDER BY starts DESC, id DESC
""")

_RESERVE = text("""
SELECT id, person_id, entered_on, reason, entered_by, left_on, left_reason, left_by FROM reserve_entry
 WHERE body_id = :body_id AND person_id = :person_id ORDER BY entered_on DESC, id DESC
""")


async def person_file(session: AsyncSession, actor: Actor, person_id: int) -> Row | None:
    """The file, newest first in every part, in five statements; for the person himself, the office and the committee.
    None for anybody else, and where there is no such person. Who is in the reserve pool is not told to himself."""
    if not (actor.is_person(person_id) or sees_body(actor)):
        return None
    key = {"body_id": actor.body_id, "person_id": person_id}
    if await session.scalar(_PERSON, key) is None:
        return None

    async def read(statement: Any, **more: Any) -> Sequence[Row]:
        return rows_of(await session.execute(statement, {**key, **more}))

    return {
        "person_id": person_id,
        "results": await read(_RESULTS, final=list(FINAL)),
        "merits": await read(_MERITS),
        "circumstances": await read(_CIRCUMSTANCES),
        "reserve": await read(_RESERVE) if sees_body(actor) else [],
    }
