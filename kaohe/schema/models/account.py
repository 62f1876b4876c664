"""Accounts, bearer sessions, and mutations that must take effect once."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kaohe.schema.base import Base, Owned, owned_fk


class Account(Owned, Base):
    """账号: one a person; guests of outside units and approvers have one too."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("login"),
        UniqueConstraint("body_id", "person_id"),
        owned_fk("person_id", "person"),
    )

    person_id: Mapped[int]
    login: Mapped[str]
    password_hash: Mapped[str]
    disabled: Mapped[bool] = mapped_column(default=False)
    must_change: Mapped[bool] = mapped_column(default=False)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]


class BearerSession(Base):
    """登录会话: only the SHA-256 of the token is kept."""

    __tablename__ = "bearer_session"
    __table_args__ = (Index(None, "body_id", "account_id"), Index(None, "expires_at"))

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    body_id: Mapped[int]
    account_id: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class IdempotencyKey(Base):
    """幂等键: the answer to a mutation that was sent before, with a hash of its input."""

    __tablename__ = "idempotency_key"
    __table_args__ = (Index(None, "created_at"),)

    body_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mutation: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    input_hash: Mapped[bytes]
    answer: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
