"""Disabling an account, and enabling it again (停用、启用账号)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.accounts.find import find_account
from kaohe.workflow.accounts.sign_out import end_sessions
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.refusals import Code, refuse
from kaohe.workflow.permits import require


async def disable_account(session: AsyncSession, actor: Actor, now: datetime, account_id: int) -> None:
    """Nobody signs in by this account any more, and its sessions end. Not one's own."""
    require(actor, "停用账号", "disable an account", Who.ADMINISTRATOR)
    account = await find_account(session, actor, account_id, lock=True)
    if account.id == actor.account_id:
        raise refuse(
            Code.BAD_INPUT,
            "accountId",
            problem="不能停用自己的账号",
            problem_en="nobody disables his own account",
        )
    account.disabled = True
    await session.flush()
    await end_sessions(session, actor.body_id, account.id)


async def enable_account(session: AsyncSession, actor: Actor, now: datetime, account_id: int) -> None:
    """Let the account sign in again, with the password that it had."""
    require(actor, "启用账号", "enable an account", Who.ADMINISTRATOR)
    account = await find_account(session, actor, account_id, lock=True)
    account.disabled, account.failures, account.locked_until = False, 0, None
    await session.flush()
