"""What the level above sees and follows up (抽查、走访、问题; S0-26..28), and who is in the reserve pool (S0-31)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kaohe.schema.base import Base, Owned, Versioned, one_of, owned_fk
from kaohe.schema.states import FINDING_STATES

INSPECTION_KINDS = ("spot_check", "site_visit")
FINDING_KINDS = ("good_practice", "difficulty", "gap")


class Inspection(Owned, Base):
    """抽查或走访 (S0-26): who went to which unit, when, and what was looked at."""

    __tablename__ = "inspection"
    __table_args__ = (
        Index(None, "body_id", "cycle_id", "unit_id"),
        one_of("kind", INSPECTION_KINDS),
        owned_fk("cycle_id", "cycle"),
        owned_fk("unit_id", "unit"),
    )

    cycle_id: Mapped[int]
    unit_id: Mapped[int]
    kind: Mapped[str]
    held_on: Mapped[date]
    inspectors: Mapped[list[Any]]
    looked_at: Mapped[str]
    note: Mapped[str]
    recorded_by: Mapped[int | None]
    in_place_of: Mapped[int | None]
    recorded_at: Mapped[datetime]


class Finding(Versioned, Base):
    """发现的情况 (S0-27): good practice to promote, a difficulty to solve, a gap to close; followed up by the unit.

    `issuer_key` is the role that issued it and closes it. `due_at` is when what is asked for is due, counted from
    `asked_at`: the answer, or once that is there the conclusion; good practice asks for nothing.
    """

    __tablename__ = "finding"
    __table_args__ = (
        Index(None, "body_id", "inspection_id"),
        Index(None, "body_id", "unit_id"),
        one_of("state", FINDING_STATES),
        one_of("kind", FINDING_KINDS),
        owned_fk("inspection_id", "inspection"),
        owned_fk("cycle_id", "cycle"),
        owned_fk("unit_id", "unit"),
    )

    state: Mapped[str]
    cycle_id: Mapped[int]
    unit_id: Mapped[int]
    inspection_id: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str]
    wanted: Mapped[str]
    issuer_key: Mapped[str]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(default="")
    replied_by: Mapped[int | None]
    replied_at: Mapped[datetime | None]
    conclusion: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]


class UnitStanding(Owned, Base):
    """单位评价 (S0-28): the office's word that a unit did outstandingly or had many problems in a year, which raises or
    lowers its annual share of the best grade."""

    __tablename__ = "unit_standing"
    __table_args__ = (
        UniqueConstraint("body_id", "policy_key", "unit_id", "year"),
        one_of("standing", ("outstanding", "ordinary", "many_problems")),
        owned_fk("unit_id", "unit"),
    )

    policy_key: Mapped[str]
    unit_id: Mapped[int]
    year: Mapped[int]
    standing: Mapped[str]
    reason: Mapped[str]
    recorded_by: Mapped[int | None]
    recorded_at: Mapped[datetime]


class ReserveEntry(Owned, Base):
    """优秀年轻干部后备库 (S0-31): a person's time in the reserve pool, with the reasons for coming and leaving."""

    __tablename__ = "reserve_entry"
    __table_args__ = (Index(None, "body_id", "person_id"), owned_fk("person_id", "person"))

    person_id: Mapped[int]
    entered_on: Mapped[date]
    reason: Mapped[str]
    entered_by: Mapped[int | None]
    left_on: Mapped[date | None]
    left_reason: Mapped[str] = mapped_column(default="")
    left_by: Mapped[int | None]
