"""How a result is told to the person (结果反馈)."""

from enum import StrEnum

from pydantic import Field

from kaohe.workflow.domain.policy.base import Flag, Section
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.domain.terms import Term


class FeedbackMethod(StrEnum):
    """Meeting comment (会议点评), individual talk (个别谈话), written delivery (书面送达)."""

    MEETING_COMMENT = "meeting_comment"
    INDIVIDUAL_TALK = "individual_talk"
    WRITTEN_DELIVERY = "written_delivery"


class Feedback(Section):
    """结果反馈 · Delivery and acknowledgement (S3-41, N-1)."""

    by: Role = Role.LEADER_IN_CHARGE
    """由谁反馈 · Who delivers it; overdue, the office delivers in writing."""
    methods: tuple[FeedbackMethod, ...] = Field(default=tuple(FeedbackMethod), min_length=1)
    """反馈方式 · The ways that are allowed."""
    own_words_required: Flag = False
    """是否须记录本人陈述 · Whether the person's own views must be heard and recorded (S0-25); a written delivery hears none."""
    goals_required: Flag = False
    """是否须提出改进目标 · Whether improvement goals must be set; they open the next summary (S0-23, S0-25)."""
    goals_carried: Flag = False
    """改进目标是否结转 · Whether the next summary must say what became of each goal (S0-23)."""
    deliver_within: Term = Term(working_days=10)
    """反馈期限 · By when, from entry into the stage."""
    acknowledge_within: Term = Term(working_days=5)
    """签收期限 · By when the person signs, from delivery; then the case is archived as delivered."""
