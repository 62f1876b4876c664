"""Creating an account for a person (开户)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Account, Person
from kaohe.workflow.accounts.passwords import hashed, weaknesses
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.people.find import find
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import LOGIN
from kaohe.workflow.people.store import store
from kaohe.workflow.permits import require


async def create_account(
    session: AsyncSession, actor: Actor, now: datetime, person_id: int, login: str, password: str
) -> int:
    """Give a person an account with an initial password, which he must change; the account's id.

    A login is unique over all bodies. Raises Refused, with DUPLICATE where login or account exist.
    """
    require(actor, "开通账号", "create an account", Who.ADMINISTRATOR)
    person = await find(session, Person, actor, person_id, "personId")
    form = Form()
    login = form.text("login", "账号", "the login", login, LOGIN)
    form.add(*weaknesses(password, "password"))
    if await session.scalar(select(Account.id).where(Account.login == login)):
        form.refuse(Code.DUPLICATE, "login", what=f"账号“{login}”", what_en=f"the login “{login}”")
    own = select(Account.id).where(Account.body_id == actor.body_id, Account.person_id == person.id)
    if await session.scalar(own):
        form.refuse(Code.DUPLICATE, "personId", what=f"{person.name}的账号", what_en=f"an account of {person.name}")
    form.check()
    account = Account(
        body_id=actor.body_id,
        person_id=person.id,
        login=login,
        password_hash=await hashed(password),
        must_change=True,
    )
    return (await store(session, account, "login", f"账号“{login}”", f"the login “{login}”")).id
