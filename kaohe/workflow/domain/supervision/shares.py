"""A unit's annual share of the best grade (单位年度优秀比例, S0-28)."""

from enum import StrEnum
from fractions import Fraction

from kaohe.workflow.domain.policy.supervision import UnitShare


class UnitYearStanding(StrEnum):
    """How a unit did as a whole in a year, by the office's word."""

    OUTSTANDING = "outstanding"
    ORDINARY = "ordinary"
    MANY_PROBLEMS = "many_problems"


_STEPS = {UnitYearStanding.OUTSTANDING: 1, UnitYearStanding.ORDINARY: 0, UnitYearStanding.MANY_PROBLEMS: -1}


def annual_share(rule: UnitShare, standing: UnitYearStanding) -> Fraction:
    """The share, between 0 and 1: one step up or down from the base, never outside the policy's bounds."""
    share = Fraction(rule.base) + _STEPS[standing] * Fraction(rule.step)
    return min(max(share, Fraction(rule.least)), Fraction(rule.most))
