"""Bodies with their people, a cycle under review, accounts with tokens: what the HTTP ratios ask for, written set-wise.

Every number is derived from the place in the order, so that floors and requests know them without reading: body `b`
(from 1) has units (b-1)*units + 1 … and people (b-1)*people + 1 …; a person's case, account and token have his number.
Of a body's people the first lead a unit each and the next are its clerks; the last eight are the body's own leaders.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import orjson

from kaohe.policies.shipped import shipped_text
from kaohe.schema.session import Database
from kaohe.workflow import policies
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.history_chain import GENESIS, link

#: The last people of a body: chief, three deputies, two of the office, secretary, administrator.
TOP = 8
DEPUTIES = 3

_LINE = """body_id subject subject_id seq trigger source dest at account_id person_id actor_name acted_as on_behalf_of
reason data hash""".split()

#: What has happened to a case under review, oldest first: trigger, from, to, by whom (the key without its place).
COURSE = (
    ("open", "", "self_summary", ""),
    ("submit_summary", "self_summary", "aggregation", "person"),
    ("aggregate", "aggregation", "review", "unit_clerk"),
)

_AGAIN = (
    ("return_for_rework", "review", "self_summary", "main_leader"),
    ("submit_summary", "self_summary", "aggregation", "person"),
    ("aggregate", "aggregation", "review", "unit_clerk"),
)

#: The same of a case that was returned three times: half a page of history.
LONG_COURSE = (*COURSE, *(_AGAIN * 3))

_BREAKDOWN = [
    {"part": "common", "rule": "average", "inputs": {"moral": "92", "ability": "90", "diligence": "95"}, "points": "36.80"},
    {"part": "performance", "rule": "monthly_average", "inputs": {"2026-07": "91", "2026-08": "93"}, "points": "46.00"},
    {"part": "democratic", "rule": "weighted", "inputs": {"superior": "94", "peers": "90.5"}, "points": "9.24"},
    {"part": "incentive", "rule": "largest", "inputs": {"merit_3": "2"}, "points": "2.00"},
    {"part": "deduction", "rule": "sum", "inputs": {"late_summary": "0.5"}, "points": "-0.50"},
]  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """How many there are. A county's bureau has some 500 people in 25 units."""

    bodies: int
    units: int
    people: int

    @property
    def led(self) -> int:
        """Units with a leader: all but the first, which is the body itself."""
        return self.units - 1

    def unit(self, body: int, place: int) -> int:
        """The id of a body's unit, from 1; 1 is the body itself."""
        return (body - 1) * self.units + place

    def person(self, body: int, place: int) -> int:
        """The id of a body's person, from 1."""
        return (body - 1) * self.people + place

    def unit_of(self, place: int) -> int:
        """The place of the unit that a person of this place is in."""
        return 1 if place > self.people - TOP else 2 + (place - 1) % self.led

    def staff(self) -> range:
        """The places of those who have no role: neither leader nor clerk nor of the top."""
        return range(2 * self.led + 1, self.people - TOP + 1)


def token(person: int) -> str:
    """A person's bearer token."""
    return f"bench-{person}"


_SEED = """
INSERT INTO body (id, key, name) SELECT b, 'psb-' || b, '第' || b || '公安局' FROM generate_series(1, {bodies}) b;
INSERT INTO unit (body_id, id, key, name, parent_id, position, outside, unit_class)
  SELECT b, (b-1)*{units}+u, 'u' || u, CASE u WHEN 1 THEN '公安局' ELSE '第' || u || '派出所' END,
         CASE u WHEN 1 THEN NULL ELSE (b-1)*{units}+1 END, u, false, ''
    FROM generate_series(1, {bodies}) b, generate_series(1, {units}) u ORDER BY 1, 2;
CREATE TEMP TABLE seat AS
  SELECT b AS body_id, (b-1)*{people}+p AS id, p, {people}-p AS from_end,
         (b-1)*{units}+1 AS root,
         (b-1)*{units} + CASE WHEN p > {people}-{top} THEN 1 ELSE 2+(p-1)%{led} END AS unit_id
    FROM generate_series(1, {bodies}) b, generate_series(1, {people}) p;
INSERT INTO person (body_id, id, number, name, unit_id, post, rank, work_in_charge, management, post_category, email, active)
  SELECT body_id, id, 'P' || id, '警员' || id, unit_id, '民警', '一级警员', '',
         CASE WHEN from_end < {top} THEN 'county_managed' ELSE '' END, '', '', true FROM seat ORDER BY 1, 2;
INSERT INTO role_grant (body_id, person_id, role, unit_id)
  SELECT body_id, id, 'main_leader', unit_id FROM seat WHERE p <= {led}
  UNION ALL SELECT body_id, id, 'unit_clerk', unit_id FROM seat WHERE p > {led} AND p <= 2*{led}
  UNION ALL SELECT body_id, id, 'main_leader', unit_id FROM seat WHERE from_end = 0
  UNION ALL SELECT s.body_id, s.id, 'leader_in_charge', u.id FROM seat s JOIN unit u ON u.body_id = s.body_id
     WHERE s.from_end BETWEEN 1 AND {deputies} AND u.parent_id IS NOT NULL AND u.position % {deputies} + 1 = s.from_end
  UNION ALL SELECT body_id, id, 'office', NULL FROM seat WHERE from_end IN (4, 5)
  UNION ALL SELECT body_id, id, 'committee_secretary', NULL FROM seat WHERE from_end = 6
  UNION ALL SELECT body_id, id, 'administrator', NULL FROM seat WHERE from_end = 7;
INSERT INTO account (body_id, id, person_id, login, password_hash, disabled, must_change, failures)
  SELECT body_id, id, id, 'p' || id, '!', false, false, 0 FROM seat ORDER BY 1, 2;
INSERT INTO bearer_session (token_hash, body_id, account_id, created_at, expires_at)
  SELECT sha256(convert_to('bench-' || id, 'UTF8')), body_id, id, $now, $now::timestamptz + interval '12 hours' FROM seat;
"""

