"""The scores that a leader and the person himself gave (领导鉴定、自我评价; S0-14)."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.parts import Appraisal, SelfEvaluation
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.facts.source import Found, Source

# A later round that was not appraised anew rests on the appraisal before.
_APPRAISALS = text("""
SELECT DISTINCT ON (g.assessment_id) g.assessment_id AS id, g.score FROM appraisal g
 WHERE g.body_id = :body_id AND g.assessment_id = ANY(:ids) ORDER BY g.assessment_id, g.round DESC
""")

# One that was returned and never handed in again is a missed one.
_SELF_SCORES = text("""
SELECT DISTINCT ON (s.assessment_id) s.assessment_id AS id, s.self_score AS score FROM self_summary s
  JOIN assessment a ON a.body_id = s.body_id AND a.id = s.assessment_id AND a.summary IN ('submitted', 'late', 'excused')
 WHERE s.body_id = :body_id AND s.assessment_id = ANY(:ids) ORDER BY s.assessment_id, s.revision DESC
""")


def _has(kind: type[Appraisal | SelfEvaluation], policy: Policy) -> bool:
    return any(isinstance(part, kind) for part in policy.scoring.parts)


async def _appraisals(session: AsyncSession, situation: Situation, ids: Sequence[int]) -> Found:
    found = await session.execute(_APPRAISALS, {"body_id": situation.body_id, "ids": list(ids)})
    return {row["id"]: {"appraisal": row["score"]} for row in rows_of(found)}


async def _self_scores(session: AsyncSession, situation: Situation, ids: Sequence[int]) -> Found:
    found = await session.execute(_SELF_SCORES, {"body_id": situation.body_id, "ids": list(ids)})
    return {row["id"]: {"self_score": row["score"]} for row in rows_of(found)}


APPRAISALS = Source(lambda policy: _has(Appraisal, policy), _appraisals)
SELF_SCORES = Source(lambda policy: _has(SelfEvaluation, policy), _self_scores)
