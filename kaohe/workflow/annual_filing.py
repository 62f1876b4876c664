"""Filing a year's results (年备案, S0-13): the form with all cycles of one scheme in a year."""

import asyncio
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.refusals import Code, refuse
from kaohe.workflow.forms.annual_filing import FilingYear, annual_filing
from kaohe.workflow.permits import require
from kaohe.workflow.person_file.read import FINAL

_CYCLES = text("""
SELECT c.id, c.period, v.document, b.name AS body FROM cycle c
  JOIN policy_version v ON v.body_id = c.body_id AND v.id = c.policy_version_id
  JOIN body b ON b.id = c.body_id
 WHERE c.body_id = :body_id AND c.policy_key = :policy_key AND c.year = :year AND c.state NOT IN ('draft', 'cancelled')
 ORDER BY c.period_end, c.id
""")

# Where somebody has gone through several units the last one has him; a grade is spelt as its own cycle's policy does.
_PEOPLE = text("""
SELECT p.number, p.name, p.post, p.rank, (array_agg(u.name ORDER BY c.period_end DESC, c.id DESC))[1] AS unit,
       jsonb_object_agg(c.period, jsonb_build_object(
         'state', a.state, 'final', a.state = ANY(:final),
         'outcome', CASE WHEN s.id IS NULL THEN a.outcome ELSE s.outcome END,
         'grade', (SELECT g->>'label' FROM jsonb_array_elements(v.document->'grades') g
                    WHERE g->>'key' = CASE WHEN s.id IS NULL THEN a.grade ELSE s.grade END))) AS results
  FROM assessment a
  JOIN cycle c ON c.body_id = a.body_id AND c.id = a.cycle_id
  JOIN policy_version v ON v.body_id = c.body_id AND v.id = c.policy_version_id
  JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id
  JOIN unit u ON u.body_id = a.body_id AND u.id = a.unit_id
  LEFT JOIN LATERAL (SELECT r.id, r.outcome, r.grade FROM supplement_record r
         WHERE r.body_id = a.body_id AND r.assessment_id = a.id ORDER BY r.id DESC LIMIT 1) s ON true
 WHERE a.body_id = :body_id AND a.cycle_id = ANY(:cycles)
 GROUP BY p.id, p.number, p.name, p.post, p.rank
 ORDER BY (array_agg(u.position ORDER BY c.period_end DESC, c.id DESC))[1], p.number, p.id
""")


async def file_year(session: AsyncSession, actor: Actor, now: datetime, policy_key: str, year: int) -> bytes:
    """The form as a workbook. For the office and the administrator; refused where the scheme had no cycle that year."""
    require(actor, "填报年度备案表", "file the year", Who.OFFICE, Who.ADMINISTRATOR)
    key = {"body_id": actor.body_id, "policy_key": policy_key, "year": year}
    cycles = rows_of(await session.execute(_CYCLES, key))
    if not cycles:
        raise refuse(Code.POLICY_NOT_EFFECTIVE, "policyKey", key=policy_key, day=f"{year}年")
    asked = {"body_id": actor.body_id, "cycles": [cycle["id"] for cycle in cycles], "final": list(FINAL)}
    people = rows_of(await session.execute(_PEOPLE, asked))
    today = now.astimezone(BUSINESS_ZONE).date()
    filing = FilingYear(
        body=cycles[-1]["body"],
        year=year,
        policy=cycles[-1]["document"],
        periods=list(dict.fromkeys(cycle["period"] for cycle in cycles)),
        people=people,
        filled_on=f"{today.year}年{today.month}月{today.day}日",
    )
    return await asyncio.to_thread(annual_filing, filing)
