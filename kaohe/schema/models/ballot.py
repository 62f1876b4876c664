"""Ballot boxes and evaluation cards (票箱、评议卡片): see docs/ballots.md for what is kept, and what never is."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Index, Numeric, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from kaohe.schema.base import Base, Owned, Versioned, one_of, owned_fk
from kaohe.schema.states import BOX_STATES, TENDED_BOX_STATES


class BallotBox(Versioned, Base):
    """票箱: one unit's people, rated by its raters in one cycle under one box of the policy.

    `public_key` seals ballots while it is open; the private half lies in a file outside the database and is destroyed
    once the box is counted. `ratees` are the ids of the cases in it, fixed when it opens, like its raters and `unit_class`,
    the class of its unit by which they rate; `cast` is how many ballots were opened. `proposed_by` asked for external
    raters, `approved_by` approved them (S1-26).
    """

    __tablename__ = "ballot_box"
    __table_args__ = (
        UniqueConstraint("body_id", "cycle_id", "unit_id", "key"),
        Index(None, "body_id", "unit_id"),
        Index("ix_ballot_box_tended", "body_id", "id", postgresql_where=text(f"state IN {TENDED_BOX_STATES}")),
        one_of("state", BOX_STATES),
        owned_fk("cycle_id", "cycle"),
        owned_fk("unit_id", "unit"),
    )

    state: Mapped[str]
    cycle_id: Mapped[int]
    unit_id: Mapped[int]
    key: Mapped[str]
    unit_class: Mapped[str | None]
    headcount: Mapped[int | None]
    ratees: Mapped[list[Any] | None]
    public_key: Mapped[bytes | None]
    due_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    counted_at: Mapped[datetime | None]
    cast: Mapped[int | None]
    proposed_by: Mapped[int | None]
    approved_by: Mapped[int | None]


class BallotRater(Owned, Base):
    """评分人: who rates in a box, as what (a selector of the policy), and whether he has taken part, never how.

    `has_cast` has no moment beside it: an order of casting is nobody's business.
    """

    __tablename__ = "ballot_rater"
    __table_args__ = (
        UniqueConstraint("body_id", "box_id", "person_id"),
        Index(None, "body_id", "person_id"),
        owned_fk("box_id", "ballot_box"),
        owned_fk("person_id", "person"),
    )

    box_id: Mapped[int]
    person_id: Mapped[int]
    rater_group: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    has_cast: Mapped[bool] = mapped_column(default=False)


class SealedBallot(Base):
    """密封选票: an envelope of constant size, sealed to the box's key. Gone once the box is counted."""

    __tablename__ = "sealed_ballot"
    __table_args__ = (Index(None, "body_id", "box_id"), owned_fk("box_id", "ballot_box"))

    body_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[Any] = mapped_column(Uuid, primary_key=True)
    box_id: Mapped[int]
    envelope: Mapped[bytes]


class BallotScore(Base):
    """评分: one score of one person by somebody of a category with three ballots or more, under a random id, in an order
    that says nothing. Scores of one ballot are not kept together: what it leaves out would name its rater."""

    __tablename__ = "ballot_score"
    __table_args__ = (Index(None, "body_id", "assessment_id"), owned_fk("box_id", "ballot_box"))

    body_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[Any] = mapped_column(Uuid, primary_key=True)
    box_id: Mapped[int]
    assessment_id: Mapped[int]
    category: Mapped[str]
    score: Mapped[Decimal] = mapped_column(Numeric(6, 3))


class BallotTally(Owned, Base):
    """计票结果: what one case received from one or more categories, merged until there are three ballots or more.

    `value` is the exact mean of the merged categories by their weights, as `numerator/denominator`; `weight` their
    weights' sum, `categories` their keys, `ballots` how many there are.
    """

    __tablename__ = "ballot_tally"
    __table_args__ = (
        Index(None, "body_id", "assessment_id"),
        owned_fk("box_id", "ballot_box"),
        owned_fk("assessment_id", "assessment"),
    )

    box_id: Mapped[int]
    assessment_id: Mapped[int]
    categories: Mapped[list[Any]]
    weight: Mapped[str]
    ballots: Mapped[int]
    value: Mapped[str]


class CardBatch(Owned, Base):
    """评议卡片批次 (S0-20): cards handed out at a window, about a unit or about one person there."""

    __tablename__ = "card_batch"
    __table_args__ = (
        Index(None, "body_id", "cycle_id", "unit_id"),
        owned_fk("cycle_id", "cycle"),
        owned_fk("unit_id", "unit"),
        owned_fk("assessment_id", "assessment"),
    )

    cycle_id: Mapped[int]
    unit_id: Mapped[int]
    assessment_id: Mapped[int | None]
    size: Mapped[int]
    valid_until: Mapped[datetime]
    issued_by: Mapped[int | None]
    issued_at: Mapped[datetime]
    cancelled_by: Mapped[int | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str] = mapped_column(default="")


class EvaluationCard(Base):
    """评议卡片: one link that can be used once. `token_hash` is the SHA-256 of its secret; once used it has the level
    ticked for each item, their exact mean rounded to six places, and the day, no more of whoever used it."""

    __tablename__ = "evaluation_card"
    __table_args__ = (
        Index(None, "body_id", "batch_id"),
        UniqueConstraint("token_hash"),
        owned_fk("batch_id", "card_batch"),
    )

    body_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[Any] = mapped_column(Uuid, primary_key=True)
    batch_id: Mapped[int]
    token_hash: Mapped[bytes]
    used_on: Mapped[date | None]
    scores: Mapped[dict[str, Any] | None]
    score: Mapped[Decimal | None] = mapped_column(Numeric(9, 6))
    remark: Mapped[str] = mapped_column(default="")
