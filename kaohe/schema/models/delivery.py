"""What leaves the system by other ways, and what could not be done (外发、失败消息)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kaohe.schema.base import Base, Owned, Retried, one_of


class Delivery(Owned, Retried, Base):
    """外发记录: one notification on its way to one address by mail or to one webhook, at least once.

    `token` (UUID) stays the same over all attempts, so that a receiver knows what it has had already. `sent_at` is when a
    worker was last told of it; one that nobody has answered for is offered again. One that waits always has
    `retry_at`.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("body_id", "notification_id", "channel", "target"),
        Index("ix_delivery_waiting", "retry_at", "id", postgresql_where=text("state = 'waiting'")),
        Index("ix_delivery_failed", "id", postgresql_where=text("state = 'failed'")),
        Index("ix_delivery_delivered", "delivered_at", postgresql_where=text("delivered_at IS NOT NULL")),
        one_of("state", ("waiting", "delivered", "failed")),
    )

    notification_id: Mapped[int]
    channel: Mapped[str]  # mail, or a webhook's name
    target: Mapped[str]  # the address of the mail; of a webhook nothing
    token: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    request_id: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    answer: Mapped[str | None]


class FailedMessage(Base):
    """失败消息: a worker's message that failed for good, kept until an operator replays it.

    One row for the same actor and arguments (`key`), however often it came: `attempts` adds up.
    """

    __tablename__ = "failed_message"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_failed_message_kept", "id", postgresql_where=text("replayed_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    key: Mapped[str]
    queue: Mapped[str]
    actor: Mapped[str]
    arguments: Mapped[list[Any]]
    error: Mapped[str]
    attempts: Mapped[int]
    failed_at: Mapped[datetime]
    replayed_at: Mapped[datetime | None]
