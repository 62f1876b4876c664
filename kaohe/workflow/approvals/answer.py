"""An outside approver's answer (核准意见): approves a list, except for those it refuses with a reason."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import as_json
from kaohe.workflow.appeals import release
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.permissions import Acting, kept_apart, standing_in
from kaohe.workflow.domain.refusals import Code, Refusal, Refused, not_found, refuse
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.door import move, uphold
from kaohe.workflow.situations import load_situation
from kaohe.workflow.visibility import is_outside, sees_body

_LIST = text("""
SELECT l.cycle_id, (SELECT array_agg(i.assessment_id ORDER BY i.assessment_id) FROM result_list_item i
                     WHERE i.body_id = l.body_id AND i.list_id = l.id) AS cases,
       (SELECT array_agg(a.person_id ORDER BY a.id) FROM result_list_item i
          JOIN assessment a ON a.body_id = i.body_id AND a.id = i.assessment_id
         WHERE i.body_id = l.body_id AND i.list_id = l.id) AS people,
       EXISTS (SELECT 1 FROM outside_approval o WHERE o.body_id = l.body_id AND o.list_id = l.id
                 AND o.approver = :approver) AS answered
  FROM result_list l WHERE l.body_id = :body_id AND l.id = :id FOR UPDATE OF l
""")

_ANSWER = text("""
INSERT INTO outside_approval (body_id, list_id, approver, letter, refused, reason, answered_by, in_place_of, answered_at)
VALUES (:body_id, :id, :approver, :letter, CAST(:refused AS jsonb), :reason, :person_id, :in_place_of, :now)
""")

_CLOSE = text("""
UPDATE task SET state = 'done', closed_at = :now, closed_by = :actor
 WHERE body_id = :body_id AND subject = 'result_list' AND subject_id = :id AND assignee_key = :key AND state = 'open'
""")

# A case that is just becoming final is waited for, and then it is.
_LOCK = text("SELECT 1 FROM assessment WHERE body_id = :body_id AND id = ANY(:refused) ORDER BY id FOR UPDATE")

_FINAL = text("""
SELECT p.name FROM assessment a JOIN result_list_item i ON i.body_id = a.body_id AND i.assessment_id = a.id
  JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id
 WHERE i.body_id = :body_id AND i.list_id = :id AND a.id = ANY(:refused) AND a.state IN ('feedback', 'archived')
   AND a.round = i.round ORDER BY a.id
""")

_STILL_THERE = text("""
SELECT a.id FROM assessment a JOIN result_list_item i ON i.body_id = a.body_id AND i.assessment_id = a.id
 WHERE i.body_id = :body_id AND i.list_id = :id AND a.id = ANY(:refused) AND a.state = 'appeal' AND a.round = i.round
""")


async def answer_results(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    list_id: int,
    approver: str,
    letter: str,
    refused: Sequence[int] = (),
    reason: str = "",
) -> None:
    """Answer a list as the outside approver `approver`, with the number of the letter (核准文号, 备案号).

    Those refused go back to the committee for another round; the others go on once every approver has answered. One
    whom another approver has refused meanwhile is there already. Nobody waits for the answer of who only files the
    results (S0-26): he may send somebody back as long as that one's result is not final, RESULT_FINAL afterwards.
    """
    key = {"body_id": actor.body_id, "id": list_id, "approver": approver}
    found = (await session.execute(_LIST, key)).mappings().one_or_none()
    if found is None or not (is_outside(actor) or sees_body(actor)):
        raise not_found("result list")
    cases: list[int] = found["cases"] or []
    situation = await load_situation(session, actor.body_id, found["cycle_id"])
    held = _held(actor, approver, found["people"] or [], situation)
    await uphold(session, actor, held.loans)
    filing = any(one.filing for one in situation.policy.appeal.outside_approvals if one.key == approver)
    refusals = _refusals(found["answered"], letter, bool(refused), reason, filing=filing)
    refusals += await _too_late(session, key, refused)
    if not set(cases) >= set(refused):
        refusals += not_found("assessment", "refused_ids").refusals
    if situation.suspended:
        refusals.append(Refusal(Code.SUSPENDED))
    if refusals:
        raise Refused(refusals)
    await session.execute(
        _ANSWER,
        {
            **key,
            "letter": letter.strip(),
            "refused": as_json(sorted(refused)),
            "reason": reason.strip(),
            "person_id": actor.person_id,
            "in_place_of": held.principal_id,
            "now": now,
        },
    )
    desk = role_key(Role.OUTSIDE_APPROVER, approver)
    await session.execute(_CLOSE, {**key, "now": now, "actor": actor.name, "key": desk})
    there = list((await session.execute(_STILL_THERE, {**key, "refused": list(refused)})).scalars())
    if there:
        command = Command("outside_reject", actor, now, reason=reason, args={"list": list_id, "approver": approver})
        await move(session, Subject.ASSESSMENT, there, command)
    await release(session, actor.body_id, now, sorted(set(cases) - set(refused)))


def _held(actor: Actor, approver: str, people: Sequence[int], situation: Situation) -> Acting:
    """How the actor answers for this approver. In another's place he answers no list on which one of the two, or a
    relative, stands."""
    apart: list[Refusal] = []
    for held in standing_in(actor, role_key(Role.OUTSIDE_APPROVER, approver), WorkKind.APPROVAL):
        loan = held.loan
        found = (kept_apart(actor.person_id, loan, one, situation) for one in people) if loan else ()
        refusals = [one for one in found if one is not None]
        if not refusals:
            return held
        apart += refusals[:1]
    if apart:
        raise Refused(apart)
    raise refuse(
        Code.NOT_ALLOWED,
        "approver",
        action="核准",
        action_en="answer a result list",
        who=f"核准方 {approver}",
        who_en=f"the approver {approver}",
    )


async def _too_late(session: AsyncSession, key: Mapping[str, object], refused: Sequence[int]) -> list[Refusal]:
    if not refused:
        return []
    asked = {"body_id": key["body_id"], "refused": list(refused)}
    await session.execute(_LOCK, asked)
    names = list(await session.scalars(_FINAL, {**asked, "id": key["id"]}))
    return [Refusal(Code.RESULT_FINAL, "refused_ids", {"names": "、".join(names)})] if names else []


def _refusals(answered: bool, letter: str, refusing: bool, reason: str, *, filing: bool) -> list[Refusal]:
    refusals = []
    if answered:
        refusals.append(Refusal(Code.DUPLICATE, params={"what": "对该名单的意见", "what_en": "an answer to this list"}))
    if not letter.strip():
        label, label_en = ("备案号", "filing number") if filing else ("核准文号", "letter number")
        refusals.append(Refusal(Code.REQUIRED, "letter", {"label": label, "label_en": label_en}))
    if refusing and not reason.strip():
        refusals.append(Refusal(Code.REQUIRED, "reason", {"label": "理由", "label_en": "reason"}))
    return refusals
