"""Loading what a body has, by natural keys: one statement a table."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import date
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.imports.roster.known import Known, Record
from kaohe.workflow.imports.roster.wanted import WantedGrant

Key = TypeVar("Key", bound=Hashable)

_UNITS = """
SELECT u.id, u.key, u.name, u.position, u.outside, o.key AS parent
  FROM unit u LEFT JOIN unit o ON o.body_id = u.body_id AND o.id = u.parent_id WHERE u.body_id = :body_id
"""
_PEOPLE = """
SELECT p.*, u.key AS unit FROM person p JOIN unit u ON u.body_id = p.body_id AND u.id = p.unit_id
 WHERE p.body_id = :body_id
"""
_GRANTS = """
SELECT g.id, g.role, g.scope, p.number, u.key AS unit
  FROM role_grant g JOIN person p ON p.body_id = g.body_id AND p.id = g.person_id
  LEFT JOIN unit u ON u.body_id = g.body_id AND u.id = g.unit_id WHERE g.body_id = :body_id
"""
_ASSIGNMENTS = """
SELECT a.id, a.kind, a.starts, a.ends, a.approval, p.number, u.key AS unit
  FROM assignment a JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id
  LEFT JOIN unit u ON u.body_id = a.body_id AND u.id = a.unit_id WHERE a.body_id = :body_id
"""
_ACCOUNTS = """
SELECT a.id, a.login, p.number FROM account a JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id
 WHERE a.body_id = :body_id
"""
_LOGINS = """
SELECT a.login, p.number FROM account a
  LEFT JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id AND p.body_id = :body_id
 WHERE a.login = ANY(:logins)
"""
_RELATIVES = """
SELECT r.id, r.relation, p.number, o.number AS relative
  FROM relative r JOIN person p ON p.body_id = r.body_id AND p.id = r.person_id
  JOIN person o ON o.body_id = r.body_id AND o.id = r.relative_id WHERE r.body_id = :body_id
"""
_CIRCUMSTANCES = """
SELECT c.id, c.kind, c.sanction, c.starts, c.ends, c.note, p.number
  FROM circumstance c JOIN person p ON p.body_id = c.body_id AND p.id = c.person_id WHERE c.body_id = :body_id
"""


async def load_known(
    session: AsyncSession,
    body_id: int,
    today: date,
    logins: Collection[str],
    *,
    appoints_administrators: bool,
    creates_accounts: bool,
) -> Known:
    """What the body has now, and which of `logins` are in use."""

    async def by(statement: str, key: Callable[[Record], Key], **parameters: object) -> Mapping[Key, Record]:
        found = await session.execute(text(statement), {"body_id": body_id, **parameters})
        return {key(row): row for row in rows_of(found)}

    taken: Mapping[str, Record] = await by(_LOGINS, lambda row: str(row["login"]), logins=sorted(logins))
    return Known(
        today=today,
        appoints_administrators=appoints_administrators,
        creates_accounts=creates_accounts,
        units=await by(_UNITS, lambda row: str(row["key"])),
        people=await by(_PEOPLE, _number),
        grants=_by_person(await by(_GRANTS, lambda row: (_number(row), _grant(row)))),
        assignments=await by(_ASSIGNMENTS, lambda row: (row["number"], row["kind"], row["starts"])),
        accounts=await by(_ACCOUNTS, _number),
        logins={login: row["number"] for login, row in taken.items()},
        relatives=await by(_RELATIVES, lambda row: frozenset((row["number"], row["relative"]))),
        circumstances=await by(
            _CIRCUMSTANCES, lambda row: (row["number"], row["kind"], row["sanction"], row["starts"])
        ),
    )


def _number(row: Record) -> str:
    return str(row["number"])


def _grant(row: Record) -> WantedGrant:
    return WantedGrant(Role(row["role"]), row["unit"], row["scope"])


def _by_person(grants: Mapping[tuple[str, WantedGrant], Record]) -> dict[str, dict[WantedGrant, Record]]:
    found: dict[str, dict[WantedGrant, Record]] = defaultdict(dict)
    for (number, grant), row in grants.items():
        found[number][grant] = row
    return found
