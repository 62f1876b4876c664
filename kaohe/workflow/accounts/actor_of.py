"""Who is calling: the person behind a bearer token, with the keys of the roles granted, and of those lent, to him."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.accounts.tokens import hash_of
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.roles import Role, person_key, role_key
from kaohe.workflow.domain.substitution import LENDABLE, Loan, WorkKind

# A substitution lends what the principal himself was granted, never what he has borrowed: there are no chains.
_ACTOR = """
       a.body_id, a.id AS account_id, p.id AS person_id, p.name, p.unit_id,
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

# Each session by its key: as a plain condition on many tokens a plan might walk all that have not expired.
_OF_TOKENS = text(
    "SELECT s.token_hash, "
    + _ACTOR
    + """
  JOIN (
    SELECT b.* FROM unnest(CAST(:token_hashes AS bytea[])) AS asked(token_hash)
     CROSS JOIN LATERAL (SELECT o.* FROM bearer_session o WHERE o.token_hash = asked.token_hash OFFSET 0) b
  ) s ON s.body_id = a.body_id AND s.account_id = a.id
 WHERE s.expires_at > :now AND NOT a.disabled
"""
)

_OF_LOGIN = text("SELECT " + _ACTOR + " WHERE a.login = :login AND NOT a.disabled")


async def actor_of(session: AsyncSession, token: str, now: datetime) -> Actor | None:
    """The caller behind a token, in one statement; None when it is unknown, expired, or its account disabled.

    What is lent to him (代理) is that of the day of `now` in Asia/Shanghai, both ends of a substitution included.
    """
    return (await actors_of(session, [token], now))[0]


async def actors_of(session: AsyncSession, tokens: Sequence[str], now: datetime) -> list[Actor | None]:
    """The callers behind several tokens, as `actor_of` finds each, in the order of the tokens."""
    hashes = [hash_of(token) for token in tokens]
    found = await session.execute(_OF_TOKENS, {"token_hashes": hashes, **_moment(now)})
    rows = {row["token_hash"]: row for row in found.mappings()}
    return [_from(rows[one]) if one in rows else None for one in hashes]


async def actor_of_login(session: AsyncSession, login: str, now: datetime) -> Actor | None:
    """The person with a login, for programs that act in his name without HTTP; None when he could not sign in."""
    row = (await session.execute(_OF_LOGIN, {"login": login, **_moment(now)})).mappings().one_or_none()
    return None if row is None else _from(row)


def _moment(now: datetime) -> dict[str, object]:
    return {"now": now, "today": now.astimezone(BUSINESS_ZONE).date()}


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