_CYCLE = """
INSERT INTO policy_version (body_id, key, version, name, status, effective_from, effective_to, source, document, sha256,
                            published_at, locked)
  SELECT b.id, v.key, v.version, v.name, v.status, v.effective_from, v.effective_to, v.source, v.document, v.sha256,
         v.published_at, true
    FROM body b, policy_version v WHERE b.id > 1 AND v.body_id = 1;
INSERT INTO cycle (body_id, id, version, entry_no, history_count, history_head, state, title, kind, policy_key, policy_version_id,
                   year, period, period_start, period_end, opened_at)
  SELECT b.id, b.id, 1, 1, 0, '', 'review', '2026年第三季度', 'routine', v.key, v.id, 2026, '2026Q3', '2026-07-01', '2026-09-30',
         $now::timestamptz - interval '20 days'
    FROM body b JOIN policy_version v ON v.body_id = b.id ORDER BY 1;
INSERT INTO stage_term (body_id, cycle_id, stage, due_at, provisional, entered_at, left_at, extension_reason)
  SELECT b.id, b.id, s.stage, $now::timestamptz + (10 * (s.n - 2)) * interval '1 day', false,
         CASE WHEN s.n <= 3 THEN $now::timestamptz - interval '20 days' END,
         CASE WHEN s.n < 3 THEN $now::timestamptz - interval '5 days' END, ''
    FROM body b, unnest(ARRAY['self_summary','aggregation','review','decision','publicity','appeal','feedback','archived'])
         WITH ORDINALITY AS s(stage, n);
INSERT INTO unit_list (body_id, id, version, entry_no, history_count, history_head, state, cycle_id, unit_id)
  SELECT body_id, id, 1, 1, 0, '', 'open', body_id, id FROM unit WHERE parent_id IS NOT NULL ORDER BY 1, 2;
INSERT INTO assessment (body_id, id, version, entry_no, history_count, history_head, state, cycle_id, person_id, unit_id,
    own_unit_id, post, rank, main_leader, deputy_leader, post_category, round, review_step, entered_at, due_at, summary,
    outcome, score, breakdown, allowed_grades, proposed_grade, nominee)
  SELECT body_id, id, 1, 1, 0, '', 'review', body_id, id, unit_id, unit_id, '民警', '一级警员', p <= {led}, false, '', 1, 0,
         $now::timestamptz - interval '5 days', $now::timestamptz + interval '10 days', 'submitted', 'graded',
         round((70 + id % 2500 / 100.0)::numeric, 2), $breakdown, '["fairly_good", "fair"]', 'fairly_good', false
    FROM seat WHERE from_end >= {top} ORDER BY 1, 2;
INSERT INTO task (body_id, assignee_key, kind, subject, subject_id, cycle_id, unit_id, person_id, due_at, state, opened_at)
  SELECT a.body_id, 'main_leader@' || CASE WHEN a.main_leader THEN s.root ELSE a.unit_id END, 'review', 'assessment', a.id,
         a.cycle_id, a.unit_id, a.person_id, a.due_at, 'open', a.entered_at
    FROM assessment a JOIN seat s ON s.id = a.id ORDER BY a.body_id, a.id;
"""

