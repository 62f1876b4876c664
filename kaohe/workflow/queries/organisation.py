"""Units, people, and what is recorded of them (单位、人员)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.calendar.of_body import calendar_of_body
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import Row, View, by_id, lone_of_parent, of_body, of_parent, rows_in
from kaohe.workflow.queries.scopes import managers, of_people, people, people_ways

UNITS = View(
    columns="u.id, u.key, u.name, u.parent_id, u.position, u.outside, u.unit_class",
    source="unit u",
    scope=of_body("u"),
    order=(Key("u.position", int), Key("u.id", int)),
    id="u.id",
)

_PERSON = "p.id, p.number, p.name, p.unit_id, p.post, p.rank, p.work_in_charge, p.management, p.post_category, p.email, p.active"

PERSONS = View(
    columns=_PERSON,
    source="person p",
    scope=people("p"),
    order=(Key("p.id", int),),
    id="p.id",
    ways=people_ways("p"),
)

#: People as they are referred to by what the viewer sees anyhow: who signed, who is on a case.
_MENTIONED = View(columns=_PERSON, source="person p", scope=of_body("p"), order=(Key("p.id", int),), id="p.id")

PERSON_FILTERS = {
    "unit_id": "p.unit_id = :unit_id",
    "active": "p.active = :active",
    "role": """EXISTS (SELECT 1 FROM role_grant g
                WHERE g.body_id = p.body_id AND g.person_id = p.id AND g.role = :role)""",
    "search": "(strpos(p.name, :search) > 0 OR p.number = :search)",
}


def _of_person(table: str, columns: str) -> View:
    return View(
        columns=f"x.id, x.person_id, {columns}",
        source=f"{table} x",
        scope=of_people("x"),
        order=(Key("x.id", int),),
        id="x.id",
    )


ASSIGNMENTS = _of_person("assignment", "x.kind, x.unit_id, x.starts, x.ends, x.approval")
CIRCUMSTANCES = _of_person("circumstance", "x.kind, x.sanction, x.starts, x.ends, x.note, x.recorded_by, x.recorded_at")
GRANTS = _of_person("role_grant", "x.role, x.unit_id, x.scope")

#: Stored once a pair, read both ways.
RELATIVES = View(
    columns="x.id, x.person_id, x.relative_id, x.relation",
    source=(
        "(SELECT r.body_id, r.id, r.person_id, r.relative_id, r.relation FROM relative r UNION ALL "
        "SELECT r.body_id, r.id, r.relative_id, r.person_id, r.relation FROM relative r) x"
    ),
    scope=of_people("x"),
    order=(Key("x.id", int),),
    id="x.id",
)

ACCOUNTS = View(
    columns="x.id, x.person_id, x.login, x.disabled, x.must_change, x.locked_until",
    source="account x",
    scope=managers("x"),
    order=(Key("x.id", int),),
    id="x.id",
)

CALENDAR = View(
    columns="d.day, d.working, d.reason",
    source="calendar_override d",
    scope=of_body("d"),
    order=(Key("d.day", object),),
    id="d.day",
)

IMPORTS = View(
    columns="b.id, b.kind, b.file_name, b.sha256, b.rows, b.summary",
    source="import_batch b",
    scope=managers("b"),
    order=(Key("b.id", int),),
    id="b.id",
    descending=True,
)

units_by_id = by_id(UNITS)
persons_by_id = by_id(PERSONS)
mentioned_by_id = by_id(_MENTIONED)
assignments_by_id = by_id(ASSIGNMENTS)
circumstances_by_id = by_id(CIRCUMSTANCES)
grants_by_id = by_id(GRANTS)
relatives_by_id = by_id(RELATIVES)
accounts_by_id = by_id(ACCOUNTS)
imports_by_id = by_id(IMPORTS)
assignments_of = of_parent(ASSIGNMENTS, "x.person_id", "person_id")
circumstances_of = of_parent(CIRCUMSTANCES, "x.person_id", "person_id")
grants_of = of_parent(GRANTS, "x.person_id", "person_id")
relatives_of = of_parent(RELATIVES, "x.person_id", "person_id")
account_of = lone_of_parent(ACCOUNTS, "x.person_id", "person_id")


async def calendars_of(session: AsyncSession, actor: Actor, ids: Sequence[int]) -> Mapping[int, WorkCalendar]:
    """The working-day calendar (工作日历) of the viewer's own body as it stands now."""
    return {actor.body_id: await calendar_of_body(session, actor.body_id)}


async def bodies_by_id(session: AsyncSession, actor: Actor, ids: Sequence[int]) -> Mapping[int, Row]:
    """The viewer's own body; there is no other for him."""
    if actor.body_id not in ids:
        return {}
    found = await session.execute(_BODY, {"id": actor.body_id})
    return {row["id"]: row for row in rows_in(found)}


_BODY = text("SELECT id, key, name FROM body WHERE id = :id")
