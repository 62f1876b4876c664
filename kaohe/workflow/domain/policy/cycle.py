"""Which cycles a policy governs, and whom it covers."""

from typing import Literal

from kaohe.workflow.domain.periods import PeriodKind
from kaohe.workflow.domain.policy.base import Section


class CycleRules(Section):
    """考核周期 · The cycle (S3-21)."""

    kind: Literal["routine"] = "routine"
    """考核种类:平时考核 · The kind of assessment: routine (N-2)."""
    period: PeriodKind = PeriodKind.QUARTER
    """每个周期的长度 · The length of the assessed period (S3-21: the quarter)."""


class Scope(Section):
    """考核对象范围 · Whom the policy covers (N-16)."""

    excluded_management: tuple[str, ...] = ("county_managed",)
    """不在范围内的干部管理类别 · Kinds of cadre management that other rules cover (S3-10)."""
