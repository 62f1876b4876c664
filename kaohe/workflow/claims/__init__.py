"""Bonus claims (加分申报, S3-16, S3-17, S3-20): the unit checks them, the office audits them."""

from kaohe.workflow.claims.settle import ClaimAnswer, audit_claims, check_claims

__all__ = ["ClaimAnswer", "audit_claims", "check_claims"]
