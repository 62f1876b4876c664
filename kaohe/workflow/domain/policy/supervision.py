"""How the level above guides and manages units (审核备案、抽查、走访; S0-26..28)."""

from decimal import Decimal

from kaohe.workflow.domain.policy.base import Flag, Ratio, Section
from kaohe.workflow.domain.terms import Term


class UnitShare(Section):
    """单位年度优秀比例 · A unit's annual share of the best grade, raised or lowered by how it did as a whole (S0-28)."""

    base: Ratio = Decimal("0.20")
    """基准比例 · The share of an ordinary unit (N-4)."""
    step: Ratio = Decimal("0.00")
    """增减幅度 · By how much it is raised or lowered; 0: it is not (S0-28 gives no figure)."""
    least: Ratio = Decimal("0.00")
    """下限 · Never less than this."""
    most: Ratio = Decimal("0.25")
    """上限 · Never more than this (N-4)."""


class Supervision(Section):
    """督导 · Spot checks, site visits and what follows from them."""

    inspections: Flag = False
    """是否抽查走访 · Whether the level above records spot checks and site visits (S0-26)."""
    follow_up: Term = Term(working_days=10)
    """整改答复期限 · By when a unit answers a finding (S0-27)."""
    unit_share: UnitShare = UnitShare()
    """单位年度优秀比例 · How a unit's standing moves its annual share (S0-28)."""
