"""Committee sessions, notices, objections and outside approvals (党委研究、公示、异议、核准)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kaohe.schema.base import Base, Owned, Versioned, one_of, owned_fk
from kaohe.schema.states import OBJECTION_STATES


class DecisionSession(Owned, Base):
    """党委会: who sat, what was decided, the minutes. A supplementary one is for late units or later rounds."""

    __tablename__ = "decision_session"
    __table_args__ = (UniqueConstraint("body_id", "cycle_id", "number"), owned_fk("cycle_id", "cycle"))

    cycle_id: Mapped[int]
    number: Mapped[int]
    supplementary: Mapped[bool]
    held_at: Mapped[datetime]
    attendees: Mapped[list[Any]]
    members: Mapped[int]
    minutes: Mapped[str]
    recorded_by: Mapped[int]
    in_place_of: Mapped[int | None]  # 代理: the secretary whose role the recorder used


class DecisionItem(Owned, Base):
    """一人一项决定: accepted as proposed, a nominee rejected, one added, or not graded."""

    __tablename__ = "decision_item"
    __table_args__ = (
        UniqueConstraint("body_id", "session_id", "assessment_id"),
        Index(None, "body_id", "assessment_id"),
        one_of("kind", ("accepted", "rejected", "added", "changed", "not_graded")),
        owned_fk("session_id", "decision_session"),
        owned_fk("assessment_id", "assessment"),
    )

    session_id: Mapped[int]
    assessment_id: Mapped[int]
    round: Mapped[int]
    kind: Mapped[str]
    suggested_grade: Mapped[str | None]
    grade: Mapped[str | None]
    reason: Mapped[str]
    recused: Mapped[list[Any]]


class Notice(Owned, Base):
    """公示: its content as published, its own term, and when the time to object ends."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("body_id", "cycle_id", "number"),
        owned_fk("cycle_id", "cycle"),
        owned_fk("session_id", "decision_session"),
    )

    cycle_id: Mapped[int]
    session_id: Mapped[int]
    number: Mapped[int]
    form: Mapped[str]
    content: Mapped[list[Any]]
    published_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    objections_until: Mapped[datetime]
    provisional: Mapped[bool] = mapped_column(default=False)
    amended_at: Mapped[datetime | None]


class Objection(Versioned, Base):
    """异议: by the person or anyone of the unit; `instance` 2 is heard by the superior body."""

    __tablename__ = "objection"
    __table_args__ = (
        Index(None, "body_id", "assessment_id"),
        Index(None, "body_id", "filed_by"),
        one_of("state", OBJECTION_STATES),
        owned_fk("assessment_id", "assessment"),
        owned_fk("filed_by", "person"),
    )

    state: Mapped[str]
    assessment_id: Mapped[int]
    cycle_id: Mapped[int]
    round: Mapped[int]
    instance: Mapped[int]
    first_id: Mapped[int | None]
    filed_by: Mapped[int]
    grounds: Mapped[str]
    filed_at: Mapped[datetime]
    admit_due: Mapped[datetime]
    decide_due: Mapped[datetime]
    second_until: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]


class ResultList(Owned, Base):
    """报批名单: a numbered list sent for outside approval; corrections go as a supplementary one (S3-8, S3-40)."""

    __tablename__ = "result_list"
    __table_args__ = (UniqueConstraint("body_id", "cycle_id", "number"), owned_fk("cycle_id", "cycle"))

    cycle_id: Mapped[int]
    number: Mapped[int]
    supplements: Mapped[int | None]
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[int]
    in_place_of: Mapped[int | None]  # 代理: as above, the office's


class ResultListItem(Owned, Base):
    """名单中的一人, in the round it then was."""

    __tablename__ = "result_list_item"
    __table_args__ = (
        UniqueConstraint("body_id", "list_id", "assessment_id"),
        Index(None, "body_id", "assessment_id"),
        owned_fk("list_id", "result_list"),
        owned_fk("assessment_id", "assessment"),
    )

    list_id: Mapped[int]
    assessment_id: Mapped[int]
    round: Mapped[int]
    grade: Mapped[str | None]


class OutsideApproval(Owned, Base):
    """核准: one approver's answer on one list. `refused` names the assessments that were not approved."""

    __tablename__ = "outside_approval"
    __table_args__ = (UniqueConstraint("body_id", "list_id", "approver"), owned_fk("list_id", "result_list"))

    list_id: Mapped[int]
    approver: Mapped[str]
    letter: Mapped[str]
    refused: Mapped[list[Any]]
    reason: Mapped[str]
    answered_by: Mapped[int]
    in_place_of: Mapped[int | None]  # 代理: as above, the approver's
    answered_at: Mapped[datetime]
