"""Merit events (奖惩事件; S0-10, S0-11): what raises or lowers the score of the period that their day lies in."""

from kaohe.workflow.domain.merits.checks import MeritInput, check_merit
from kaohe.workflow.domain.merits.standards import sign_of, standards_of

__all__ = ["MeritInput", "check_merit", "sign_of", "standards_of"]
