"""Importing rosters, attendance, monthly performance and opening balances from .xlsx and .csv (导入)."""

from kaohe.workflow.imports.import_file import import_file
from kaohe.workflow.imports.plan import Progress
from kaohe.workflow.imports.report import IMPORT_LABELS, ImportKind, ImportReport

__all__ = ["IMPORT_LABELS", "ImportKind", "ImportReport", "Progress", "import_file"]
