"""Who is calling: the person behind a bearer token, with the keys of the roles granted to him."""

from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.accounts.tokens import hash_of
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.roles import Role, person_key, role_key

_ACTOR = """
SELECT a.body_id, a.id AS account_id, p.id AS person_id, p.name, p.unit_id,
       ARRAY(SELECT jsonb_build_array(g.role, COALESCE(g.unit_id::text, g.scope)) FROM role_grant g
              WHERE g.body_id = p.body_id AND g.person_id = p.id) AS grants
  FROM account a JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id AND p.active
"""

_OF_TOKEN = text(
    _ACTOR
    + """
  JOIN bearer_session s ON s.body_id = a.body_id AND s.account_id = a.id
 WHERE s.token_hash = :token_hash AND s.expires_at > :now AND NOT a.disabled
"""
)

_OF_LOGIN = text(_ACTOR + " WHERE a.login = :login AND NOT a.disabled")


async def actor_of(session: AsyncSession, token: str, now: datetime) -> Actor | None:
    """The caller behind a token, in one statement; None when it is unknown, expired, or its account disabled."""
    return await _actor(session, _OF_TOKEN, {"token_hash": hash_of(token), "now": now})


async def actor_of_login(session: AsyncSession, login: str) -> Actor | None:
    """The person with a login, for programs that act in his name without HTTP; None when he could not sign in."""
    return await _actor(session, _OF_LOGIN, {"login": login})


async def _actor(session: AsyncSession, statement: Any, parameters: dict[str, object]) -> Actor | None:
    row = (await session.execute(statement, parameters)).mappings().one_or_none()
    return None if row is None else _from(row)


def _from(row: RowMapping) -> Actor:
    return Actor(
        body_id=row["body_id"],
        name=row["name"],
        account_id=row["account_id"],
        person_id=row["person_id"],
        unit_id=row["unit_id"],
        keys=frozenset({person_key(row["person_id"]), *(role_key(Role(role), at) for role, at in row["grants"])}),
    )
