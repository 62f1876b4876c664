"""What a unit measures its people by, beside the policy's own indicators."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.parts import ElasticIndicators, IndividualIndicators


class IndicatorKind(StrEnum):
    """个性指标 of one post category, until a later set (S0-6); 弹性指标 of the whole unit, for one period (S0-7)."""

    INDIVIDUAL = "individual"
    ELASTIC = "elastic"


KIND_LABELS: dict[IndicatorKind, tuple[str, str]] = {
    IndicatorKind.INDIVIDUAL: ("个性指标", "individual indicators"),
    IndicatorKind.ELASTIC: ("弹性指标", "elastic indicators"),
}

#: The part of a policy's score that each kind feeds.
IndicatorPart = IndividualIndicators | ElasticIndicators
_PARTS: dict[IndicatorKind, type[IndicatorPart]] = {
    IndicatorKind.INDIVIDUAL: IndividualIndicators,
    IndicatorKind.ELASTIC: ElasticIndicators,
}


@dataclass(frozen=True, slots=True)
class UnitIndicator:
    """One indicator with the standard it is judged by. Elastic ones have no weight; a new one may lack its key."""

    key: str
    label: str
    standard: str
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class InForce:
    """The indicators in force for one case."""

    individual: tuple[UnitIndicator, ...] = ()
    elastic: tuple[UnitIndicator, ...] = ()

    def of(self, kind: IndicatorKind) -> tuple[UnitIndicator, ...]:
        """Those of one kind."""
        return self.individual if kind is IndicatorKind.INDIVIDUAL else self.elastic


@dataclass(frozen=True, slots=True)
class GivenPoints:
    """What is entered by one indicator: 0 to 100 by an individual one, points with a sign by an elastic one."""

    kind: IndicatorKind
    indicator: str
    points: Decimal


def part_of(policy: Policy, registered_class: str, kind: IndicatorKind) -> IndicatorPart | None:
    """The part of the score that the kind feeds for people of a unit registered under that class, if they have one."""
    parts = policy.scoring.parts_for(policy.class_of(registered_class))
    return next((part for part in parts if isinstance(part, _PARTS[kind])), None)
