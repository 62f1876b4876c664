"""The party committee's sessions (党委研究决定) and the notices that follow from them (公示)."""

from kaohe.workflow.decisions.hold_session import hold_session
from kaohe.workflow.decisions.inputs import DecisionInput, SessionInput

__all__ = ["DecisionInput", "SessionInput", "hold_session"]
