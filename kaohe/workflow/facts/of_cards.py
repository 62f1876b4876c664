"""The evaluation cards of cases (评议卡片, S0-20): the person's own, or the unit's where there are none."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.cards import tally
from kaohe.workflow.domain.facts.model import CardTally
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.cards import Cards
from kaohe.workflow.domain.policy.parts import CardPart
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.facts.source import Found, Source

_CASES = text("SELECT id, unit_id FROM assessment WHERE body_id = :body_id AND id = ANY(:ids)")

# Few rows however many cards there are: those that say the same are counted together.
_USED = text("""
SELECT b.assessment_id, b.unit_id, c.scores, count(*) AS cards
  FROM card_batch b JOIN evaluation_card c ON c.body_id = b.body_id AND c.batch_id = b.id AND c.used_on IS NOT NULL
 WHERE b.body_id = :body_id AND b.cycle_id = :cycle_id
   AND (b.assessment_id = ANY(:ids) OR (b.assessment_id IS NULL AND b.unit_id = ANY(:units)))
 GROUP BY b.assessment_id, b.unit_id, c.scores
""")


def _wanted(policy: Policy) -> bool:
    return any(isinstance(part, CardPart) for part in policy.scoring.parts)


async def _read(session: AsyncSession, situation: Situation, ids: Sequence[int]) -> Found:
    of_cases = {"body_id": situation.body_id, "ids": list(ids)}
    unit_of = {row["id"]: row["unit_id"] for row in rows_of(await session.execute(_CASES, of_cases))}
    units = {"cycle_id": situation.cycle_id, "units": sorted(set(unit_of.values()))}
    rows = rows_of(await session.execute(_USED, {**of_cases, **units}))
    own = _tallies(situation.policy.cards, "assessment_id", [row for row in rows if row["assessment_id"] is not None])
    common = _tallies(situation.policy.cards, "unit_id", [row for row in rows if row["assessment_id"] is None])
    found = {one: own.get(one) or common.get(unit) for one, unit in unit_of.items()}
    return {one: {"cards": cards} for one, cards in found.items() if cards is not None}


def _tallies(rules: Cards, key: str, rows: Sequence[Mapping[str, Any]]) -> dict[int, CardTally]:
    used: dict[int, list[tuple[Mapping[str, str], int]]] = defaultdict(list)
    for row in rows:
        used[row[key]].append((row["scores"], row["cards"]))
    return {one: tally(rules, counted) for one, counted in used.items()}


OF_CARDS = Source(_wanted, _read)
