"""What is written beside a state: history, tasks, deadlines, quota, outbox. None of them has foreign keys:
they are written in bulk."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kaohe.schema.base import Base, Owned, Retried, one_of
from kaohe.schema.states import SUBJECTS

QUOTA_KINDS = (
    "opening_participants",
    "opening_used",
    "participants",
    "nominee",
    "final_good",
    "freed",
    "addition",
    "correction",
)


class History(Owned, Base):
    """历史: append-only, hash-chained per subject; UPDATE, DELETE and TRUNCATE are refused by trigger."""

    __tablename__ = "history"
    __table_args__ = (UniqueConstraint("body_id", "subject", "subject_id", "seq"), one_of("subject", SUBJECTS))

    subject: Mapped[str]
    subject_id: Mapped[int]
    seq: Mapped[int]
    trigger: Mapped[str]
    source: Mapped[str]
    dest: Mapped[str]
    at: Mapped[datetime]
    account_id: Mapped[int | None]
    person_id: Mapped[int | None]
    actor_name: Mapped[str]
    acted_as: Mapped[str]
    on_behalf_of: Mapped[int | None]
    reason: Mapped[str]
    data: Mapped[dict[str, Any]]
    hash: Mapped[bytes]


class Task(Owned, Base):
    """待办: what one person or role has to do now. `assignee_key` is `person@7`, `main_leader@3`, `office` …"""

    __tablename__ = "task"
    __table_args__ = (
        Index(
            "ix_task_open",
            "body_id",
            "assignee_key",
            "due_at",
            "id",
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_task_open_due", "body_id", "due_at", "id", postgresql_where=text("state = 'open'")),
        Index(
            "uq_task_open_subject",
            "body_id",
            "subject",
            "subject_id",
            "kind",
            "assignee_key",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        # Closed ones too: a counted box keeps none.
        Index("ix_task_of_box", "body_id", "subject_id", postgresql_where=text("subject = 'ballot_box'")),
        # Who has heard an objection sees it for good.
        Index("ix_task_of_objection", "body_id", "subject_id", postgresql_where=text("subject = 'objection'")),
        one_of("state", ("open", "done")),
    )

    assignee_key: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int]
    cycle_id: Mapped[int]
    unit_id: Mapped[int | None]
    person_id: Mapped[int | None]
    due_at: Mapped[datetime]
    state: Mapped[str]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]


class Deadline(Owned, Retried, Base):
    """时限: one row for each thing that a clock must do. `fired_at` and `outcome` say what it did.

    `split_at` says that its cases were shared out as `DeadlinePart`s; the last of them fires it. One that failed is
    tried again from `retry_at` on, and says why in `error`.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        UniqueConstraint("body_id", "subject", "subject_id", "stage", "entry_no", "step", "kind", "mark"),
        Index("ix_deadline_due", "due_at", "id", postgresql_where=text("fired_at IS NULL")),
        Index(None, "body_id", "cycle_id", "due_at", "id"),
        # So that no claim of what is open walks what is done.
        Index(
            "ix_deadline_open_of_cycle",
            "body_id",
            "cycle_id",
            "due_at",
            "id",
            postgresql_where=text("fired_at IS NULL"),
        ),
        Index(
            "ix_deadline_of_subject",
            "body_id",
            "subject",
            "subject_id",
            "due_at",
            "id",
            postgresql_where=text("fired_at IS NULL"),
        ),
        one_of("kind", ("remind", "expire", "escalate")),
    )

    subject: Mapped[str]  # assessment, cycle, objection, notice
    subject_id: Mapped[int]
    cycle_id: Mapped[int]
    stage: Mapped[str]
    entry_no: Mapped[int]
    step: Mapped[int]
    kind: Mapped[str]
    mark: Mapped[int]
    due_at: Mapped[datetime]
    provisional: Mapped[bool] = mapped_column(default=False)
    fired_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    split_at: Mapped[datetime | None]


class DeadlinePart(Owned, Retried, Base):
    """时限分批: some of the cases of one deadline that concerns many, so that workers share them.

    `cases` are the ids of its assessments; once it is done, `moved` says how many went on, `held` who could not.
    """

    __tablename__ = "deadline_part"
    __table_args__ = (
        UniqueConstraint("body_id", "deadline_id", "number"),
        Index("ix_deadline_part_waiting", "id", postgresql_where=text("done_at IS NULL")),
        Index("ix_deadline_part_done", "done_at", postgresql_where=text("done_at IS NOT NULL")),
    )

    deadline_id: Mapped[int]
    number: Mapped[int]
    cases: Mapped[list[Any]]
    done_at: Mapped[datetime | None]
    moved: Mapped[int | None]
    held: Mapped[list[Any] | None]


class QuotaEntry(Owned, Base):
    """名额台账: append-only, keyed by the assessed period's year. What is left is a sum."""

    __tablename__ = "quota_entry"
    __table_args__ = (
        Index(None, "body_id", "policy_key", "year", "unit_id"),
        Index(None, "body_id", "cycle_id", "id"),
        one_of("kind", QUOTA_KINDS),
        one_of("scope", ("unit", "body")),
    )

    policy_key: Mapped[str]
    year: Mapped[int]
    period: Mapped[str]
    cycle_id: Mapped[int | None]
    scope: Mapped[str]
    unit_id: Mapped[int | None]
    kind: Mapped[str]
    quantity: Mapped[int]
    places: Mapped[int | None]
    assessment_id: Mapped[int | None]
    at: Mapped[datetime]


class Outbox(Owned, Retried, Base):
    """发件箱: effects that leave after the commit, claimed by workers with SKIP LOCKED.

    `request_id` ties them to the request or the job that brought them. One that fails for good keeps `failed_at`
    until an operator replays it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "id", postgresql_where=text("done_at IS NULL AND failed_at IS NULL")),
        Index("ix_outbox_failed", "id", postgresql_where=text("failed_at IS NOT NULL")),
        Index(
            "ix_outbox_done", "done_at", postgresql_where=text("done_at IS NOT NULL")
        ),  # for pruning, like those below
    )

    topic: Mapped[str]
    payload: Mapped[dict[str, Any]]
    request_id: Mapped[str | None]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]


class Notification(Owned, Base):
    """通知: an in-app message to a task key."""

    __tablename__ = "notification"
    __table_args__ = (
        Index(None, "body_id", "assignee_key", "id"),
        Index("ix_notification_unread", "body_id", "assignee_key", "id", postgresql_where=text("read_at IS NULL")),
        Index(None, "created_at"),
    )

    assignee_key: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class DatabaseMark(Base):
    """标记: what this database is for; `rehearsal` makes `kaohe rehearse` willing to use it."""

    __tablename__ = "database_mark"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
