"""Plans (办理结果): what a move that may go ahead brings. Pure; the door writes what they say."""

from kaohe.workflow.domain.plans.plan import plan

__all__ = ["plan"]
