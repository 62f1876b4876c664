"""Records as facts (纪实): how many were due and are there, of every kind that the policy requires (S1-13)."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.facts.model import RecordCount
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.facts.source import Found, Source
from kaohe.workflow.records_kept import Keeping, kept_columns, kept_parameters

_SQL = text(f"""
SELECT a.id, {kept_columns("a.person_id")} FROM assessment a WHERE a.body_id = :body_id AND a.id = ANY(:ids)
""")


def _required(policy: Policy) -> list[RecordKind]:
    return [kind for kind, rules in policy.records.kinds() if rules.required]


async def _read(session: AsyncSession, situation: Situation, ids: Sequence[int]) -> Found:
    period, kinds = Period.parse(situation.period), _required(situation.policy)
    found = await session.execute(
        _SQL, {"body_id": situation.body_id, "ids": list(ids), **kept_parameters(kinds, period)}
    )
    keeping = Keeping.over(period, kinds, situation.calendar)
    return {
        row["id"]: {"records": {kind: RecordCount(one.due, one.recorded) for kind, one in keeping.of(row).items()}}
        for row in rows_of(found)
    }


RECORDS = Source(wanted=lambda policy: bool(_required(policy)), read=_read)
