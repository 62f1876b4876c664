"""Everybody's case in one cycle, where a stage's term runs out: rows as the doors leave them, hash chains included."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg

from bench.bulk.organisation import BODY, Organisation
from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.canonical import canonical
from kaohe.workflow.domain.history_chain import GENESIS
from kaohe.workflow.domain.periods import Period

CYCLE = 1

#: Stands for the case's id in a record that is the same for all but that.
_ANY = 987_654_321_987

_HOUR = timedelta(hours=1)

#: The period has been over for so long at least: nobody can back-fill his records any more.
_WAITED = timedelta(days=45)


@dataclass(frozen=True)
class Line:
    """One line of everybody's history."""

    trigger: str
    source: str
    dest: str


@dataclass(frozen=True)
class Standing:
    """How all cases stand: their state with what it brings, the lines that led there, and the task that is open.

    `columns` are SQL expressions of further columns; `assignee` is one, of the task's key. Both see the case as `c`
    (id, unit_id, person_id).
    """

    state: str
    lines: Sequence[Line]
    task: str
    assignee: str
    columns: Mapping[str, str]


OPENED = Line("open", "", "self_summary")

_CYCLE = """
INSERT INTO cycle (body_id, id, version, entry_no, history_count, history_head, state, title, kind, policy_key,
                   policy_version_id, year, period, period_start, period_end, opened_at)
VALUES ($1, $2, 2, $3, 0, '', $4, $5, 'routine', $6, 1, $7, $8, $9, $10, $11)
"""

_TERM = """
INSERT INTO stage_term (body_id, cycle_id, stage, due_at, provisional, entered_at, extension_reason)
VALUES ($1, $2, $3, $4, false, $5, '')
"""

_LISTS = """
INSERT INTO unit_list (body_id, version, entry_no, history_count, history_head, state, cycle_id, unit_id)
SELECT $1, 1, 1, 0, '', 'open', $2, u FROM generate_series($3::int, $3 + $4::int - 1) u
"""

_LINE = """
WITH next AS MATERIALIZED (
  SELECT id, seq + 1 AS seq, sha256(head || $4::bytea || convert_to(id::text, 'UTF8') || $5::bytea) AS head FROM chain),
 told AS (
  INSERT INTO history (body_id, subject, subject_id, seq, trigger, source, dest, at, actor_name, acted_as, reason, data, hash)
  SELECT $1, 'assessment', id, seq, $2, $6, $7, $3, $8, 'system', '', '{}', head FROM next ORDER BY id)
UPDATE chain c SET seq = n.seq, head = n.head FROM next n WHERE n.id = c.id
"""

_TASKS = """
INSERT INTO task (body_id, assignee_key, kind, subject, subject_id, cycle_id, unit_id, person_id, due_at, state, opened_at)
SELECT $1, {assignee}, $2, 'assessment', c.id, $3, c.unit_id, c.person_id, $4, 'open', $5
  FROM assessment c WHERE c.body_id = $1 AND c.cycle_id = $3 ORDER BY c.id
"""


async def open_cases(
    connection: asyncpg.Connection, size: Organisation, policy: str, standing: Standing, now: datetime
) -> None:
    """One cycle in the stage `standing.state`, with a case of everyone; its shared term ran out an hour before `now`."""
    entered = now - timedelta(days=10)
    period = _quarter_before(now - _WAITED)
    await connection.execute(
        _CYCLE, BODY, CYCLE, len(standing.lines) + 1, standing.state, f"{period.label}平时考核", policy,
        period.year, period.key, period.start, period.end, entered,
    )  # fmt: skip
    due = terms(standing.state, now)
    for stage, due_at in due.items():
        await connection.execute(_TERM, BODY, CYCLE, stage, due_at, entered if stage == standing.state else None)
    await connection.execute(_LISTS, BODY, CYCLE, size.first_unit, size.units)
    await connection.execute("CREATE TEMPORARY TABLE chain (id bigint PRIMARY KEY, seq bigint, head bytea)")
    await connection.execute(
        "INSERT INTO chain SELECT n, 0, $2 FROM generate_series(1, $1::int) n", size.people, GENESIS
    )
    for number, line in enumerate(standing.lines, 1):
        before, after = _record(line, number, entered)
        values = (line.trigger, entered, before, after, line.source, line.dest, system(BODY).name)
        await connection.execute(_LINE, BODY, *values)
    await connection.execute(_assessments(standing), BODY, CYCLE, size.per_unit, size.first_unit, standing.state,
                             entered, due[standing.state])  # fmt: skip
    await connection.execute("DROP TABLE chain")
    await connection.execute(
        _TASKS.format(assignee=standing.assignee), BODY, standing.task, CYCLE, due[standing.state], entered
    )


def terms(state: str, now: datetime) -> dict[str, datetime]:
    """When each stage is due: the present one is an hour over, later ones come in steps of two weeks."""
    stages = ("self_summary", "aggregation", "review", "decision", "feedback")
    place = stages.index(state)
    return {stage: now - _HOUR + timedelta(days=14 * (number - place)) for number, stage in enumerate(stages)}


_EXPIRE = """
INSERT INTO deadline (body_id, subject, subject_id, cycle_id, stage, entry_no, step, kind, mark, due_at, provisional)
VALUES ($1, 'cycle', $2, $2, $3, $4, 0, 'expire', 0, $5, false)
"""


async def end_term(connection: asyncpg.Connection, standing: Standing, now: datetime) -> None:
    """The row that ends the stage's term for all of them, due an hour before `now`."""
    due_at = terms(standing.state, now)[standing.state]
    await connection.execute(_EXPIRE, BODY, CYCLE, standing.state, len(standing.lines) + 1, due_at)


def _assessments(standing: Standing) -> str:
    names = "".join(f", {name}" for name in standing.columns)
    values = "".join(f", {expression}" for expression in standing.columns.values())
    return f"""
INSERT INTO assessment (body_id, id, version, entry_no, history_count, history_head, state, cycle_id, person_id, unit_id,
                        own_unit_id, post, rank, main_leader, deputy_leader, post_category, round, review_step, nominee,
                        entered_at, due_at{names})
SELECT $1, c.id, c.seq, c.seq, c.seq, c.head, $5, $2, c.person_id, c.unit_id, c.unit_id, '民警', '',
       (c.id - 1) % $3::int = 0, (c.id - 1) % $3::int IN (1, 2), '', 1, 0, false, $6, $7{values}
  FROM (SELECT id, id AS person_id, $4 + (id - 1) / $3 AS unit_id, seq, head FROM chain) c ORDER BY c.id
"""


def _record(line: Line, seq: int, at: datetime) -> tuple[bytes, bytes]:
    """The canonical bytes of a line before and after the case's id."""
    record = {
        "body_id": BODY,
        "subject": "assessment",
        "subject_id": _ANY,
        "seq": seq,
        "trigger": line.trigger,
        "source": line.source,
        "dest": line.dest,
        "at": at,
        "account_id": None,
        "person_id": None,
        "actor_name": system(BODY).name,
        "acted_as": "system",
        "on_behalf_of": None,
        "reason": "",
        "data": {},
    }
    before, after = canonical(record).split(str(_ANY).encode())
    return before, after


def _quarter_before(now: datetime) -> Period:
    month = (now.astimezone(UTC).month - 1) // 3
    return Period.parse(f"{now.year}Q{month}" if month else f"{now.year - 1}Q4")
