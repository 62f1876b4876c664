"""Merit events (奖惩事件; S0-10, S0-11): recorded by the office with the document that they rest on, and withdrawn."""

from kaohe.workflow.merits.record import record_merits
from kaohe.workflow.merits.withdraw import withdraw_merit

__all__ = ["record_merits", "withdraw_merit"]
