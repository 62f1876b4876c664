"""Policies, cycles and unit lists (实施细则、考核周期、结果登记表)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kaohe.schema.base import Base, Owned, Versioned, one_of, owned_fk
from kaohe.schema.states import CYCLE_STATES, LIST_STATES, LOOP_STATES


class PolicyVersion(Owned, Base):
    """实施细则的一个版本: immutable once a cycle has used it (`locked`)."""

    __tablename__ = "policy_version"
    __table_args__ = (UniqueConstraint("body_id", "key", "version"),)

    key: Mapped[str]
    version: Mapped[str]
    name: Mapped[str]
    status: Mapped[str]
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    source: Mapped[str]
    document: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    published_at: Mapped[datetime]
    locked: Mapped[bool] = mapped_column(default=False)


class Cycle(Versioned, Base):
    """考核周期."""

    __tablename__ = "cycle"
    __table_args__ = (
        UniqueConstraint("body_id", "policy_key", "period"),
        Index("ix_cycle_suspended", "id", postgresql_where=text("suspended_at IS NOT NULL")),
        # Beside the seals' own, in the same order: what is not sealed yet is found without reading a cycle.
        Index("ix_cycle_archived", "body_id", "id", postgresql_where=text("state = 'archived'")),
        one_of("state", CYCLE_STATES),
        owned_fk("policy_version_id", "policy_version"),
    )

    state: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str]
    policy_key: Mapped[str]
    policy_version_id: Mapped[int]
    year: Mapped[int]
    period: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]
    opened_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    frozen_at: Mapped[datetime | None]


class StageTerm(Owned, Base):
    """环节时限: when a cycle entered and left a stage, and when the stage is due.

    `provisional` says that the date rests on a year whose make-up workdays are not published yet. `told_at`: the cycle's
    last entry into a stage before somebody reached this one; the date as planned then is what he was told.
    """

    __tablename__ = "stage_term"
    __table_args__ = (
        UniqueConstraint("body_id", "cycle_id", "stage"),
        one_of("stage", LOOP_STATES),
        owned_fk("cycle_id", "cycle"),
    )

    cycle_id: Mapped[int]
    stage: Mapped[str]
    due_at: Mapped[datetime]
    provisional: Mapped[bool]
    entered_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    extended_to: Mapped[datetime | None]
    extension_reason: Mapped[str] = mapped_column(default="")
    told_at: Mapped[datetime | None]


class UnitList(Versioned, Base):
    """平时考核结果登记表: one unit's results in one cycle, signed over `signed_hash`."""

    __tablename__ = "unit_list"
    __table_args__ = (
        UniqueConstraint("body_id", "cycle_id", "unit_id"),
        Index(None, "body_id", "unit_id"),
        one_of("state", LIST_STATES),
        owned_fk("cycle_id", "cycle"),
        owned_fk("unit_id", "unit"),
    )

    state: Mapped[str]
    cycle_id: Mapped[int]
    unit_id: Mapped[int]
    signed_hash: Mapped[bytes | None]
    members: Mapped[list[Any] | None]
    signed_by: Mapped[int | None]
    signed_at: Mapped[datetime | None]
    consented_by: Mapped[int | None]
    consented_at: Mapped[datetime | None]
    handed_in_by: Mapped[int | None]
    handed_in_at: Mapped[datetime | None]
