"""Whether what many cases share has changed (组织版本)."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kaohe.schema.base import Base


class RosterStamp(Base):
    """组织版本: a mark that is new after every change of a body's units, roles, relatives or calendar.

    Triggers write it, whoever made the change. Processes keep what they have read under it (`workflow/situations.py`).
    It is drawn at random: a mark that was rolled back, or is of another database, never comes again.
    """

    __tablename__ = "roster_stamp"

    body_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stamp: Mapped[UUID]
