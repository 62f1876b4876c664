"""Corrections (更正): a grade withheld after the decision, a further record beside a sealed archive."""

from kaohe.workflow.corrections.supplement import SupplementKind, supplement
from kaohe.workflow.corrections.withhold import withhold_grade

__all__ = ["SupplementKind", "supplement", "withhold_grade"]
