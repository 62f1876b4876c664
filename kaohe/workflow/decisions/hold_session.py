"""A session of the party committee: decides, writes the minutes, publishes the notice, all at once (S3-34..37)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import as_json, document, insert_sql
from kaohe.workflow.cycles.find import require_cycle
from kaohe.workflow.decisions.cases import Case, cases_before, recused
from kaohe.workflow.decisions.checks import (
    item_refusals,
    place_refusals,
    quorum_refusals,
)
from kaohe.workflow.decisions.inputs import SessionInput
from kaohe.workflow.decisions.notice import amend_notices, publish_notice
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject, Who
from kaohe.workflow.domain.permissions import Acting
from kaohe.workflow.domain.refusals import not_found
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.door import move
from kaohe.workflow.permits import require_work
from kaohe.workflow.quota.places import places_now
from kaohe.workflow.situations import load_situation

_SESSION = text("""
INSERT INTO decision_session (body_id, cycle_id, number, supplementary, held_at, attendees, members, minutes, recorded_by,
                              in_place_of)
SELECT :body_id, :cycle_id, COALESCE(max(number), 0) + 1, count(*) > 0, :held_at, CAST(:attendees AS jsonb), :members,
       :minutes, :recorded_by, CAST(:in_place_of AS bigint)
  FROM decision_session WHERE body_id = :body_id AND cycle_id = :cycle_id
RETURNING id
""")

_ACCEPTED = text("""
SELECT a.unit_id, count(*) AS accepted FROM decision_item d JOIN assessment a ON a.body_id = d.body_id AND a.id = d.assessment_id
 WHERE d.body_id = :body_id AND a.cycle_id = :cycle_id AND d.round = 1 AND d.kind = 'accepted' AND d.grade = :limited
 GROUP BY a.unit_id
""")

_NAMES = text("SELECT id, name FROM person WHERE body_id = :body_id AND id = ANY(:ids)")


async def hold_session(session: AsyncSession, actor: Actor, now: datetime, cycle_id: int, given: SessionInput) -> int:
    """Record a session and carry out its decisions; its id. The first session of a cycle is the regular one, the
    others are supplementary. Two sessions on one cycle wait for each other, so that places are counted right."""
    await require_cycle(session, actor, cycle_id, lock=True)
    held = require_work(actor, "记录党委会决定", "record a session", Who.SECRETARY, WorkKind.DECISION)
    situation = await load_situation(session, actor.body_id, cycle_id)
    cases = await cases_before(session, situation, given)
    if not {case.assessment_id for case in cases} >= {one.assessment_id for one in given.decisions}:
        raise not_found("assessment", "decisions")
    refusals = [
        *quorum_refusals(situation, given, cases, await _names(session, actor.body_id, given.attendee_ids)),
        *item_refusals(situation, given, cases, now),
        *place_refusals(
            situation, await places_now(session, situation), cases, await _accepted_before(session, situation)
        ),
    ]
    session_id = await _record(session, actor, held, situation, given)
    # A case that is decided anew stands on its new notice, if on any.
    await amend_notices(session, actor.body_id, [case.assessment_id for case in cases if case.round > 1], now)
    notice = await publish_notice(session, situation, session_id, cases, now)
    limited = situation.policy.limited_grade.key
    await move(
        session,
        Subject.ASSESSMENT,
        [case.assessment_id for case in cases],
        Command("decide", actor, now),
        args={
            case.assessment_id: {
                "grade": case.grade,
                "kind": case.kind(limited),
                "session_id": session_id,
                "notice_id": notice.notice_id,
                "closes_at": notice.closes_at,
            }
            for case in cases
        },
        extra=refusals,
    )
    await _items(session, situation, session_id, cases, given)
    return session_id


async def _record(session: AsyncSession, actor: Actor, held: Acting, situation: Situation, given: SessionInput) -> int:
    session_id = await session.scalar(
        _SESSION,
        {
            "body_id": actor.body_id,
            "cycle_id": situation.cycle_id,
            "held_at": given.held_at,
            "attendees": as_json(list(dict.fromkeys(given.attendee_ids))),
            "members": len(situation.holders.get(role_key(Role.COMMITTEE_MEMBER), frozenset())),
            "minutes": given.minutes.strip(),
            "recorded_by": actor.person_id,
            "in_place_of": held.principal_id,
        },
    )
    assert session_id is not None  # an INSERT returns its row
    return int(session_id)


async def _items(
    session: AsyncSession, situation: Situation, session_id: int, cases: Sequence[Case], given: SessionInput
) -> None:
    limited = situation.policy.limited_grade.key
    rows = [
        {
            "body_id": situation.body_id,
            "session_id": session_id,
            "assessment_id": case.assessment_id,
            "round": case.round,
            "kind": case.kind(limited),
            "suggested_grade": case.suggested,
            "grade": case.grade,
            "reason": case.reason.strip(),
            "recused": recused(case, given.attendee_ids, situation.relatives),
        }
        for case in cases
    ]
    await session.execute(text(insert_sql("decision_item", list(rows[0]), "rows")), {"rows": document(rows)})


async def _accepted_before(session: AsyncSession, situation: Situation) -> Mapping[int, int]:
    found = await session.execute(
        _ACCEPTED,
        {
            "body_id": situation.body_id,
            "cycle_id": situation.cycle_id,
            "limited": situation.policy.limited_grade.key,
        },
    )
    return {row.unit_id: row.accepted for row in found}


async def _names(session: AsyncSession, body_id: int, ids: Sequence[int]) -> dict[int, str]:
    found = await session.execute(_NAMES, {"body_id": body_id, "ids": list(ids)})
    return {row.id: row.name for row in found}
