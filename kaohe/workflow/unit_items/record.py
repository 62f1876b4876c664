"""Recording unit items (登记专项指标得分): by the office, each with the source of its figure (S0-8, S0-19, S3-53)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Unit
from kaohe.schema.rows import document, insert_sql
from kaohe.workflow.cycles.find import require_cycle
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import CycleStage, Who
from kaohe.workflow.domain.charts.labels import state_label
from kaohe.workflow.domain.guards.inputs import bad
from kaohe.workflow.domain.guards.scores import of_a_hundred
from kaohe.workflow.domain.inputs_open import still_changing
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.parts import UnitBonus
from kaohe.workflow.domain.refusals import Code, Refusal, Refused, not_found, refuse
from kaohe.workflow.inputs_open import stages_of_units
from kaohe.workflow.people.limits import NOTE
from kaohe.workflow.permits import require
from kaohe.workflow.situations import load_situation

_ACTION = {"action": "登记专项指标得分", "action_en": "record unit items"}

_COLUMNS = "body_id policy_key unit_id period item score source recorded_by recorded_at".split()

_UPSERT = (
    "ON CONFLICT (body_id, policy_key, unit_id, period, item) DO UPDATE SET score = EXCLUDED.score, "
    "source = EXCLUDED.source, recorded_by = EXCLUDED.recorded_by, recorded_at = EXCLUDED.recorded_at RETURNING id"
)


@dataclass(frozen=True)
class UnitItemInput:
    """One unit's score, 0 to 100, in one item of the policy, and where the figure comes from."""

    unit_id: int
    item: str
    score: Decimal
    source: str


async def record_unit_items(
    session: AsyncSession, actor: Actor, now: datetime, cycle_id: int, items: Sequence[UnitItemInput]
) -> Sequence[int]:
    """Record scores for the cycle's period, replacing earlier ones; the ids of their rows.

    A unit's can change until the first of its cases is aggregated.
    """
    await require_cycle(session, actor, cycle_id)
    require(actor, _ACTION["action"], _ACTION["action_en"], Who.OFFICE)
    situation = await load_situation(session, actor.body_id, cycle_id)
    if situation.cycle_state == CycleStage.CANCELLED:
        zh, en = state_label(situation.cycle_state)
        raise refuse(Code.WRONG_STATE, "cycleId", state=zh, state_en=en, **_ACTION)
    units = await _units(session, actor, items)
    stages = await stages_of_units(session, actor.body_id, cycle_id, list(units))
    refusals = list(_violated(situation.policy, units, stages, items))
    if refusals:
        raise Refused(refusals)
    rows = [
        {
            "body_id": actor.body_id,
            "policy_key": situation.policy.key,
            "unit_id": one.unit_id,
            "period": situation.period,
            "item": one.item,
            "score": one.score,
            "source": one.source.strip(),
            "recorded_by": actor.person_id,
            "recorded_at": now,
        }
        for one in sorted(items, key=lambda one: (one.unit_id, one.item))  # the same order of locks for everybody
    ]
    written = text(insert_sql("unit_item", _COLUMNS, "rows", suffix=_UPSERT))
    return list((await session.execute(written, {"rows": document(rows)})).scalars())


async def _units(session: AsyncSession, actor: Actor, items: Sequence[UnitItemInput]) -> dict[int, Unit]:
    """The units by their ids; NOT_FOUND at the first row whose unit is not the body's."""
    ids = {one.unit_id for one in items}
    found = await session.scalars(select(Unit).where(Unit.body_id == actor.body_id, Unit.id.in_(ids)))
    units = {unit.id: unit for unit in found}
    for index, one in enumerate(items):
        if one.unit_id not in units:
            raise not_found("unit", f"[{index}].unit_id")
    return units


def _violated(
    policy: Policy, units: Mapping[int, Unit], stages: Mapping[int, Sequence[str]], items: Sequence[UnitItemInput]
) -> Iterator[Refusal]:
    seen = set()
    for index, one in enumerate(items):
        unit = units[one.unit_id]
        if not still_changing(stages.get(unit.id, ())):
            yield Refusal(Code.UNIT_AGGREGATED, f"[{index}].unit_id", {"unit": unit.name, **_ACTION})
        if (one.unit_id, one.item) in seen:
            words = {"what": f"{unit.name}的“{one.item}”", "what_en": f"“{one.item}” of {unit.name}"}
            yield Refusal(Code.DUPLICATE, f"[{index}].item", dict(words))
        seen.add((one.unit_id, one.item))
        yield from _wrong(_known(policy, unit), unit, one, f"[{index}].")


def _known(policy: Policy, unit: Unit) -> dict[str, str]:
    """The items of the parts that people of this unit have: key → label."""
    parts = [part for part in policy.scoring.parts_for(policy.class_of(unit.unit_class)) if isinstance(part, UnitBonus)]
    return {item.key: item.label for part in parts for item in part.items}


def _wrong(known: Mapping[str, str], unit: Unit, one: UnitItemInput, at: str) -> Iterator[Refusal]:
    source = one.source.strip()
    if not source:
        yield Refusal(Code.REQUIRED, f"{at}source", {"label": "数据来源", "label_en": "the source of the figure"})
    if len(source) > NOTE:
        yield bad(f"{at}source", f"数据来源最长{NOTE}字", f"the source has at most {NOTE} characters")
    if one.item not in known:
        listed = "、".join(f"{key}（{label}）" for key, label in known.items()) or "无"
        listed_en = ", ".join(known) or "none"
        yield bad(
            f"{at}item",
            f"{unit.name}没有专项指标“{one.item}”，可用：{listed}",
            f"{unit.name} has no item “{one.item}”; there are: {listed_en}",
        )
    yield from of_a_hundred(f"{at}score", one.score)
