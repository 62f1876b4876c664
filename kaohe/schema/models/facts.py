"""Facts that scores and outcomes rest on, imported or entered (S3-53, N-8..13)."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kaohe.schema.base import Base, Owned, one_of, owned_fk


class Attendance(Owned, Base):
    """考勤: one person's absence and leave in one month, in days; late and early as counts."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("body_id", "person_id", "month"), owned_fk("person_id", "person"))

    person_id: Mapped[int]
    month: Mapped[str]
    absent_days: Mapped[Decimal] = mapped_column(Numeric(5, 1))
    sick_days: Mapped[Decimal] = mapped_column(Numeric(5, 1))
    personal_days: Mapped[Decimal] = mapped_column(Numeric(5, 1))
    late_count: Mapped[int]
    batch_id: Mapped[int | None]


class MonthlyPerformance(Owned, Base):
    """月度绩效 (S3-19, S3-53): a score of 0 to 100 with its source."""

    __tablename__ = "monthly_performance"
    __table_args__ = (UniqueConstraint("body_id", "person_id", "month"), owned_fk("person_id", "person"))

    person_id: Mapped[int]
    month: Mapped[str]
    score: Mapped[Decimal] = mapped_column(Numeric(6, 3))
    batch_id: Mapped[int | None]


class Circumstance(Owned, Base):
    """特殊情形: what makes a case other than a graded one, or caps its grade (N-8, N-11, N-12, N-13)."""

    __tablename__ = "circumstance"
    __table_args__ = (
        Index(None, "body_id", "person_id"),
        one_of("kind", ("probation", "investigation", "sanction", "refused")),
        owned_fk("person_id", "person"),
    )

    person_id: Mapped[int]
    kind: Mapped[str]
    sanction: Mapped[str | None]
    starts: Mapped[date]
    ends: Mapped[date | None]
    note: Mapped[str]
    recorded_by: Mapped[int | None]
    recorded_at: Mapped[datetime]


class Evidence(Owned, Base):
    """佐证材料: a file's name, type, size and SHA-256; the bytes lie in the evidence folder under their hash."""

    __tablename__ = "evidence"
    __table_args__ = (
        Index(None, "body_id", "assessment_id"),
        Index(None, "body_id", "claim_id"),
        owned_fk("assessment_id", "assessment"),
        owned_fk("claim_id", "bonus_claim"),
    )

    assessment_id: Mapped[int | None]
    claim_id: Mapped[int | None]
    file_name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    uploaded_by: Mapped[int]
    uploaded_at: Mapped[datetime]
