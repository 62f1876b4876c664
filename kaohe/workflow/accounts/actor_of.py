"""Who is calling: the person behind a bearer token, with the keys of the roles granted, and of those lent, to him."""

from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.accounts.tokens import hash_of
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.roles import Role, person_key, role_key
from kaohe.workflow.domain.substitution import LENDABLE, Loan, WorkKind

# A substitution lends what the principal himself was granted, never what he has borrowed: there are no chains.
_ACTOR = """
SELECT a.body_id, a.id AS account_id, p.id AS person_id, p.name, p.unit_id,
       ARRAY(SELECT jsonb_build_array(g.role, COALESCE(g.unit_id::text, g.scope)) FROM role_grant g
              WHERE g.body_id = p.body_id AND g.person_id = p.id) AS grants,
       ARRAY(SELECT jsonb_build_array(s.id, s.principal_id, q.name, s.kinds, g.role, COALESCE(g.unit_id::text, g.scope))
               FROM substitution s
               JOIN person q ON q.body_id = s.body_id AND q.id = s.principal_id AND q.active
               JOIN role_grant g ON g.body_id = s.body_id AND g.person_id = s.principal_id
              WHERE s.body_id = p.body_id AND s.substitute_id = p.id AND CAST(:today AS date) BETWEEN s.starts AND s.ends
                AND s.revoked_at IS NULL
              ORDER BY s.id, g.id) AS loans
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
    """The caller behind a token, in one statement; None when it is unknown, expired, or its account disabled.

    What is lent to him (代理) is that of the day of `now` in Asia/Shanghai, both ends of a substitution included.
    """
    return await _actor(session, _OF_TOKEN, now, {"token_hash": hash_of(token)})


async def actor_of_login(session: AsyncSession, login: str, now: datetime) -> Actor | None:
    """The person with a login, for programs that act in his name without HTTP; None when he could not sign in."""
    return await _actor(session, _OF_LOGIN, now, {"login": login})


async def _actor(session: AsyncSession, statement: Any, now: datetime, who: dict[str, object]) -> Actor | None:
    moment = {"now": now, "today": now.astimezone(BUSINESS_ZONE).date()}
    row = (await session.execute(statement, {**who, **moment})).mappings().one_or_none()
    return None if row is None else _from(row)


def _from(row: RowMapping) -> Actor:
    return Actor(
        body_id=row["body_id"],
        name=row["name"],
        account_id=row["account_id"],
        person_id=row["person_id"],
        unit_id=row["unit_id"],
        keys=frozenset({person_key(row["person_id"]), *(role_key(Role(role), at) for role, at in row["grants"])}),
        loans=tuple(_loan(*one) for one in row["loans"] if Role(one[4]) in LENDABLE),
    )


def _loan(substitution_id: int, principal_id: int, name: str, kinds: list[str], role: str, at: str | None) -> Loan:
    known = frozenset(WorkKind(kind) for kind in kinds)
    return Loan(role_key(Role(role), at), principal_id, name, known, substitution_id)
