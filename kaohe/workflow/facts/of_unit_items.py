"""What the units of cases scored in the period (专项指标, S0-8): public satisfaction, departmental service level."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.parts import UnitBonus
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.facts.source import Found, Source

_SQL = text("""
SELECT a.id, x.item, x.score FROM assessment a
  JOIN unit_item x ON x.body_id = a.body_id AND x.unit_id = a.unit_id AND x.policy_key = :policy_key AND x.period = :period
   AND x.item = ANY(:items)
 WHERE a.body_id = :body_id AND a.id = ANY(:ids)
 ORDER BY a.id, x.item
""")


def _parts(policy: Policy) -> list[UnitBonus]:
    return [part for part in policy.scoring.parts if isinstance(part, UnitBonus)]


def _wanted(policy: Policy) -> bool:
    return bool(_parts(policy))


async def _read(session: AsyncSession, situation: Situation, ids: Sequence[int]) -> Found:
    found = await session.execute(
        _SQL,
        {
            "body_id": situation.body_id,
            "ids": list(ids),
            "policy_key": situation.policy.key,
            "period": situation.period,
            # Recorded for a cycle that was cancelled, an item may be one that this version has no longer.
            "items": [item.key for part in _parts(situation.policy) for item in part.items],
        },
    )
    scores: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for row in rows_of(found):
        scores[row["id"]][row["item"]] = row["score"]
    return {one: {"unit_items": items} for one, items in scores.items()}


OF_UNIT_ITEMS = Source(_wanted, _read)
