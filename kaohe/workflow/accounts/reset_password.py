"""Recovering a lost account (重置密码): by the administrator (requirements 4)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.accounts.find import find_account
from kaohe.workflow.accounts.passwords import hashed, weaknesses
from kaohe.workflow.accounts.sign_out import end_sessions
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.refusals import Refused
from kaohe.workflow.permits import require


async def reset_password(session: AsyncSession, actor: Actor, now: datetime, account_id: int, password: str) -> None:
    """Give an account an initial password, which its person must change. It is unlocked, and its sessions end."""
    require(actor, "重置密码", "reset a password", Who.ADMINISTRATOR)
    account = await find_account(session, actor, account_id, lock=True)
    if refusals := weaknesses(password, "password"):
        raise Refused(refusals)
    account.password_hash, account.must_change = await hashed(password), True
    account.failures, account.locked_until = 0, None
    await session.flush()
    await end_sessions(session, actor.body_id, account.id)
