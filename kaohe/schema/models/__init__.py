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
from kaohe.schema.models.calendar import CalendarOverride, OfficialDay, OfficialYear
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
from kaohe.schema.models.delivery import Delivery, FailedMessage
from kaohe.schema.models.facts import Attendance, Circumstance, Evidence, MonthlyPerformance
from kaohe.schema.models.ledger import (
    DatabaseMark,
    Deadline,
    DeadlinePart,
    History,
    Notification,
    Outbox,
    QuotaEntry,
    Task,
)
from kaohe.schema.models.organisation import (
    Assignment,
    Body,
    ImportBatch,
    Person,
    Relative,
    RoleGrant,
    Substitution,
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
    "DeadlinePart",
    "DecisionItem",
    "DecisionSession",
    "Delivery",
    "Evidence",
    "FailedMessage",
    "Feedback",
    "History",
    "IdempotencyKey",
    "ImportBatch",
    "MonthlyPerformance",
    "Notice",
    "Notification",
    "Objection",
    "OfficialDay",
    "OfficialYear",
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
    "Substitution",
    "SupplementRecord",
    "Task",
    "Unit",
    "UnitList",
]
