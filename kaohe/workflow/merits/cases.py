"""The cases that merit events bear on: locked, so that none is aggregated meanwhile without them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.merits.settled import is_settled
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.refusals import Code, Refusal

Row = dict[str, Any]

_LOCK = text("""
SELECT a.id, a.person_id, a.state, a.outcome, p.name, c.period, c.period_start, c.period_end FROM assessment a
  JOIN cycle c ON c.body_id = a.body_id AND c.id = a.cycle_id
  JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id
 WHERE a.body_id = :body_id AND a.person_id = ANY(:people) AND c.policy_key = :policy_key
   AND c.period_start <= :last AND c.period_end >= :first
 ORDER BY a.id FOR UPDATE OF a
""")


async def lock_cases(
    session: AsyncSession, body_id: int, policy_key: str, people: Sequence[int], days: Sequence[date]
) -> list[Row]:
    """The cases of these people under this policy in the periods that the days may lie in, locked by ascending id."""
    found = await session.execute(
        _LOCK,
        {"body_id": body_id, "policy_key": policy_key, "people": list(people), "first": min(days), "last": max(days)},
    )
    return rows_of(found)


def settled(cases: Sequence[Row], person_id: int, day: date, field: str) -> Iterator[Refusal]:
    """A refusal where the person's score of the period that the day lies in is aggregated already."""
    for case in cases:
        covers = case["person_id"] == person_id and case["period_start"] <= day <= case["period_end"]
        if covers and is_settled(case["state"], case["outcome"]):
            period = Period.parse(case["period"])
            params: dict[str, object] = {"name": case["name"], "period": period.label, "period_en": period.key}
            yield Refusal(Code.CASE_AGGREGATED, field, params)
