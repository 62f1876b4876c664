"""Who takes part, and where (参加考核): excluded, included again, reassigned to another unit."""

from kaohe.workflow.participation.exclude import exclude, include
from kaohe.workflow.participation.reassign import reassign

__all__ = ["exclude", "include", "reassign"]
