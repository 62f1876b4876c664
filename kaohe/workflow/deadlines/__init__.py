"""Deadlines (时限): rows that a sweep claims, re-checks under the lock, and carries out through the door."""

from kaohe.workflow.deadlines.enforce import enforce_due, enforce_next
from kaohe.workflow.deadlines.failing import failing, try_now
from kaohe.workflow.deadlines.fired import Fired
from kaohe.workflow.deadlines.parts import carry_out_part

__all__ = ["Fired", "carry_out_part", "enforce_due", "enforce_next", "failing", "try_now"]
