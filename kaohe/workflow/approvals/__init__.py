"""Outside approval (核准, S3-8, S3-40): numbered result lists, approved or refused by each approver."""

from kaohe.workflow.approvals.answer import answer_results
from kaohe.workflow.approvals.submit import submit_results

__all__ = ["answer_results", "submit_results"]
