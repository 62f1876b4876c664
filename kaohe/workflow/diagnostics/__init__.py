"""How a unit's raters scored (评分诊断), from what is left once a box is counted: see docs/what-if.md."""

from kaohe.workflow.diagnostics.read import rater_diagnostics

__all__ = ["rater_diagnostics"]
