"""Signing out (退出): the bearer session ends at once."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import BearerSession
from kaohe.workflow.accounts.tokens import hash_of


async def sign_out(session: AsyncSession, token: str) -> None:
    """End the session of a token; harmless when it has ended already."""
    await session.execute(delete(BearerSession).where(BearerSession.token_hash == hash_of(token)))


async def end_sessions(session: AsyncSession, body_id: int, account_id: int, *, but: str | None = None) -> None:
    """End all sessions of an account, except that of the token `but`."""
    ending = delete(BearerSession).where(BearerSession.body_id == body_id, BearerSession.account_id == account_id)
    if but is not None:
        ending = ending.where(BearerSession.token_hash != hash_of(but))
    await session.execute(ending)
