"""Cycles (考核周期): creating, opening, freezing the quota, moving on, extending, suspending, cancelling."""

from kaohe.workflow.cycles.cancel import cancel_cycle
from kaohe.workflow.cycles.create import create_cycle
from kaohe.workflow.cycles.extend import extend_stage
from kaohe.workflow.cycles.freeze import freeze_quota
from kaohe.workflow.cycles.open import open_cycle
from kaohe.workflow.cycles.progress import advance_cycle
from kaohe.workflow.cycles.suspend import resume_cycle, suspend_cycle

__all__ = [
    "advance_cycle",
    "cancel_cycle",
    "create_cycle",
    "extend_stage",
    "freeze_quota",
    "open_cycle",
    "resume_cycle",
    "suspend_cycle",
]
