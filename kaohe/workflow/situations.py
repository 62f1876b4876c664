"""Loading what all rows of a cycle share (`domain.snapshots.Situation`), in one statement."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.policy import Policy, load_policy
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import Situation, UnitPlace

_SQL = text("""
SELECT c.id, c.state, c.suspended_at, c.frozen_at, c.year, c.period, c.period_end, v.sha256, v.id AS version_id,
       (SELECT max(o.period) FROM cycle o WHERE o.body_id = c.body_id AND o.policy_key = c.policy_key
          AND o.year = c.year AND o.frozen_at IS NOT NULL AND o.period > c.period) AS later_frozen,
       (SELECT jsonb_object_agg(t.stage, t.due_at) FROM stage_term t
         WHERE t.body_id = c.body_id AND t.cycle_id = c.id) AS due,
       (SELECT jsonb_agg(jsonb_build_array(g.role, COALESCE(g.unit_id::text, g.scope), g.person_id))
          FROM role_grant g JOIN person p ON p.body_id = g.body_id AND p.id = g.person_id AND p.active
         WHERE g.body_id = c.body_id) AS grants,
       (SELECT jsonb_agg(jsonb_build_array(r.person_id, r.relative_id)) FROM relative r
         WHERE r.body_id = c.body_id) AS relatives,
       (SELECT jsonb_object_agg(d.day, d.working) FROM calendar_override d WHERE d.body_id = c.body_id) AS overrides,
       (SELECT jsonb_object_agg(f.day, f.working) FROM official_day f) AS official_days,
       (SELECT array_agg(y.year ORDER BY y.year) FROM official_year y) AS official_years,
       (SELECT jsonb_object_agg(u.id, jsonb_build_array(u.parent_id, u.unit_class)) FROM unit u
         WHERE u.body_id = c.body_id) AS units,
       (SELECT min(u.id) FROM unit u WHERE u.body_id = c.body_id AND u.parent_id IS NULL AND NOT u.outside) AS root
  FROM cycle c JOIN policy_version v ON v.body_id = c.body_id AND v.id = c.policy_version_id
 WHERE c.body_id = :body_id AND c.id = ANY(:ids)
""")


async def load_situations(session: AsyncSession, body_id: int, cycle_ids: Iterable[int]) -> dict[int, Situation]:
    """The situation of each cycle, by its id; a cycle of another body is not there."""
    rows = rows_of(await session.execute(_SQL, {"body_id": body_id, "ids": sorted(set(cycle_ids))}))
    return {row["id"]: await _situation(session, body_id, row) for row in rows}


async def load_situation(session: AsyncSession, body_id: int, cycle_id: int) -> Situation:
    """The situation of one cycle that is known to exist."""
    return (await load_situations(session, body_id, [cycle_id]))[cycle_id]


async def _situation(session: AsyncSession, body_id: int, row: Mapping[str, Any]) -> Situation:
    holders: dict[str, set[int]] = defaultdict(set)
    for role, at, person_id in row["grants"] or ():
        holders[role_key(Role(role), at)].add(person_id)
    relatives: dict[int, set[int]] = defaultdict(set)
    for one, other in row["relatives"] or ():
        relatives[one].add(other)
        relatives[other].add(one)
    return Situation(
        body_id=body_id,
        cycle_id=row["id"],
        cycle_state=row["state"],
        suspended=row["suspended_at"] is not None,
        frozen=row["frozen_at"] is not None,
        year=row["year"],
        period=row["period"],
        period_end=row["period_end"],
        posting=row["later_frozen"] or row["period"],
        policy=await policy_of(session, body_id, row["version_id"], row["sha256"]),
        calendar=calendar_of(row["overrides"] or {}, row["official_days"] or {}, row["official_years"] or ()),
        root_unit_id=row["root"] or 0,
        units={int(unit): UnitPlace(*place) for unit, place in (row["units"] or {}).items()},
        due={stage: datetime.fromisoformat(due) for stage, due in (row["due"] or {}).items()},
        holders={key: frozenset(people) for key, people in holders.items()},
        relatives={person: frozenset(others) for person, others in relatives.items()},
    )


_parsed: dict[str, Policy] = {}


async def policy_of(session: AsyncSession, body_id: int, version_id: int, sha256: str) -> Policy:
    """The parsed policy of a version. Versions are immutable, so the parse is kept by the hash of its text."""
    if sha256 not in _parsed:
        source = await session.scalar(
            text("SELECT source FROM policy_version WHERE body_id = :body_id AND id = :id"),
            {"body_id": body_id, "id": version_id},
        )
        _parsed[sha256] = load_policy(source)
    return _parsed[sha256]


def calendar_of(
    overrides: Mapping[str, bool], official_days: Mapping[str, bool], official_years: Iterable[int]
) -> WorkCalendar:
    """The working-day calendar: a body's overrides (`{"2027-02-07": true}`) over the imported days of the imported
    years, over the installed data; shared while they stay the same."""
    return _calendar(tuple(sorted({**official_days, **overrides}.items())), frozenset(official_years))


@lru_cache(maxsize=64)
def _calendar(days: tuple[tuple[str, bool], ...], published_years: frozenset[int]) -> WorkCalendar:
    return WorkCalendar({date.fromisoformat(day): working for day, working in days}, published_years)
