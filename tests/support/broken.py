"""Rows that can't be written: a trigger of the test's own stands in for a bug."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def break_case(session: AsyncSession, case: int) -> None:
    """Let every UPDATE of one case fail, until `mend`."""
    await _break(session, "assessment", f"NEW.id = {case}")


async def break_firing(session: AsyncSession) -> None:
    """Let no end of a term be marked as fired, until `mend`."""
    await _break(session, "deadline", "NEW.kind = 'expire' AND NEW.fired_at IS NOT NULL")


async def mend(session: AsyncSession) -> None:
    await session.execute(text("DROP FUNCTION broken() CASCADE"))


async def _break(session: AsyncSession, table: str, condition: str) -> None:
    for statement in (
        "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$",
        f"CREATE TRIGGER broken BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION broken()",
    ):
        await session.execute(text(statement))
