"""An account of the actor's own body."""

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Account
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.people.find import find


async def find_account(session: AsyncSession, actor: Actor, account_id: int, *, lock: bool = False) -> Account:
    """The account; Refused with NOT_FOUND where the actor's body has none of that id."""
    return await find(session, Account, actor, account_id, "accountId", lock=lock)
