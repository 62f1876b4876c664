"""Feedback (结果反馈, S0-25, S3-41): delivered, acknowledged, or refused before a witness."""

from kaohe.workflow.feedback.acknowledge import (
    acknowledge_result,
    deem_acknowledged,
    record_refusal_to_sign,
)
from kaohe.workflow.feedback.deliver import FeedbackInput, deliver_feedback

__all__ = [
    "FeedbackInput",
    "acknowledge_result",
    "deem_acknowledged",
    "deliver_feedback",
    "record_refusal_to_sign",
]
