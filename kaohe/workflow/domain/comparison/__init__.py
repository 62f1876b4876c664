"""What would change if other rules had applied (测算比较): one policy against another on the same facts."""

from kaohe.workflow.domain.comparison.compare import NotComparableError, compare
from kaohe.workflow.domain.comparison.model import Comparison

__all__ = ["Comparison", "NotComparableError", "compare"]
