"""Which years are settled, and by whom (已公布年度)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.calendar import official_years

_IMPORTED = text("SELECT year, source, imported_at FROM official_year ORDER BY year")


@dataclass(frozen=True, slots=True)
class KnownYear:
    """A year with official data: imported from the file `source`, or, without one, from the installed package."""

    year: int
    source: str | None = None
    imported_at: datetime | None = None


async def known_years(session: AsyncSession) -> list[KnownYear]:
    """The years whose days off and make-up days are known, in order. Any other is counted Monday to Friday (暂定)."""
    imported = {row["year"]: KnownYear(**row) for row in rows_of(await session.execute(_IMPORTED))}
    return [imported.get(year, KnownYear(year)) for year in sorted({*official_years(), *imported})]
