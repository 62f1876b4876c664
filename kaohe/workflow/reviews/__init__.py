"""Review (审核评鉴): the chain of signatures, and the ways back."""

from kaohe.workflow.reviews.approve import ReviewInput, Signer, approve_reviews, approve_together
from kaohe.workflow.reviews.send_back import return_for_rework, return_to_review

__all__ = [
    "ReviewInput",
    "Signer",
    "approve_reviews",
    "approve_together",
    "return_for_rework",
    "return_to_review",
]
