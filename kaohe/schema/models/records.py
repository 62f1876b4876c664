"""What people record of their work (工作纪实), and what was taken out of it (S0-21, S0-22, S1-5..14)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kaohe.schema.base import Base, Owned, one_of, owned_fk

RECORD_KINDS = ("daily_log", "monthly_record", "inventory", "annual_summary")
LEAVE_KINDS = ("sick", "personal", "annual", "marriage", "maternity", "official", "other")


class WorkRecord(Owned, Base):
    """工作纪实. `covers` names the day, month, quarter or year: `2026-03-05`, `2026-03`, `2026Q1`, `2026`; `first_day`
    and `last_day` are its ends. `items` are its lines: task, procedure, progress, done (S1-11, S0-22).

    `recorded_at` is the first entry, `changed_at` the last one; `backfilled` says that it was first entered after
    the day or the period that it covers (补记, S1-12). `policy_version_id` is the version by whose rules it was last
    entered.
    """

    __tablename__ = "work_record"
    __table_args__ = (
        UniqueConstraint("body_id", "person_id", "kind", "covers"),
        Index(None, "body_id", "person_id", "last_day"),
        Index(None, "body_id", "unit_id", "kind", "first_day", "id"),
        Index(None, "body_id", "first_day", "id"),
        one_of("kind", RECORD_KINDS),
        owned_fk("person_id", "person"),
        owned_fk("unit_id", "unit"),
        owned_fk("policy_version_id", "policy_version"),
    )

    person_id: Mapped[int]
    unit_id: Mapped[int]
    policy_version_id: Mapped[int]
    kind: Mapped[str]
    covers: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    text: Mapped[str] = mapped_column(default="")
    items: Mapped[list[Any]]
    recorded_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
    backfilled: Mapped[bool] = mapped_column(default=False)
    entered_by: Mapped[int | None]


class Redaction(Owned, Base):
    """脱密处理: who took what out of a record, when and why (Cross-8). `sha256` is that of the content before; the
    content itself is gone."""

    __tablename__ = "redaction"
    __table_args__ = (Index(None, "body_id", "record_id"), owned_fk("record_id", "work_record"))

    record_id: Mapped[int]
    place: Mapped[str]  # text, or items[2].progress
    reason: Mapped[str]
    sha256: Mapped[str]
    redacted_by: Mapped[int]
    redacted_at: Mapped[datetime]


class Leave(Owned, Base):
    """请假: days on which nobody expects a log (§3, "recording rate"), the first and the last included."""

    __tablename__ = "leave"
    __table_args__ = (
        Index(None, "body_id", "person_id", "starts"),
        one_of("kind", LEAVE_KINDS),
        owned_fk("person_id", "person"),
    )

    person_id: Mapped[int]
    kind: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date]
    note: Mapped[str] = mapped_column(default="", server_default=text("''"))
    recorded_by: Mapped[int | None]
    recorded_at: Mapped[datetime]
