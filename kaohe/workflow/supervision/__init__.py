"""Supervision (督导): inspections and findings, units' standing, the reserve pool (S0-26..28, S0-31)."""

from kaohe.workflow.supervision.findings import answer_finding, close_finding, return_finding
from kaohe.workflow.supervision.inputs import FindingInput, InspectionInput
from kaohe.workflow.supervision.inspect import record_inspection
from kaohe.workflow.supervision.reserve import enter_reserve, leave_reserve
from kaohe.workflow.supervision.standing import record_unit_standing

__all__ = [
    "FindingInput",
    "InspectionInput",
    "answer_finding",
    "close_finding",
    "enter_reserve",
    "leave_reserve",
    "record_inspection",
    "record_unit_standing",
    "return_finding",
]
