"""The leader's appraisal (领导鉴定, S0-15..18): a score with a comment, signed by the level above."""

from kaohe.workflow.appraisals.appraise import AppraisalInput, appraise

__all__ = ["AppraisalInput", "appraise"]
