"""Setting a unit's indicators (设定个性、弹性指标, S0-6, S0-7)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Unit
from kaohe.schema.rows import as_json
from kaohe.workflow.cycles.find import require_cycle
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import CYCLE_CHART
from kaohe.workflow.domain.charts.labels import state_label
from kaohe.workflow.domain.guards.indicator_sets import check_set
from kaohe.workflow.domain.indicators.keys import outdated, with_keys
from kaohe.workflow.domain.indicators.model import KIND_LABELS, IndicatorKind, UnitIndicator, part_of
from kaohe.workflow.domain.refusals import Code, Refusal, Refused
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.door import uphold
from kaohe.workflow.indicators_in_force import as_stored, sets_in_force
from kaohe.workflow.people.find import find
from kaohe.workflow.permits import require_clerk
from kaohe.workflow.situations import load_situation

# Cases that such a set may concern: of this cycle, and for individual ones of every later one.
_CONCERNED = """
  FROM assessment a JOIN cycle c ON c.body_id = a.body_id AND c.id = a.cycle_id
 WHERE a.body_id = :body_id AND a.unit_id = :unit_id AND c.policy_key = :policy_key
   AND (:elastic AND c.period = :period OR NOT :elastic AND c.period >= :period AND a.post_category = :post_category)
"""

_LOCK = text(f"SELECT a.id {_CONCERNED} ORDER BY a.id FOR UPDATE OF a")

# In later cycles it holds until the next set.
_STATES = text(f"""
SELECT a.id, a.score IS NOT NULL AND a.state NOT IN ('self_summary', 'aggregation', 'cancelled') AS settled {_CONCERNED}
   AND NOT EXISTS (SELECT 1 FROM indicator_set s
         WHERE s.body_id = a.body_id AND s.policy_key = c.policy_key AND s.unit_id = a.unit_id AND s.kind = 'individual'
           AND s.post_category = a.post_category AND NOT :elastic AND s.period > :period AND s.period <= c.period)
""")

_STORE = text("""
INSERT INTO indicator_set (body_id, policy_key, unit_id, kind, post_category, period, indicators, set_by, set_at)
VALUES (:body_id, :policy_key, :unit_id, :kind, :post_category, :period, CAST(:indicators AS jsonb), :person_id, :now)
ON CONFLICT (body_id, policy_key, unit_id, kind, post_category, period)
DO UPDATE SET indicators = EXCLUDED.indicators, set_by = EXCLUDED.set_by, set_at = EXCLUDED.set_at
RETURNING id
""")

_FORGET = text("""
DELETE FROM indicator_score
 WHERE body_id = :body_id AND kind = :kind AND assessment_id = ANY(:ids) AND indicator = ANY(:keys)
""")


@dataclass(frozen=True)
class IndicatorsInput:
    """What is set: by which unit, from which cycle on, for whom. An indicator without a key gets one."""

    cycle_id: int
    unit_id: int
    kind: IndicatorKind
    indicators: Sequence[UnitIndicator]
    post_category: str = ""


async def set_indicators(session: AsyncSession, actor: Actor, now: datetime, given: IndicatorsInput) -> int:
    """Set a unit's indicators for a cycle; the set's id. By the unit's clerk or leaders.

    Individual ones hold for a post category from the cycle's period on, until a later set; elastic ones for that period
    alone. Refused once anybody whom they concern has been aggregated. Scores stay with indicators that say the same as
    before; the others are to be entered anew.
    """
    await require_cycle(session, actor, given.cycle_id)
    await find(session, Unit, actor, given.unit_id, "unitId")
    situation = await load_situation(session, actor.body_id, given.cycle_id)
    label, label_en = KIND_LABELS[given.kind]
    doing = (f"设定{label}", f"set {label_en}")
    acting = require_clerk(actor, given.unit_id, *doing, WorkKind.AGGREGATION, or_office=False)
    given = _trimmed(given)
    concerned = {
        "body_id": actor.body_id,
        "unit_id": given.unit_id,
        "policy_key": situation.policy.key,
        "period": situation.period,
        "elastic": given.kind is IndicatorKind.ELASTIC,
        "post_category": given.post_category,
    }
    await session.execute(_LOCK, concerned)
    cases = {row.id: row.settled for row in await session.execute(_STATES, concerned)}
    refusals = [*_refusals(given, situation), *_settled(sum(cases.values()))]
    if refusals:
        raise Refused(refusals)
    await uphold(session, actor, acting.loans)
    sets = await sets_in_force(session, actor.body_id, [given.cycle_id], [given.unit_id])
    held = sets.get((given.cycle_id, given.unit_id, given.kind, given.post_category))
    before = held.indicators if held else ()
    after = with_keys(given.indicators, before)
    row = {
        **{name: value for name, value in concerned.items() if name != "elastic"},
        "kind": given.kind,
        "indicators": as_json([as_stored(one) for one in after]),
        "person_id": actor.person_id,
        "now": now,
    }
    set_id = await session.scalar(_STORE, row)
    gone = {"body_id": actor.body_id, "kind": given.kind, "ids": list(cases), "keys": outdated(before, after)}
    await session.execute(_FORGET, gone)
    assert set_id is not None  # an upsert returns its row
    return int(set_id)


def _trimmed(given: IndicatorsInput) -> IndicatorsInput:
    trimmed = [
        replace(one, key=one.key.strip(), label=one.label.strip(), standard=one.standard.strip())
        for one in given.indicators
    ]
    return replace(given, indicators=trimmed, post_category=given.post_category.strip())


def _refusals(given: IndicatorsInput, situation: Situation) -> Iterator[Refusal]:
    if situation.cycle_state in CYCLE_CHART.ends:
        state, state_en = state_label(situation.cycle_state)
        label, label_en = KIND_LABELS[given.kind]
        words = {"action": f"设定{label}", "action_en": f"set {label_en}", "state": state, "state_en": state_en}
        yield Refusal(Code.WRONG_STATE, "cycle_id", dict(words))
    if situation.suspended:
        yield Refusal(Code.SUSPENDED)
    part = part_of(situation.policy, situation.units[given.unit_id].unit_class, given.kind)
    yield from check_set(part, given.kind, given.post_category, given.indicators)


def _settled(count: int) -> Iterator[Refusal]:
    if count:
        yield Refusal(Code.INDICATORS_SETTLED, params={"count": count})
