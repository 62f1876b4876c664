"""Publishing a session's notice (公示, S3-37): the public grades only, with a term of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import as_json
from kaohe.workflow.decisions.cases import Case
from kaohe.workflow.domain.charts import Stage
from kaohe.workflow.domain.notice_term import objecting_end, publicity_end
from kaohe.workflow.domain.plans.schedule import deadlines, is_present
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.stage_plan import Course
from kaohe.workflow.door import About, set_deadlines


@dataclass(frozen=True)
class Published:
    """A notice's id, and until when it stands; both None where the scheme has no publicity."""

    notice_id: int | None = None
    closes_at: datetime | None = None


_INSERT = text("""
INSERT INTO notice (body_id, cycle_id, session_id, number, form, content, published_at, closes_at, objections_until,
                    provisional)
SELECT :body_id, :cycle_id, :session_id, COALESCE(max(number), 0) + 1, :form, CAST(:content AS jsonb), :now,
       :closes_at, :objections_until, :provisional
  FROM notice WHERE body_id = :body_id AND cycle_id = :cycle_id
RETURNING id
""")


_AMEND = text("""
UPDATE notice n SET amended_at = :now,
       content = (SELECT COALESCE(jsonb_agg(line), '[]') FROM jsonb_array_elements(n.content) line
                   WHERE NOT (line->>'assessment_id')::bigint = ANY(:ids))
  FROM (SELECT DISTINCT body_id, cycle_id FROM assessment WHERE body_id = :body_id AND id = ANY(:ids)) c
 WHERE n.body_id = c.body_id AND n.cycle_id = c.cycle_id AND EXISTS (
   SELECT 1 FROM jsonb_array_elements(n.content) line WHERE (line->>'assessment_id')::bigint = ANY(:ids))
""")


async def amend_notices(session: AsyncSession, body_id: int, ids: Sequence[int], now: datetime) -> None:
    """Take these cases off the notices of their cycle that name them: what those said no longer holds."""
    await session.execute(_AMEND, {"body_id": body_id, "ids": list(ids), "now": now})


async def publish_notice(
    session: AsyncSession, situation: Situation, session_id: int, cases: Sequence[Case], now: datetime
) -> Published:
    """Publish the notice of a session, with the deadlines that close it and the time to object.

    A scheme without publicity (and so without appeal, which counts from its end) publishes nothing.
    """
    policy, calendar = situation.policy, situation.calendar
    if not is_present(policy, Stage.PUBLICITY):
        return Published()
    course = Course(now)  # nothing has befallen it yet
    closing = publicity_end(policy, now, course, calendar)
    objecting = objecting_end(policy, now, closing, course, calendar)
    content = [
        {
            "assessment_id": case.assessment_id,
            "name": case.name,
            "unit": case.unit,
            "post": case.post,
            "grade": case.grade,
        }
        for case in cases
        if case.grade in policy.publicity.grades
    ]
    notice_id = await session.scalar(
        _INSERT,
        {
            "body_id": situation.body_id,
            "cycle_id": situation.cycle_id,
            "session_id": session_id,
            "form": policy.publicity.form,
            "content": as_json(content),
            "now": now,
            "closes_at": closing.due_at,
            "objections_until": objecting.due_at,
            "provisional": closing.provisional or objecting.provisional,
        },
    )
    assert notice_id is not None  # an INSERT returns its row
    about = About(situation.body_id, "notice", notice_id, situation.cycle_id)
    specs = [
        spec
        for stage, end in ((Stage.PUBLICITY, closing), (Stage.APPEAL, objecting))
        if is_present(policy, stage)
        for spec in deadlines(stage, end.due_at, now, 1, situation)
    ]
    await set_deadlines(session, calendar, [(about, spec) for spec in specs])
    return Published(notice_id, closing.due_at)
