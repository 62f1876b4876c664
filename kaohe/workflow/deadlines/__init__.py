"""Deadlines (时限): rows that a sweep claims, re-checks under the lock, and carries out through the door."""

from kaohe.workflow.deadlines.enforce import enforce_due

__all__ = ["enforce_due"]
