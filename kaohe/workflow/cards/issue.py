"""Issuing cards (发放评议卡片): links that are answered once and can't be had again."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Assessment, Body, CardBatch, EvaluationCard, Person, Unit
from kaohe.workflow.cycles.find import require_cycle
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.cards import NONCE_BYTES, token_hash, token_of
from kaohe.workflow.domain.guards.inputs import bad
from kaohe.workflow.domain.inputs_open import still_changing, under_way
from kaohe.workflow.domain.permissions import recusal
from kaohe.workflow.domain.refusals import Code, Refusal, Refused, not_found
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.domain.terms import end_of
from kaohe.workflow.inputs_open import stages_counted
from kaohe.workflow.people.find import find
from kaohe.workflow.permits import require_clerk
from kaohe.workflow.situations import load_situation
from kaohe.workflow.visibility import require_visible

_ACTION = {"action": "发放评议卡片", "action_en": "issue evaluation cards"}


@dataclass(frozen=True)
class Issued:
    """A batch as it is handed out: whose it is, until when it can be used, and its tokens, which are kept nowhere."""

    batch_id: int
    body: str
    unit: str
    person: str | None
    valid_until: datetime
    tokens: Sequence[str]


async def issue_cards(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    key: bytes,
    cycle_id: int,
    unit_id: int,
    count: int,
    *,
    assessment_id: int | None = None,
) -> Issued:
    """Issue `count` cards about a unit, or about one of its people, valid as long as the policy says.

    By the unit's clerk or the office, never about oneself or a relative, and only while nobody they count for has a score.
    """
    await require_cycle(session, actor, cycle_id)
    unit = await find(session, Unit, actor, unit_id, "unitId")
    case = await _case(session, actor, cycle_id, unit_id, assessment_id)
    require_clerk(actor, unit_id, _ACTION["action"], _ACTION["action_en"], WorkKind.AGGREGATION)
    situation = await load_situation(session, actor.body_id, cycle_id)
    stages = await stages_counted(session, actor.body_id, cycle_id, unit_id, assessment_id)
    refusals = _violated(situation, unit, count, stages)
    if case is not None and (kept_away := recusal(actor.person_id, case.person_id, situation)):
        refusals.append(kept_away)
    if refusals:
        raise Refused(refusals)
    batch = CardBatch(
        body_id=actor.body_id,
        cycle_id=cycle_id,
        unit_id=unit_id,
        assessment_id=assessment_id,
        size=count,
        valid_until=end_of(situation.policy.cards.valid, now, situation.calendar).ends_at,
        issued_by=actor.person_id,
        issued_at=now,
    )
    session.add(batch)
    await session.flush()
    tokens = await _make(session, batch, key)
    body = await session.get_one(Body, actor.body_id)
    person = None if case is None else (await find(session, Person, actor, case.person_id, "assessmentId")).name
    return Issued(batch.id, body.name, unit.name, person, batch.valid_until, tokens)


async def _make(session: AsyncSession, batch: CardBatch, key: bytes) -> list[str]:
    """The batch's cards, of whose tokens only the hashes are written."""
    tokens = [token_of(key, secrets.token_bytes(NONCE_BYTES)) for _ in range(batch.size)]
    rows = [
        {"body_id": batch.body_id, "id": uuid4(), "batch_id": batch.id, "token_hash": token_hash(one), "remark": ""}
        for one in tokens
    ]
    await session.execute(insert(EvaluationCard), rows)
    return tokens


async def _case(
    session: AsyncSession, actor: Actor, cycle_id: int, unit_id: int, assessment_id: int | None
) -> Assessment | None:
    """The case that the cards are about: one of this cycle and unit that the actor may see."""
    if assessment_id is None:
        return None
    await require_visible(session, actor, [assessment_id], "assessmentId")
    case = await find(session, Assessment, actor, assessment_id, "assessmentId")
    if (case.cycle_id, case.unit_id) != (cycle_id, unit_id):
        raise not_found("assessment", "assessmentId")
    return case


def _violated(situation: Situation, unit: Unit, count: int, stages: Sequence[str]) -> list[Refusal]:
    rules, of_unit = situation.policy.cards, {"unit": unit.name, **_ACTION}
    refusals = []
    unit_class = situation.policy.class_of(unit.unit_class)
    if not rules.items or (rules.unit_classes and unit_class not in rules.unit_classes):
        refusals.append(Refusal(Code.CARDS_NOT_FOR_UNIT, "unitId", dict(of_unit)))
    most = rules.most_in_a_batch
    if not 1 <= count <= most:
        refusals.append(bad("count", f"一批1至{most}张", f"a batch has 1 to {most} cards"))
    if not still_changing(stages):
        refusals.append(Refusal(Code.UNIT_AGGREGATED, "unitId", dict(of_unit)))
    elif not under_way(stages):
        refusals.append(Refusal(Code.CASE_NOT_OPEN, "unitId", dict(of_unit)))
    return refusals
