"""Changing one's own password (修改密码)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.accounts.find import find_account
from kaohe.workflow.accounts.passwords import hashed, matches, weaknesses
from kaohe.workflow.accounts.sign_out import end_sessions
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import Code, refuse
from kaohe.workflow.people.form import Form


async def change_password(
    session: AsyncSession, actor: Actor, now: datetime, current: str, new: str, *, token: str | None = None
) -> None:
    """Replace the actor's own password. All his sessions end, except the one of `token`, with which he asks."""
    if actor.account_id is None:
        raise refuse(Code.NOT_SIGNED_IN)
    account = await find_account(session, actor, actor.account_id, lock=True)
    form = Form()
    form.add(*weaknesses(new, "newPassword"))
    if not await matches(account.password_hash, current):
        form.refuse(Code.BAD_LOGIN, "currentPassword")
    elif new == current:
        form.bad("newPassword", "新密码不能与原密码相同", "the new password is the same as the current one")
    form.check()
    account.password_hash, account.must_change = await hashed(new), False
    await session.flush()
    await end_sessions(session, actor.body_id, account.id, but=token)
