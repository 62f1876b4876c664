"""What the operator does by command before anybody can sign in: the body and its first administrator."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from kaohe.schema.session import Database
from kaohe.workflow.accounts import create_account, operator
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.people import create_body, create_person, create_unit, grant_role

_NAME = "排练管理员"


@dataclass(frozen=True)
class Founder:
    """The first administrator's name, login and password."""

    name: str
    login: str
    password: str


async def found_body(database: Database, now: datetime, name: str) -> tuple[str, Founder]:
    """A new body called `name`, whose key no earlier rehearsal on this database has; its key and its administrator.

    He belongs to a unit outside the body, so that nobody assesses him.
    """
    key = f"rehearsal-{secrets.token_hex(3)}"
    founder = Founder(_NAME, f"{key}-admin", secrets.token_urlsafe(12))
    async with database.transaction() as session:
        body_id = await create_body(session, key, name)
        actor = operator(body_id)
        unit_id = await create_unit(session, actor, now, "operations", "运维单位", outside=True)
        person_id = await create_person(session, actor, now, founder.login, founder.name, unit_id)
        await create_account(session, actor, now, person_id, founder.login, founder.password)
        await grant_role(session, actor, now, person_id, Role.ADMINISTRATOR)
    return key, founder
