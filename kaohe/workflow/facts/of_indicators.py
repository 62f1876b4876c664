"""Facts of individual and elastic indicators (个性、弹性指标, S0-6, S0-7)."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.facts.model import ElasticItem, OwnIndicator
from kaohe.workflow.domain.indicators.model import IndicatorKind
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.parts import ElasticIndicators, IndividualIndicators
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.facts.source import Found, Source
from kaohe.workflow.indicators_in_force import CaseIndicators, indicators_of_cases


def _wanted(policy: Policy) -> bool:
    return any(isinstance(part, IndividualIndicators | ElasticIndicators) for part in policy.scoring.parts)


async def _read(session: AsyncSession, situation: Situation, ids: Sequence[int]) -> Found:
    found = await indicators_of_cases(session, situation.body_id, ids)
    return {case: {"individual": _individual(one), "elastic": _elastic(one)} for case, one in found.items()}


def _individual(case: CaseIndicators) -> tuple[OwnIndicator, ...]:
    return tuple(
        OwnIndicator(one.key, one.weight, case.points.get((IndicatorKind.INDIVIDUAL, one.key)), one.label)
        for one in case.in_force.individual
        if one.weight is not None
    )


def _elastic(case: CaseIndicators) -> tuple[ElasticItem, ...]:
    return tuple(
        ElasticItem(one.key, case.points.get((IndicatorKind.ELASTIC, one.key)), one.label)
        for one in case.in_force.elastic
    )


INDICATORS = Source(_wanted, _read)
