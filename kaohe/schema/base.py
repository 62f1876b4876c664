"""What all tables share: types, naming, and a body's ownership of every row."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    MetaData,
    Numeric,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Instants are stored with their zone; scores as exact numerics; documents as JSONB."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        str: Text,
        int: BigInteger,
        date: Date,
        datetime: DateTime(timezone=True),
        Decimal: Numeric,
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
    }


class Owned:
    """A row of one body. `body_id` leads every key, so that bodies can be spread over servers."""

    body_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(Identity(), primary_key=True)


class Versioned(Owned):
    """A row with a state. Only the door writes these columns (workflow/door)."""

    version: Mapped[int] = mapped_column(default=1)
    entry_no: Mapped[int] = mapped_column(default=1)
    history_count: Mapped[int] = mapped_column(default=0)
    history_head: Mapped[bytes] = mapped_column(default=b"")


class Retried:
    """Work that is tried again when it fails: how often it did, from when on to try again, and why it failed last."""

    attempts: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    retry_at: Mapped[datetime | None]
    error: Mapped[str | None]


def owned_fk(column: str, table: str) -> ForeignKeyConstraint:
    """A reference within the same body."""
    return ForeignKeyConstraint(["body_id", column], [f"{table}.body_id", f"{table}.id"])


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """`column` holds one of `values`: a state list that the database enforces too."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
