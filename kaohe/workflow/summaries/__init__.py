"""Self-summaries (个人小结): handed in on time, late, or on somebody's behalf; returned."""

from kaohe.workflow.summaries.return_summary import return_summary
from kaohe.workflow.summaries.submit import ClaimInput, GoalProgress, SummaryInput, submit_summary

__all__ = ["ClaimInput", "GoalProgress", "SummaryInput", "return_summary", "submit_summary"]
