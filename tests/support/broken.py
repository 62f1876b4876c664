"""Rows that can't be written: a trigger of the test's own stands in for a bug."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def break_case(session: AsyncSession, case: int) -> None:
    """Let every UPDATE of one case fail, until `mend`."""
    for statement in (
        "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$",
        f"CREATE TRIGGER broken BEFORE UPDATE ON assessment FOR EACH ROW WHEN (NEW.id = {case}) EXECUTE FUNCTION broken()",
    ):
        await session.execute(text(statement))


async def mend(session: AsyncSession) -> None:
    await session.execute(text("DROP FUNCTION broken() CASCADE"))
