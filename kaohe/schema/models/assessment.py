"""One person's case in one cycle, and what people write into it (考核个案)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, Numeric, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from kaohe.schema.base import Base, Owned, Versioned, one_of, owned_fk
from kaohe.schema.states import ASSESSMENT_STATES


class Assessment(Versioned, Base):
    """考核个案. `unit_id` assesses, `own_unit_id` employs; both are fixed when the cycle opens.

    `grade` is null until decided; `outcome` says whether there is one at all (requirements 1).
    """

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("body_id", "cycle_id", "person_id"),
        Index(None, "body_id", "cycle_id", "state", "unit_id"),
        Index(None, "body_id", "cycle_id", "id"),  # a cycle's page; without it, past every case of the years before
        Index(None, "body_id", "unit_id", "id"),
        Index(None, "body_id", "person_id"),
        Index(None, "body_id", "notice_id"),
        one_of("state", ASSESSMENT_STATES),
        owned_fk("cycle_id", "cycle"),
        owned_fk("person_id", "person"),
        owned_fk("unit_id", "unit"),
        owned_fk("own_unit_id", "unit"),
    )

    state: Mapped[str]
    cycle_id: Mapped[int]
    person_id: Mapped[int]
    unit_id: Mapped[int]
    own_unit_id: Mapped[int]
    post: Mapped[str]
    rank: Mapped[str]
    main_leader: Mapped[bool] = mapped_column(default=False)
    deputy_leader: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    post_category: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    round: Mapped[int] = mapped_column(default=1)
    review_step: Mapped[int] = mapped_column(default=0)
    entered_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    summary: Mapped[str | None]  # submitted, late, excused, missed
    outcome: Mapped[str | None]
    score: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    breakdown: Mapped[list[Any] | None]
    allowed_grades: Mapped[list[Any] | None]
    proposed_grade: Mapped[str | None]
    suggested_grade: Mapped[str | None]
    grade: Mapped[str | None]
    nominee: Mapped[bool] = mapped_column(default=False)
    notice_id: Mapped[int | None]
    excluded_reason: Mapped[str | None]
    feedback_at: Mapped[datetime | None]


class SelfSummary(Owned, Base):
    """个人小结. One a version: a returned summary keeps its predecessors."""

    __tablename__ = "self_summary"
    __table_args__ = (UniqueConstraint("body_id", "assessment_id", "revision"), owned_fk("assessment_id", "assessment"))

    assessment_id: Mapped[int]
    revision: Mapped[int]
    text: Mapped[str]
    attendance: Mapped[dict[str, Any]]
    self_score: Mapped[Decimal | None] = mapped_column(Numeric(6, 3))  # 自我评价 (S0-14)
    goals: Mapped[list[Any]] = mapped_column(
        default=list, server_default=sql("'[]'")
    )  # 目标改进: {goal, progress} (S0-23)
    submitted_at: Mapped[datetime]
    person_id: Mapped[int]
    entered_by: Mapped[int | None]  # 代录: the clerk who typed it in


class CommonScore(Owned, Base):
    """共性指标得分 (S3-18): one indicator of one assessment, 0 to 100, entered by the unit."""

    __tablename__ = "common_score"
    __table_args__ = (
        UniqueConstraint("body_id", "assessment_id", "indicator"),
        owned_fk("assessment_id", "assessment"),
    )

    assessment_id: Mapped[int]
    indicator: Mapped[str]
    score: Mapped[Decimal] = mapped_column(Numeric(6, 3))


class BonusClaim(Owned, Base):
    """加分申报 (S3-20): the person applies, the unit checks, the office audits."""

    __tablename__ = "bonus_claim"
    __table_args__ = (
        Index(None, "body_id", "assessment_id"),
        one_of("status", ("filed", "checked", "refused", "accepted", "rejected", "withdrawn")),
        owned_fk("assessment_id", "assessment"),
    )

    assessment_id: Mapped[int]
    standard: Mapped[str]
    matter: Mapped[str]
    points: Mapped[Decimal] = mapped_column(Numeric(7, 3))
    status: Mapped[str]
    checked_by: Mapped[int | None]
    audited_by: Mapped[int | None]
    remark: Mapped[str] = mapped_column(default="")


class ReviewOpinion(Owned, Base):
    """审核意见: what a reviewer signed at one step of one round. `void` once the case was returned below it."""

    __tablename__ = "review_opinion"
    __table_args__ = (Index(None, "body_id", "assessment_id"), owned_fk("assessment_id", "assessment"))

    assessment_id: Mapped[int]
    round: Mapped[int]
    step: Mapped[str]
    person_id: Mapped[int]
    acted_as: Mapped[str]
    in_place_of: Mapped[int | None]  # 代理: the principal whose role the signer used
    grade: Mapped[str | None]
    comment: Mapped[str]
    signed_at: Mapped[datetime]
    void: Mapped[bool] = mapped_column(default=False)


class Feedback(Owned, Base):
    """结果反馈 (S0-25, S3-41): each part a field of its own."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("body_id", "assessment_id"), owned_fk("assessment_id", "assessment"))

    assessment_id: Mapped[int]
    method: Mapped[str]
    affirmed: Mapped[str]
    shortcomings: Mapped[str]
    requirements: Mapped[str]
    own_words: Mapped[str] = mapped_column(default="")
    goals: Mapped[list[Any]]
    delivered_by: Mapped[int]
    delivered_at: Mapped[datetime]
    acknowledgement: Mapped[str | None]  # signed, refused, deemed
    opinion: Mapped[str] = mapped_column(default="")
    witness: Mapped[str] = mapped_column(default="")
    acknowledged_at: Mapped[datetime | None]


class SupplementRecord(Owned, Base):
    """补充记录: 补定等次, a statutory review or a clerical error, beside an archive that is never edited."""

    __tablename__ = "supplement_record"
    __table_args__ = (Index(None, "body_id", "assessment_id"), owned_fk("assessment_id", "assessment"))

    assessment_id: Mapped[int]
    kind: Mapped[str]
    outcome: Mapped[str]
    grade: Mapped[str | None]
    reason: Mapped[str]
    account_id: Mapped[int]
    made_at: Mapped[datetime]
