"""Loading what a body has, by natural keys: one plain statement a table, ids resolved here."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.imports.roster.known import Known, Record
from kaohe.workflow.imports.roster.wanted import WantedGrant
from kaohe.workflow.people.unit_classes import published_classes

_TABLES = ("unit", "person", "role_grant", "assignment", "account", "relative", "circumstance")

_LOGINS = text("SELECT login, body_id, person_id FROM account WHERE login = ANY(:logins)")

Rows = list[dict[str, Any]]


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
    rows = {table: await _rows(session, table, body_id) for table in _TABLES}
    taken = rows_of(await session.execute(_LOGINS, {"logins": sorted(logins)}))
    _name_ids(rows)
    numbers = {row["id"]: row["number"] for row in rows["person"]}
    return Known(
        today=today,
        appoints_administrators=appoints_administrators,
        creates_accounts=creates_accounts,
        unit_classes=await published_classes(session, body_id),
        units={row["key"]: row for row in rows["unit"]},
        people={row["number"]: row for row in rows["person"]},
        grants=_grants(rows["role_grant"]),
        assignments={(row["number"], row["kind"], row["starts"]): row for row in rows["assignment"]},
        accounts={row["number"]: row for row in rows["account"]},
        logins={row["login"]: numbers.get(row["person_id"]) if row["body_id"] == body_id else None for row in taken},
        relatives={frozenset((row["number"], row["relative"])): row for row in rows["relative"]},
        circumstances={
            (row["number"], row["kind"], row["sanction"], row["starts"]): row for row in rows["circumstance"]
        },
    )


async def _rows(session: AsyncSession, table: str, body_id: int) -> Rows:
    return rows_of(await session.execute(text(f"SELECT * FROM {table} WHERE body_id = :body_id"), {"body_id": body_id}))


def _name_ids(rows: Mapping[str, Rows]) -> None:
    """Beside every id of a unit or a person, its key: `unit`, `parent`, `number`, `relative`."""
    units = {row["id"]: row["key"] for row in rows["unit"]}
    numbers = {row["id"]: row["number"] for row in rows["person"]}
    named = {
        "unit_id": ("unit", units),
        "parent_id": ("parent", units),
        "person_id": ("number", numbers),
        "relative_id": ("relative", numbers),
    }
    for listed in rows.values():
        for row in listed:
            row |= {name: keys.get(row[column]) for column, (name, keys) in named.items() if column in row}


def _grants(rows: Rows) -> dict[str, dict[WantedGrant, Record]]:
    """By staff number, the person's roles."""
    found: dict[str, dict[WantedGrant, Record]] = defaultdict(dict)
    for row in rows:
        found[row["number"]][WantedGrant(Role(row["role"]), row["unit"], row["scope"])] = row
    return found
