"""The API's enums: the domain's own lists, each value with its words as description."""

import enum
import re
from collections.abc import Iterable
from typing import Any

import graphene

from kaohe.graphql.words import words_of
from kaohe.schema.models.ledger import QUOTA_KINDS
from kaohe.schema.models.records import LEAVE_KINDS
from kaohe.workflow import corrections
from kaohe.workflow.domain import charts, refusals, roles
from kaohe.workflow.domain.comparison import model as comparison
from kaohe.workflow.domain.facts import model as facts
from kaohe.workflow.domain.indicators.model import IndicatorKind as DomainIndicatorKind
from kaohe.workflow.domain.policy import feedback, outcomes, participation
from kaohe.workflow.domain.policy.records import RecordKind as DomainRecordKind
from kaohe.workflow.domain.quota import QuotaScope as DomainQuotaScope
from kaohe.workflow.domain.records.lengths import LengthNoteKind as DomainLengthNoteKind
from kaohe.workflow.domain.standing import Standing as DomainStanding
from kaohe.workflow.domain.substitution import WorkKind as DomainWorkKind
from kaohe.workflow.domain.supervision import kinds as supervision_kinds
from kaohe.workflow.domain.supervision.shares import UnitYearStanding as DomainUnitYearStanding
from kaohe.workflow.imports import report as imports


def _enum(name: str, values: Iterable[str], zh: str, en: str) -> Any:
    members = enum.Enum(name, {value.upper(): str(value) for value in values})  # type: ignore[misc]

    def describe(member: Any) -> str:
        return f"{zh} · {en}" if member is None else " · ".join(words_of(member.value, name))

    return graphene.Enum.from_enum(members, description=describe)


def _codes() -> Any:
    def describe(member: Any) -> str:
        return (
            "不予办理的原因 · Why something is refused"
            if member is None
            else " · ".join(map(_general, refusals.MESSAGES[member]))
        )

    return graphene.Enum.from_enum(refusals.Code, name="RefusalCode", description=describe)


def _general(message: str) -> str:
    """A message without the particulars that fill it."""
    return re.sub(r"\{\w+\}", "…", re.sub(r"\{(last|case)(_en)?\}", "", message))


RefusalCode = _codes()
Stage = _enum("Stage", charts.Stage, "考核环节", "the stage of one person's case")
CycleStage = _enum("CycleStage", charts.CycleStage, "周期所处环节", "the stage of a cycle")
ListState = _enum("ListState", charts.ListState, "结果登记表状态", "how far a unit list has come")
ObjectionState = _enum("ObjectionState", charts.ObjectionState, "异议状态", "how far an objection has come")
BoxState = _enum("BoxState", charts.BoxState, "票箱状态", "how far a ballot box has come")
FindingState = _enum("FindingState", charts.FindingState, "督导问题状态", "how far a finding is followed up")
FindingKind = _enum("FindingKind", supervision_kinds.FindingKind, "发现的情况种类", "what was found at a unit")
InspectionKind = _enum("InspectionKind", supervision_kinds.InspectionKind, "检查方式", "how a unit was looked at")
UnitYearStanding = _enum(
    "UnitYearStanding", DomainUnitYearStanding, "单位年度评价", "how a unit did as a whole in a year"
)
Subject = _enum(
    "SubjectKind",
    [*charts.Subject, "notice", "result_list", "person"],
    "事项种类",
    "what a task, deadline or line of history is about",
)
Standing = _enum("Standing", DomainStanding, "单位内身份", "where a person stands in the unit that assesses him")
IndicatorKind = _enum("IndicatorKind", DomainIndicatorKind, "单位指标种类", "the kinds of indicator that a unit sets")
Role = _enum("Role", roles.Role, "角色", "what a person may be in a body")
WorkKind = _enum("WorkKind", DomainWorkKind, "代理事项", "the kinds of work that a substitute may be given")
Outcome = _enum("Outcome", outcomes.Outcome, "考核结果类别", "whether there is a grade at all")
ChangeCause = _enum("ChangeCause", comparison.Cause, "变化原因", "why a result differs under another policy")
ComparisonProblemKind = _enum(
    "ComparisonProblemKind", comparison.ProblemKind, "不可比之处", "why facts do not fully answer for a policy"
)
ComparisonSide = _enum("ComparisonSide", comparison.Side, "哪一套细则", "which of the two policies")
SanctionKind = _enum("SanctionKind", outcomes.SanctionKind, "处分种类", "kinds of sanction")
RecordKind = _enum("RecordKind", DomainRecordKind, "纪实种类", "kinds of record of work")
LengthNoteKind = _enum(
    "LengthNoteKind", DomainLengthNoteKind, "字数提示", "how a text's length differs from the policy's"
)
LeaveKind = _enum("LeaveKind", LEAVE_KINDS, "请假种类", "kinds of leave")
SummaryState = _enum("SummaryState", facts.SummaryState, "小结提交情况", "what became of the self-summary")
CircumstanceKind = _enum("CircumstanceKind", facts.CircumstanceKind, "特殊情形", "what keeps from an ordinary grade")
AssignmentKind = _enum("AssignmentKind", participation.AssignmentKind, "外派种类", "kinds of assignment")
FeedbackMethod = _enum("FeedbackMethod", feedback.FeedbackMethod, "反馈方式", "how a result is told")
QuotaScope = _enum("QuotaScope", DomainQuotaScope, "名额归属", "whose places")
QuotaKind = _enum("QuotaKind", QUOTA_KINDS, "名额台账记录种类", "what an entry of the ledger records")
ClaimStatus = _enum(
    "ClaimStatus",
    ("filed", "checked", "refused", "accepted", "rejected", "withdrawn"),
    "加分申报状态",
    "how far a claim is",
)
DecisionKind = _enum(
    "DecisionKind", ("accepted", "rejected", "added", "changed", "not_graded"), "决定种类", "what the committee did"
)
Acknowledgement = _enum("Acknowledgement", ("signed", "refused", "deemed"), "签收方式", "how a result was received")
SupplementKind = _enum("SupplementKind", corrections.SupplementKind, "补充记录种类", "why an archive is supplemented")
DeadlineKind = _enum("DeadlineKind", ("remind", "expire", "escalate"), "时限种类", "what a deadline does")
DeliveryState = _enum("DeliveryState", ("waiting", "delivered", "failed"), "外发状态", "how far a delivery is")
SessionRest = _enum(
    "SessionRest", ("accept", "leave"), "其余人员", "what becomes of those whom a session does not name"
)
ReworkStage = _enum(
    "ReworkStage", ("aggregation", "self_summary"), "退回至", "where a reviewer may send a case back to"
)
ImportKind = _enum("ImportKind", imports.ImportKind, "导入种类", "what a file holds")
