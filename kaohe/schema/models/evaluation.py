"""What people are evaluated by beside the common indicators (S0-6..8, S0-10, S0-11, S0-14..18)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kaohe.schema.base import Base, Owned, one_of, owned_fk

INDICATOR_KINDS = ("individual", "elastic")


class IndicatorSet(Owned, Base):
    """指标设定: what a unit measures its people by, beside the policy's own indicators.

    `individual` (个性指标, S0-6): one set for each post category, valid from `period` on until a later one.
    `elastic` (弹性指标, S0-7): of that period alone, for the whole unit, `post_category` empty.
    `indicators`: {key, label, standard, weight}, the weight of individual ones only.
    """

    __tablename__ = "indicator_set"
    __table_args__ = (
        UniqueConstraint("body_id", "policy_key", "unit_id", "kind", "post_category", "period"),
        one_of("kind", INDICATOR_KINDS),
        owned_fk("unit_id", "unit"),
    )

    policy_key: Mapped[str]
    unit_id: Mapped[int]
    kind: Mapped[str]
    post_category: Mapped[str] = mapped_column(default="")
    period: Mapped[str]
    indicators: Mapped[list[Any]]
    set_by: Mapped[int | None]
    set_at: Mapped[datetime]


class IndicatorScore(Owned, Base):
    """指标得分: 0 to 100 of an individual indicator, points with a sign of an elastic one, for one case."""

    __tablename__ = "indicator_score"
    __table_args__ = (
        UniqueConstraint("body_id", "assessment_id", "kind", "indicator"),
        one_of("kind", INDICATOR_KINDS),
        owned_fk("assessment_id", "assessment"),
    )

    assessment_id: Mapped[int]
    kind: Mapped[str]
    indicator: Mapped[str]
    points: Mapped[Decimal] = mapped_column(Numeric(7, 3))


class Appraisal(Owned, Base):
    """领导鉴定 (S0-16..18): a score of 0 to 100 with a comment, signed by the level above. One for a case and a round."""

    __tablename__ = "appraisal"
    __table_args__ = (UniqueConstraint("body_id", "assessment_id", "round"), owned_fk("assessment_id", "assessment"))

    assessment_id: Mapped[int]
    round: Mapped[int]
    score: Mapped[Decimal] = mapped_column(Numeric(6, 3))
    comment: Mapped[str]
    person_id: Mapped[int]
    acted_as: Mapped[str]
    in_place_of: Mapped[int | None]
    signed_at: Mapped[datetime]


class MeritEvent(Owned, Base):
    """奖惩事件 (S0-10, S0-11): a commendation or a deduction by a standard of the policy. The day it happened decides
    the cycle."""

    __tablename__ = "merit_event"
    __table_args__ = (Index(None, "body_id", "person_id", "happened_on"), owned_fk("person_id", "person"))

    person_id: Mapped[int]
    policy_key: Mapped[str]
    standard: Mapped[str]
    matter: Mapped[str]
    points: Mapped[Decimal] = mapped_column(Numeric(7, 3))
    happened_on: Mapped[date]
    document: Mapped[str]
    recorded_by: Mapped[int | None]
    recorded_at: Mapped[datetime]
    withdrawn_by: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")


class UnitItem(Owned, Base):
    """专项指标 (S0-8, S0-19): a unit's public satisfaction or service level in one period, 0 to 100, with its source."""

    __tablename__ = "unit_item"
    __table_args__ = (
        UniqueConstraint("body_id", "policy_key", "unit_id", "period", "item"),
        owned_fk("unit_id", "unit"),
    )

    policy_key: Mapped[str]
    unit_id: Mapped[int]
    period: Mapped[str]
    item: Mapped[str]
    score: Mapped[Decimal] = mapped_column(Numeric(6, 3))
    source: Mapped[str]
    recorded_by: Mapped[int | None]
    recorded_at: Mapped[datetime]
