"""Recording rates (记载率, S1-14): who keeps records and who does not, the lowest first (为官不为, S1-4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.calendar.of_body import CALENDAR, calendar_in
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.records.owed import Kept
from kaohe.workflow.domain.refusals import not_found
from kaohe.workflow.domain.roles import UNIT_ROLES
from kaohe.workflow.queries.keyset import Key, Window, cursor
from kaohe.workflow.queries.reading import Page, Predicate, Row, statement
from kaohe.workflow.records_kept import Keeping, kept_columns, kept_parameters
from kaohe.workflow.situations import policy_of
from kaohe.workflow.visibility import UNITS_BELOW, sees_body

#: How many of the missing records are named.
MOST_NAMED = 31

#: A rate in steps of a hundredth of a percent; who owed nothing comes last.
_WHOLE = 10_000
_NOTHING_OWED = _WHOLE + 1

_ORDER = (Key("rate", int), Key("person_id", int))

_CYCLE = text(f"""
SELECT c.period, v.id AS version_id, v.sha256, k.*
  FROM cycle c JOIN policy_version v ON v.body_id = c.body_id AND v.id = c.policy_version_id CROSS JOIN ({CALENDAR}) k
 WHERE c.body_id = :body_id AND c.id = :id
""")

# Before the cycle is opened nobody has a case: then those whom it would cover now.
_PEOPLE = """
SELECT p.id AS person_id, COALESCE(a.unit_id, p.unit_id) AS unit_id, {columns}
  FROM cycle c JOIN person p ON p.body_id = c.body_id
  JOIN unit u ON u.body_id = p.body_id AND u.id = p.unit_id
  LEFT JOIN assessment a ON a.body_id = c.body_id AND a.cycle_id = c.id AND a.person_id = p.id
 WHERE c.body_id = :body_id AND c.id = :cycle_id
   AND CASE WHEN c.state = 'draft' THEN p.active AND NOT u.outside AND NOT p.management = ANY(:excluded)
            ELSE a.state NOT IN ('excluded', 'cancelled') END
   AND {scope}
   AND (CAST(:unit_id AS bigint) IS NULL OR COALESCE(a.unit_id, p.unit_id) = :unit_id)
"""


@dataclass(frozen=True)
class RatesAsked:
    """Of which cycle, of which kind of record, and of which unit alone, if so."""

    cycle_id: int
    kind: RecordKind
    unit_id: int | None = None


async def recording_rates(
    session: AsyncSession, actor: Actor, now: datetime, asked: RatesAsked, window: Window
) -> tuple[Page, int]:
    """A page of the people whom the viewer may see, and how many they are: two statements, however many.

    While the period is under way, what is over by the day of `now` is due, and what is recorded already.
    """
    cycle = (await session.execute(_CYCLE, {"body_id": actor.body_id, "id": asked.cycle_id})).mappings().one_or_none()
    if cycle is None:
        raise not_found("cycle", "cycleId")
    found = sorted(await _rates(session, actor, now, asked, cycle), key=_place)
    after = window.values(_ORDER)
    rest = [row for row in found if after is None or _place(row) > tuple(after)]
    return Page.cut(rest, window.first, lambda row: cursor(_place(row))), len(found)


async def _rates(
    session: AsyncSession, actor: Actor, now: datetime, asked: RatesAsked, cycle: Mapping[Any, Any]
) -> list[Row]:
    policy = await policy_of(session, actor.body_id, cycle["version_id"], cycle["sha256"])
    if policy.records.rules(asked.kind) is None:
        return []
    period = Period.parse(cycle["period"])
    scope, parameters = _scope(actor)
    rows = await session.execute(
        statement(_PEOPLE.format(columns=kept_columns("p.id"), scope=scope)),
        {
            "body_id": actor.body_id,
            "cycle_id": asked.cycle_id,
            "unit_id": asked.unit_id,
            "excluded": list(policy.scope.excluded_management),
            **kept_parameters([asked.kind], period),
            **parameters,
        },
    )
    keeping = Keeping.over(period, [asked.kind], calendar_in(cycle))
    today = now.astimezone(BUSINESS_ZONE).date()
    return [_rate(row, keeping, asked.kind, today) for row in rows_of(rows)]


def _scope(actor: Actor) -> Predicate:
    """Oneself, the people of one's units and below, everybody for the office and the committee."""
    if sees_body(actor):
        return "true", {}
    sql = f"(p.id = :viewer_person OR COALESCE(a.unit_id, p.unit_id) IN ({UNITS_BELOW}))"
    units = sorted(actor.units_of(*UNIT_ROLES))
    return sql, {"viewer_body": actor.body_id, "viewer_person": actor.person_id, "viewer_units": units}


def _rate(row: Mapping[str, Any], keeping: Keeping, kind: RecordKind, today: date) -> Row:
    found = keeping.of(row, today).get(kind, Kept(0, 0))
    return {
        "person_id": row["person_id"],
        "unit_id": row["unit_id"],
        "due": found.due,
        "recorded": found.recorded,
        "rate": found.rate,
        "missing": list(found.missing[:MOST_NAMED]),
    }


def _place(row: Row) -> tuple[int, int]:
    rate = row["rate"]
    return _NOTHING_OWED if rate is None else int(rate * _WHOLE), row["person_id"]
