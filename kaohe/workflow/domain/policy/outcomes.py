"""Who gets no ordinary grade, and why (不确定等次等情形)."""

from enum import StrEnum
from fractions import Fraction
from typing import Literal

from pydantic import Field

from kaohe.workflow.domain.policy.base import Key, Section, Share


class Outcome(StrEnum):
    """How a person's case in a cycle ends, beside the grade itself (requirements §1)."""

    GRADED = "graded"
    COMMENT_ONLY = "comment_only"
    PENDING = "pending"
    NOT_DETERMINED = "not_determined"
    REFUSED = "refused"
    NOT_TAKING_PART = "not_taking_part"


class LeaveKind(StrEnum):
    """Kinds of leave that are recorded."""

    SICK = "sick"
    PERSONAL = "personal"


class SanctionKind(StrEnum):
    """Sanctions (处分), from the lightest: 警告 严重警告 记过 记大过 降级 撤职."""

    WARNING = "warning"
    SERIOUS_WARNING = "serious_warning"
    DEMERIT = "demerit"
    MAJOR_DEMERIT = "major_demerit"
    DEMOTION = "demotion"
    REMOVAL = "removal"


class SanctionEffect(StrEnum):
    """What a sanction does to the grade, from the lightest."""

    NOT_TOP = "not_top"
    COMMENT_ONLY = "comment_only"
    NOT_DETERMINED = "not_determined"


class SanctionRule(Section):
    """处分的影响 · What one kind of sanction does, and for how long."""

    effect: SanctionEffect
    """影响 · Not the top grade, comment only, or no grade determined."""
    lasts: Literal["cycle", "year", "two_years"] = "year"
    """影响多久 · From the cycle of the sanction's date on: that cycle, that year, or that year and the next."""


def _n12_sanctions() -> dict[SanctionKind, SanctionRule]:
    no_grade = SanctionRule(effect=SanctionEffect.NOT_DETERMINED, lasts="two_years")
    return {
        SanctionKind.WARNING: SanctionRule(effect=SanctionEffect.NOT_TOP),
        SanctionKind.SERIOUS_WARNING: SanctionRule(effect=SanctionEffect.COMMENT_ONLY),
        SanctionKind.DEMERIT: SanctionRule(effect=SanctionEffect.COMMENT_ONLY),
        SanctionKind.MAJOR_DEMERIT: no_grade,
        SanctionKind.DEMOTION: no_grade,
        SanctionKind.REMOVAL: no_grade,
    }


class Outcomes(Section):
    """特殊情形 · Who gets no ordinary grade (N-8, N-10..13)."""

    leave_kinds: tuple[LeaveKind, ...] = (LeaveKind.SICK, LeaveKind.PERSONAL)
    """计入的请假种类 · The kinds of leave that are added up (N-10)."""
    leave_over: Share = Fraction(1, 2)
    """请假超过工作日的比例 · More leave than this share of the period's working days: not determined (N-10)."""
    probation: Outcome = Outcome.COMMENT_ONLY
    """试用期 · Probationers (N-8)."""
    investigation: Outcome = Outcome.PENDING
    """立案未结 · Under investigation that is not closed; the grade is made up later (N-11)."""
    refused_grade: Key = "poor"
    """无正当理由不参加考核的等次 · The grade of whoever refuses without good reason (N-13)."""
    sanctions: dict[SanctionKind, SanctionRule] = Field(default_factory=_n12_sanctions)
    """处分 · What each kind of sanction does; of several the heaviest effect counts (N-12)."""
