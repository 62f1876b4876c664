"""How long results are kept (归档)."""

from kaohe.workflow.domain.policy.base import Positive, Section


class Archive(Section):
    """归档 · Keeping (S3-39)."""

    retention_years: Positive = 10
    """保存年限 · How many years an archived cycle is kept."""
