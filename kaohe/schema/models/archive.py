"""What is kept of an archived cycle so that nobody can rewrite it unseen (归档封存)."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from kaohe.schema.base import Base, Owned, owned_fk


class Seal(Owned, Base):
    """封存: the Merkle root over an archived cycle, signed with an Ed25519 key that lies outside the database."""

    __tablename__ = "seal"
    __table_args__ = (UniqueConstraint("body_id", "cycle_id"), owned_fk("cycle_id", "cycle"))

    cycle_id: Mapped[int]
    merkle_root: Mapped[bytes]
    leaves: Mapped[int]
    signature: Mapped[bytes]
    public_key: Mapped[bytes]
    key_id: Mapped[str]
    sealed_at: Mapped[datetime]


class SealedDocument(Owned, Base):
    """封存内容: one document as it was sealed. An export hands it out unchanged, whatever the tables say by then."""

    __tablename__ = "sealed_document"
    __table_args__ = (UniqueConstraint("body_id", "seal_id", "name"), owned_fk("seal_id", "seal"))

    seal_id: Mapped[int]
    name: Mapped[str]
    content: Mapped[bytes]
