"""Commendations and deductions whose day lies in the period (奖惩事件; S0-10, S0-11)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.facts.model import ScoredMatter
from kaohe.workflow.domain.merits import sign_of, standards_of
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.facts.source import Found, Source

_MERITS = text("""
SELECT a.id, m.standard, m.matter, m.points FROM assessment a
  JOIN merit_event m ON m.body_id = a.body_id AND m.person_id = a.person_id
 WHERE a.body_id = :body_id AND a.id = ANY(:ids) AND m.policy_key = :policy_key AND m.withdrawn_at IS NULL
   AND m.happened_on BETWEEN :starts AND :ends
 ORDER BY m.id
""")

_FIELDS = {1: "claims", -1: "deductions"}


def _wanted(policy: Policy) -> bool:
    return bool(standards_of(policy))


async def _read(session: AsyncSession, situation: Situation, ids: Sequence[int]) -> Found:
    period = Period.parse(situation.period)
    parameters = {"policy_key": situation.policy.key, "starts": period.start, "ends": period.end}
    rows = await session.execute(_MERITS, {"body_id": situation.body_id, "ids": list(ids), **parameters})
    standards = standards_of(situation.policy)
    found: dict[int, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    for row in rows_of(rows):
        sign = sign_of(situation.policy, row["standard"])
        if sign is not None:  # a later version of the policy may have no such standard, or give less by it
            field = _FIELDS[sign]
            points = min(row["points"], standards[row["standard"]].points)
            matter = ScoredMatter(row["standard"], row["matter"], points)
            found[row["id"]][field] = (*found[row["id"]].get(field, ()), matter)
    return found


MERITS = Source(_wanted, _read)
