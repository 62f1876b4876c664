"""Savepoints (保存点) for statements in text: they stay in the fast lane, where SQLAlchemy's own would take over."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_SET, _TAKE_BACK, _RELEASE = (
    text(f"{command} attempt") for command in ("SAVEPOINT", "ROLLBACK TO SAVEPOINT", "RELEASE SAVEPOINT")
)


@asynccontextmanager
async def savepoint(session: AsyncSession) -> AsyncIterator[None]:
    """What the block does is taken back when it raises. One may stand inside another; PostgreSQL means the innermost.

    For blocks that use no ORM: its objects would not notice.
    """
    await session.execute(_SET)
    try:
        yield
    except Exception:
        with suppress(Exception):  # where the connection is lost, so is all that was done; that error counts
            await session.execute(_TAKE_BACK)
            await session.execute(_RELEASE)
        raise
    await session.execute(_RELEASE)
