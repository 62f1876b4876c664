"""Records of work (工作纪实) and leave (请假): entering, correcting, redacting (S0-21, S0-22, S1-5..14, Cross-8)."""

from kaohe.workflow.records.leave import record_leave, withdraw_leave
from kaohe.workflow.records.redact import redact_record
from kaohe.workflow.records.write import RecordInput, write_records

__all__ = ["RecordInput", "record_leave", "redact_record", "withdraw_leave", "write_records"]
