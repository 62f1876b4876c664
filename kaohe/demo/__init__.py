"""A county police bureau to try things with (演示数据): loaded by `kaohe up` into an empty database."""

import asyncio

from sqlalchemy import text

from kaohe.clock import SystemClock
from kaohe.demo.logins import DEMO_PASSWORD, Login, demo_logins
from kaohe.schema.session import Database

__all__ = ["DEMO_PASSWORD", "Login", "demo_logins", "load_if_empty", "logins"]


def load_if_empty(url: str) -> None:
    """Load the demo into a migrated database that has no body yet; one that has costs a single query."""
    asyncio.run(_load_if_empty(url))


def logins(url: str) -> list[Login]:
    """The demo's logins, for the banner; none where the database has no demo body."""
    return asyncio.run(_logins(url))


async def _load_if_empty(url: str) -> None:
    database = Database(url, pool_size=1)
    try:
        async with database.transaction() as session:
            if await session.scalar(text("SELECT 1 FROM body LIMIT 1")) is not None:
                return
            from kaohe.demo.load import load  # reading workbooks is not part of an ordinary start

            await load(session, SystemClock().now())
    finally:
        await database.close()


async def _logins(url: str) -> list[Login]:
    database = Database(url, pool_size=1)
    try:
        async with database.session() as session:
            return await demo_logins(session)
    finally:
        await database.close()
