"""Figures by person and month: attendance (考勤) and performance (月度绩效, S3-53)."""

from kaohe.workflow.imports.monthly.prepare import prepare_attendance, prepare_performance

__all__ = ["prepare_attendance", "prepare_performance"]
