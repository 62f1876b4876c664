"""Objections (异议, S3-38): filed, admitted, heard, and once more at the superior body."""

from kaohe.workflow.objections.file import file_objection, file_second_instance
from kaohe.workflow.objections.hear import (
    admit_objection,
    dismiss_objection,
    refuse_objection,
    sustain_objection,
    withdraw_objection,
)

__all__ = [
    "admit_objection",
    "dismiss_objection",
    "file_objection",
    "file_second_instance",
    "refuse_objection",
    "sustain_objection",
    "withdraw_objection",
]
