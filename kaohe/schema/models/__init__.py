"""Every table, so that one import gives the whole metadata."""

from kaohe.schema.models.account import Account, BearerSession, IdempotencyKey
from kaohe.schema.models.archive import Seal, SealedDocument
from kaohe.schema.models.assessment import (
    Assessment,
    BonusClaim,
    CommonScore,
    Feedback,
    ReviewOpinion,
    SelfSummary,
    SupplementRecord,
)
from kaohe.schema.models.cycle import Cycle, PolicyVersion, StageTerm, UnitList
from kaohe.schema.models.decision import (
    DecisionItem,
    DecisionSession,
    Notice,
    Objection,
    OutsideApproval,
    ResultList,
    ResultListItem,
)
from kaohe.schema.models.facts import Attendance, Circumstance, Evidence, MonthlyPerformance
from kaohe.schema.models.ledger import DatabaseMark, Deadline, History, Notification, Outbox, QuotaEntry, Task
from kaohe.schema.models.organisation import (
    Assignment,
    Body,
    CalendarOverride,
    ImportBatch,
    Person,
    Relative,
    RoleGrant,
    Unit,
)

__all__ = [
    "Account",
    "Assessment",
    "Assignment",
    "Attendance",
    "BearerSession",
    "Body",
    "BonusClaim",
    "CalendarOverride",
    "Circumstance",
    "CommonScore",
    "Cycle",
    "DatabaseMark",
    "Deadline",
    "DecisionItem",
    "DecisionSession",
    "Evidence",
    "Feedback",
    "History",
    "IdempotencyKey",
    "ImportBatch",
    "MonthlyPerformance",
    "Notice",
    "Notification",
    "Objection",
    "Outbox",
    "OutsideApproval",
    "Person",
    "PolicyVersion",
    "QuotaEntry",
    "Relative",
    "ResultList",
    "ResultListItem",
    "ReviewOpinion",
    "RoleGrant",
    "Seal",
    "SealedDocument",
    "SelfSummary",
    "StageTerm",
    "SupplementRecord",
    "Task",
    "Unit",
    "UnitList",
]