#: Every member of the staff has so many tasks of his own, each on another's case; some are overdue.
_TASKS = """
INSERT INTO task (body_id, assignee_key, kind, subject, subject_id, cycle_id, unit_id, person_id, due_at, state, opened_at)
  SELECT s.body_id, 'person@' || s.id, 'appraise', 'assessment', o.id, s.body_id, o.unit_id, o.id,
         $now::timestamptz + (n * 37 % 720 - 100) * interval '1 hour' + s.p * interval '1 second', 'open',
         $now::timestamptz - interval '10 days'
    FROM seat s CROSS JOIN generate_series(1, {each}) n
    JOIN seat o ON o.body_id = s.body_id AND o.p = (s.p + n - 1) % ({people} - {top}) + 1
   WHERE s.p > 2*{led} AND s.from_end >= {top};
"""

_SEQUENCES = "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"


async def seed(url: str, connection: asyncpg.Connection, shape: Shape, now: datetime, tasks_each: int = 0) -> None:
    """Bodies, people, accounts with tokens, a cycle whose cases all wait for their unit's leader.

    `tasks_each` more tasks lie on the desk of every member of the staff.
    """
    await _run(connection, _SEED, shape, now)
    await _publish(url, shape, now)
    await _run(connection, _CYCLE, shape, now)
    if tasks_each:
        await _run(connection, _TASKS, shape, now, each=tasks_each)
    await connection.execute("DROP TABLE seat")
    for table in ("body", "unit", "person", "account", "cycle", "unit_list", "assessment"):
        await connection.execute(_SEQUENCES.format(table=table))


async def add_history(
    connection: asyncpg.Connection, shape: Shape, now: datetime, course: Any = COURSE, every: int = 1
) -> None:
    """A chained history for every `every`th case, with its head on the case."""
    rows, heads = [], []
    for case in await connection.fetch(
        "SELECT body_id, id, unit_id FROM assessment WHERE id % $1 = 0 ORDER BY id", every
    ):
        head = GENESIS
        for seq, moved in enumerate(course, start=1):
            line = _line(case, seq, moved, now - timedelta(days=20 - seq))
            head = link(head, line)
            rows.append((*line.values(), head))
        heads.append((case["body_id"], case["id"], len(course), head))
    stored = [tuple(orjson.dumps(one).decode() if isinstance(one, dict) else one for one in row) for row in rows]
    await connection.copy_records_to_table("history", records=stored, columns=_LINE)
    await connection.execute("CREATE TEMP TABLE head (body_id bigint, id bigint, count bigint, head bytea)")
    await connection.copy_records_to_table("head", records=heads)
    await connection.execute(
        "UPDATE assessment a SET history_count = h.count, history_head = h.head, version = h.count"
        " FROM head h WHERE a.body_id = h.body_id AND a.id = h.id"
    )
    await connection.execute("DROP TABLE head")


def _line(case: asyncpg.Record, seq: int, moved: tuple[str, str, str, str], at: datetime) -> dict[str, Any]:
    trigger, source, dest, role = moved
    return {
        "body_id": case["body_id"],
        "subject": "assessment",
        "subject_id": case["id"],
        "seq": seq,
        "trigger": trigger,
        "source": source,
        "dest": dest,
        "at": at,
        "account_id": case["id"] if role else None,
        "person_id": case["id"] if role else None,
        "actor_name": f"警员{case['id']}" if role else "系统",
        "acted_as": "" if not role else f"{role}@{case['id'] if role == 'person' else case['unit_id']}",
        "on_behalf_of": None,
        "reason": "小结过于简略，请补充数据" if trigger == "return_for_rework" else "",
        "data": {},
    }


async def _publish(url: str, shape: Shape, now: datetime) -> None:
    """The shipped county scheme, published as a body's office does."""
    person = shape.person(1, shape.people - 4)
    actor = Actor(1, f"警员{person}", person, person, 1, frozenset({f"person@{person}", "office"}))
    database = Database(url, pool_size=1)
    try:
        async with database.transaction() as session:
            await policies.publish(session, actor, now, shipped_text("county-psb"))
    finally:
        await database.close()


async def _run(connection: asyncpg.Connection, statements: str, shape: Shape, now: datetime, each: int = 0) -> None:
    """Several statements with their numbers filled in; they are all ours."""
    breakdown = orjson.dumps(_BREAKDOWN).decode()
    sql = statements.replace("$now", f"'{now.isoformat()}'").replace("$breakdown", f"'{breakdown}'")
    values = {"bodies": shape.bodies, "units": shape.units, "people": shape.people, "led": shape.led}
    for name, value in {**values, "top": TOP, "deputies": DEPUTIES, "each": each}.items():
        sql = sql.replace(f"{{{name}}}", str(value))
    await connection.execute(sql)
