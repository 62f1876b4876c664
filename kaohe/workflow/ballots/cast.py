"""Casting a ballot (评分): sealed before it reaches the database, and nothing beside it tells whose it is (S1-20).

One transaction writes three things: the envelope under a random id, that the rater has cast, and the end of his task. No
history, no outbox, no idempotency key, no moment, no word in the log. Drafts stay in the browser.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from nacl.public import PublicKey, SealedBox
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.ballots.ratees import leaves_of, ratee_of
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.ballots.check import check_ballot
from kaohe.workflow.domain.ballots.envelope import pack
from kaohe.workflow.domain.calendar import minute_words
from kaohe.workflow.domain.charts import BoxState, Subject
from kaohe.workflow.domain.charts.labels import state_label
from kaohe.workflow.domain.refusals import Code, Refused, not_found, refuse
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.door import About, drop_task
from kaohe.workflow.situations import policy_of

# The box shared, so that nobody closes it meanwhile and raters do not wait for each other; then the rater's own row, so
# that of two ballots of his one comes second.
_BOX = text("SELECT * FROM ballot_box WHERE body_id = :body_id AND id = :id FOR SHARE")

_RATER = text("""
SELECT rater_group, has_cast FROM ballot_rater
 WHERE body_id = :body_id AND box_id = :id AND person_id = :person_id FOR UPDATE
""")

_PAPER = text("""
SELECT c.suspended_at IS NOT NULL AS suspended, v.id AS version_id, v.sha256,
       (SELECT array_agg(CASE WHEN r.person_id = :person_id THEN r.relative_id ELSE r.person_id END) FROM relative r
         WHERE r.body_id = c.body_id AND :person_id IN (r.person_id, r.relative_id)) AS relatives,
       (SELECT jsonb_agg(jsonb_build_object('id', a.id, 'person_id', a.person_id, 'main_leader', a.main_leader,
                                            'deputy_leader', a.deputy_leader) ORDER BY a.id)
          FROM assessment a WHERE a.body_id = c.body_id AND a.id = ANY(:ratees)) AS ratees
  FROM cycle c JOIN policy_version v ON v.body_id = c.body_id AND v.id = c.policy_version_id
 WHERE c.body_id = :body_id AND c.id = :cycle_id
""")

_SEALED = text("INSERT INTO sealed_ballot (body_id, id, box_id, envelope) VALUES (:body_id, :id, :box_id, :envelope)")

_CAST = text("""
UPDATE ballot_rater SET has_cast = true WHERE body_id = :body_id AND box_id = :id AND person_id = :person_id
""")


@dataclass(frozen=True, repr=False)
class Vote:
    """What a ballot gives one case. It has no words: an error that quotes one must not tell it."""

    assessment_id: int
    score: Decimal


async def cast_ballot(session: AsyncSession, actor: Actor, now: datetime, box_id: int, votes: Sequence[Vote]) -> None:
    """Cast the actor's own ballot, on all whom he rates (S1-22, S1-23). Refused with every violated rule; a second one
    with ALREADY_CAST, by which a client that heard nothing of the first learns that it counts."""
    box, rater = await _locked(session, actor, box_id)
    if rater["has_cast"]:
        raise refuse(Code.ALREADY_CAST)
    if box["state"] != BoxState.OPEN:
        state, state_en = state_label(box["state"])
        raise refuse(Code.WRONG_STATE, state=state, state_en=state_en, action="评分", action_en="cast a ballot")
    paper = await _paper(session, actor, box)
    if paper["suspended"]:
        raise refuse(Code.SUSPENDED)
    if now >= box["due_at"]:
        raise refuse(Code.BALLOT_CLOSED, until=minute_words(box["due_at"]))
    policy = await policy_of(session, actor.body_id, paper["version_id"], paper["sha256"])
    rules = policy.ballots.box(box["key"])
    ratees = [ratee_of(row) for row in paper["ratees"] or ()]
    relatives = frozenset(paper["relatives"] or ())
    leaves = leaves_of(
        policy, box["key"], box["unit_class"], rater["rater_group"], actor.person_id or 0, ratees, relatives
    )
    refusals = check_ballot(rules, box["headcount"], [(vote.assessment_id, vote.score) for vote in votes], leaves)
    if refusals:
        raise Refused(refusals)
    plain = pack(rules, box["ratees"], {vote.assessment_id: (leaves[vote.assessment_id], vote.score) for vote in votes})
    await _write(session, actor, box, SealedBox(PublicKey(box["public_key"])).encrypt(plain))


async def _locked(session: AsyncSession, actor: Actor, box_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The box and the actor's row in it; a box in which he does not rate does not exist for him."""
    key = {"body_id": actor.body_id, "id": box_id}
    boxes = rows_of(await session.execute(_BOX, key))
    raters = rows_of(await session.execute(_RATER, {**key, "person_id": actor.person_id}))
    if not boxes or not raters or boxes[0]["opened_at"] is None:
        raise not_found("ballot_box")
    return boxes[0], raters[0]


async def _paper(session: AsyncSession, actor: Actor, box: dict[str, Any]) -> dict[str, Any]:
    found = await session.execute(
        _PAPER,
        {
            "body_id": actor.body_id,
            "cycle_id": box["cycle_id"],
            "person_id": actor.person_id,
            "ratees": box["ratees"],
        },
    )
    return rows_of(found)[0]


async def _write(session: AsyncSession, actor: Actor, box: dict[str, Any], envelope: bytes) -> None:
    sealed = {"body_id": actor.body_id, "id": uuid4(), "box_id": box["id"], "envelope": envelope}
    await session.execute(_SEALED, sealed)
    await session.execute(_CAST, {"body_id": actor.body_id, "id": box["id"], "person_id": actor.person_id})
    about = About(actor.body_id, Subject.BALLOT_BOX, box["id"], box["cycle_id"])
    await drop_task(session, about, "cast_ballot", person_key(actor.person_id or 0))
