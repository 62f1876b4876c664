"""The working-day calendar (工作日历): what the State Council publishes for a year, and a body's own corrections."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kaohe.schema.base import Base


class OfficialYear(Base):
    """官方日历年度: a year whose days off and make-up days were imported. It is the same for all bodies."""

    __tablename__ = "official_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str]
    sha256: Mapped[str]
    imported_at: Mapped[datetime]


class OfficialDay(Base):
    """官方调休日: a date of an imported year on which work differs from Monday to Friday."""

    __tablename__ = "official_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    name: Mapped[str] = mapped_column(default="")


class CalendarOverride(Base):
    """工作日调整: a date that is, or is not, a working day of one body, whatever the published calendar says."""

    __tablename__ = "calendar_override"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
