"""The stages of a cycle and their deadlines (环节与期限)."""

from enum import StrEnum

from kaohe.workflow.domain.policy.base import Flag, Section
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.domain.terms import DayOfMonth, Term


class OnExpiry(StrEnum):
    """What the end of a stage's term brings to those who are still in it."""

    ADVANCE = "advance"
    ESCALATE = "escalate"
    HOLD = "hold"


#: Stages whose time another section gives, and the field that does.
OWN_TERM = {"publicity": "publicity.term", "appeal": "appeal.window", "feedback": "feedback.deliver_within"}

#: Roles that may be told of what is overdue: they see whose work it is.
REPORTED_TO = (
    Role.UNIT_CLERK,
    Role.MAIN_LEADER,
    Role.LEADER_IN_CHARGE,
    Role.OFFICE,
    Role.COMMITTEE_SECRETARY,
    Role.COMMITTEE_MEMBER,
)


class Escalation(Section):
    """逾期提级 · To whom an overdue stage is reported, and when."""

    after: Term
    """逾期多久后 · How long after the due time."""
    to: Role
    """报给谁 · The role that is told who is late on what; it may urge, and the work stays with whoever has it."""


class StageRules(Section):
    """环节 · One stage of the loop. Due is the later of the fixed date and entry plus the least time."""

    present: Flag = True
    """本细则是否设此环节 · Whether the scheme has the stage; one that it lacks is passed through as skipped."""
    due: DayOfMonth | None = None
    """固定截止日 · A fixed date counted from the period's end (S3-31); none: the least time alone decides."""
    minimum: Term = Term(working_days=3)
    """进入环节后至少留出的时间 · The least time after entry, so that an earlier delay takes nobody's time (§3)."""
    on_expiry: OnExpiry = OnExpiry.ESCALATE
    """到期如何处理 · What happens when the term ends: report it upwards (escalate), or say nothing (hold). A human decides
    here, so advance is refused; at the end of aggregation, escalate also adds up what is complete."""
    reminders: tuple[Term, ...] = ()
    """到期前提醒 · When to remind, counted back from the due time."""
    escalations: tuple[Escalation, ...] = ()
    """逾期后逐级上报 · The levels of escalation after the due time. None given, and on_expiry is escalate: one step up from
    whoever is late at the due time, the office one working day later."""

    @property
    def levels(self) -> tuple[Escalation, ...]:
        """The levels of escalation in order: the policy's own, or what holds where it gives none."""
        if self.escalations or self.on_expiry is not OnExpiry.ESCALATE:
            return self.escalations
        return (Escalation(after=Term(working_days=1), to=Role.OFFICE),)


class SelfMovingStage(StageRules):
    """到期自动进入下一环节的环节 · A stage that its term ends without a human's decision."""

    on_expiry: OnExpiry = OnExpiry.ADVANCE
    """到期如何处理 · What happens when the term ends; a missed summary takes the policy's deduction."""


class Stages(Section):
    """各环节 · The seven stages with terms, in order; `archived` has none."""

    self_summary: SelfMovingStage = SelfMovingStage()
    """个人小结 · The person's own summary (S3-28)."""
    aggregation: StageRules = StageRules()
    """综合汇总 · The unit computes everyone's score (S3-29)."""
    review: StageRules = StageRules()
    """审核评鉴 · The reviewers sign in turn (S3-30, S3-31, S3-32)."""
    decision: StageRules = StageRules()
    """党委研究决定 · The party committee decides (S3-34)."""
    publicity: SelfMovingStage = SelfMovingStage()
    """公示 · Grades are publicised; its time is publicity.term (S3-37)."""
    appeal: SelfMovingStage = SelfMovingStage()
    """异议复核 · Objections; its time is appeal.window (S3-38)."""
    feedback: StageRules = StageRules()
    """结果反馈 · The result is told to the person (S3-41)."""

    def in_order(self) -> tuple[tuple[str, StageRules], ...]:
        """Every stage's name and rules, in the order of the loop."""
        return tuple((name, getattr(self, name)) for name in type(self).model_fields)
