"""Who holds what in a body, and its calendar (组织和工作日历): read once, kept as long as nothing of it has changed.

It changes a few times a year and every move needs it. A mark beside it changes with it, in the same transaction and
whoever made the change (`schema/models/roster.py`); who finds the mark that he knows knows the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import UnitPlace

#: Bodies whose rosters a process keeps, and how many of each: while somebody changes one, the others still need the old.
_KEPT, _VERSIONS = 500, 2

# The mark and what it stands for, as they are at one moment.
_SQL = text("""
SELECT (SELECT s.stamp FROM roster_stamp s WHERE s.body_id = :body_id) AS stamp,
       (SELECT jsonb_agg(jsonb_build_array(g.role, COALESCE(g.unit_id::text, g.scope), g.person_id))
          FROM role_grant g JOIN person p ON p.body_id = g.body_id AND p.id = g.person_id AND p.active
         WHERE g.body_id = :body_id) AS grants,
       (SELECT jsonb_agg(jsonb_build_array(r.person_id, r.relative_id)) FROM relative r
         WHERE r.body_id = :body_id) AS relatives,
       (SELECT jsonb_object_agg(d.day, d.working) FROM calendar_override d WHERE d.body_id = :body_id) AS overrides,
       (SELECT jsonb_object_agg(f.day, f.working) FROM official_day f) AS official_days,
       (SELECT array_agg(y.year ORDER BY y.year) FROM official_year y) AS official_years,
       (SELECT jsonb_object_agg(u.id, jsonb_build_array(u.parent_id, u.unit_class)) FROM unit u
         WHERE u.body_id = :body_id) AS units,
       (SELECT min(u.id) FROM unit u WHERE u.body_id = :body_id AND u.parent_id IS NULL AND NOT u.outside) AS root
""")


@dataclass(frozen=True)
class Roster:
    """A part of `Situation`: the same for all cycles of a body."""

    holders: Mapping[str, frozenset[int]]
    relatives: Mapping[int, frozenset[int]]
    units: Mapping[int, UnitPlace]
    root_unit_id: int
    calendar: WorkCalendar


_kept: dict[int, dict[object, Roster]] = {}


async def roster_of(session: AsyncSession, body_id: int, stamp: object) -> Roster:
    """The body's roster as it is under `stamp`, which was read just now; None stands for a body without one."""
    known = _kept.get(body_id, {}).get(stamp)
    if known is not None:
        return known
    (row,) = rows_of(await session.execute(_SQL, {"body_id": body_id}))
    roster = _roster(row)
    if row["stamp"] is not None:
        _keep(_keep(_kept, body_id, {}, _KEPT), row["stamp"], roster, _VERSIONS)
    return roster


def _keep(kept: dict[Any, Any], key: object, value: Any, most: int) -> Any:
    """What is kept under the key, `value` if nothing was; the oldest goes where there would be too many."""
    if key not in kept and len(kept) >= most:
        kept.pop(next(iter(kept)))
    return kept.setdefault(key, value)


def _roster(row: Mapping[str, Any]) -> Roster:
    holders: dict[str, set[int]] = defaultdict(set)
    for role, at, person_id in row["grants"] or ():
        holders[role_key(Role(role), at)].add(person_id)
    relatives: dict[int, set[int]] = defaultdict(set)
    for one, other in row["relatives"] or ():
        relatives[one].add(other)
        relatives[other].add(one)
    return Roster(
        holders={key: frozenset(people) for key, people in holders.items()},
        relatives={person: frozenset(others) for person, others in relatives.items()},
        units={int(unit): UnitPlace(*place) for unit, place in (row["units"] or {}).items()},
        root_unit_id=row["root"] or 0,
        calendar=calendar_of(row["overrides"] or {}, row["official_days"] or {}, row["official_years"] or ()),
    )


def calendar_of(
    overrides: Mapping[str, bool], official_days: Mapping[str, bool], official_years: Iterable[int]
) -> WorkCalendar:
    """The working-day calendar: a body's overrides (`{"2027-02-07": true}`) over the imported days of the imported
    years, over the installed data; shared while they stay the same."""
    return _calendar(tuple(sorted({**official_days, **overrides}.items())), frozenset(official_years))


@lru_cache(maxsize=64)
def _calendar(days: tuple[tuple[str, bool], ...], published_years: frozenset[int]) -> WorkCalendar:
    return WorkCalendar({date.fromisoformat(day): working for day, working in days}, published_years)
