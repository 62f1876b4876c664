"""What a check finds: lines in words, each with the ids to look at."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

Findings = list[str]


async def found(session: AsyncSession, statement: str, **parameters: Any) -> Findings:
    """A finding for each row of a statement that selects what must not be."""
    rows = await session.execute(text(statement), parameters)
    return [", ".join(f"{name} {value}" for name, value in row.items()) for row in rows.mappings()]
