"""Aggregation (综合汇总): from facts to a score with its breakdown, an outcome and a proposed grade."""

from kaohe.workflow.aggregation.aggregate import aggregate
from kaohe.workflow.aggregation.record_scores import record_scores

__all__ = ["aggregate", "record_scores"]
