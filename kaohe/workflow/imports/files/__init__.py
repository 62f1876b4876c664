"""Reading uploaded tables, .xlsx and .csv, into plain cells."""

from kaohe.workflow.imports.files.read_table import read_table
from kaohe.workflow.imports.files.sheet import Cell, CellError, Sheet

__all__ = ["Cell", "CellError", "Sheet", "read_table"]
