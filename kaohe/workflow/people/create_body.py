"""Creating an assessing body (考核主体): by the operator, from the command line."""

import re

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Body
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import KEY, UNIT_NAME
from kaohe.workflow.people.store import store

_KEY = re.compile(r"[a-z][a-z0-9_-]*")


async def create_body(session: AsyncSession, key: str, name: str) -> int:
    """A new body without units or people; its id. No API reaches this: no actor stands above the bodies."""
    form = Form()
    key = form.text("key", "代码", "the key", key, KEY)
    name = form.text("name", "名称", "the name", name, UNIT_NAME)
    if key and not _KEY.fullmatch(key):
        form.bad(
            "key", "代码由小写字母、数字、-、_组成，以字母开头", "a key is made of a-z, 0-9, - and _, a letter first"
        )
    form.check()
    return (await store(session, Body(key=key, name=name), "key", f"考核主体“{key}”", f"the body “{key}”")).id


async def body_id_of(session: AsyncSession, key: str) -> int | None:
    """The id of the body with that key, if there is one."""
    return await session.scalar(select(Body.id).where(Body.key == key))
