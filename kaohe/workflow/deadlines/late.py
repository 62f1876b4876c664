"""The open tasks that a deadline is about, and telling people of them: set by set, whatever their number."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, rows_of
from kaohe.trace import request_id
from kaohe.workflow.domain.task_stages import kinds_of
from kaohe.workflow.outbox.tell import LINES

Row = Mapping[str, Any]

#: One thing to tell: about which subject, to which assignee key, which kind of notification.
Line = tuple[int, str, str]

# What each kind of deadline is about, beside the cases: on a cycle's also its unit lists and its own tasks; on a
# notice's what waits for approval; an objection's is about nothing else. A case of its own is told under its own name.
_WHERE = {
    "cycle": "(t.subject = 'assessment' AND t.subject_id = ANY(:ids)) "
    "OR (t.subject IN ('unit_list', 'cycle', 'ballot_box') AND t.cycle_id = :cycle_id)",
    "notice": "(t.subject = 'assessment' AND t.subject_id = ANY(:ids)) "
    "OR (t.subject = 'cycle' AND t.subject_id = :cycle_id) "
    "OR (t.subject = 'result_list' AND t.cycle_id = :cycle_id AND EXISTS (SELECT 1 FROM result_list_item i "
    "WHERE i.body_id = t.body_id AND i.list_id = t.subject_id AND i.assessment_id = ANY(:ids)))",
    "objection": "t.subject = 'objection' AND t.subject_id = :subject_id",
    "finding": "t.subject = 'finding' AND t.subject_id = :subject_id",
    "assessment": "t.subject = 'assessment' AND t.subject_id = ANY(:ids)",
}

_TASKS = {
    subject: f"""
SELECT {"t.subject_id" if subject == "assessment" else "CAST(:subject_id AS bigint)"} AS about,
       t.assignee_key, t.unit_id, t.person_id
  FROM task t WHERE t.body_id = :body_id AND t.state = 'open' AND t.kind = ANY(:kinds) AND ({where})"""
    for subject, where in _WHERE.items()
}

# Who is assessed matters only where he could be told himself, or a relative of his: of everybody else's tasks one a
# unit is enough.
_LATE = {
    subject: text(f"""
SELECT DISTINCT about, assignee_key, unit_id, CASE WHEN person_id = ANY(:known) THEN person_id END AS person_id
  FROM ({tasks}) late""")
    for subject, tasks in _TASKS.items()
}

_TELL = {
    subject: text(f"""
INSERT INTO outbox (body_id, topic, payload, request_id, created_at)
SELECT :body_id, 'told',
       jsonb_build_object('subject', CAST(:subject AS text), 'id', about, 'cycle_id', CAST(:cycle_id AS bigint),
                          'tasks', CAST('[]' AS jsonb),
                          'notify', jsonb_agg(jsonb_build_array(key, kind) ORDER BY key, kind)),
       CAST(:request_id AS text), CAST(:now AS timestamptz)
  FROM (SELECT about, key, kind, (row_number() OVER (PARTITION BY about ORDER BY key, kind) - 1) / :lines AS part
          FROM (SELECT about, assignee_key AS key, CAST(:kind AS text) AS kind FROM ({tasks}) late
                UNION SELECT about, key, kind
                        FROM jsonb_to_recordset(CAST(:others AS jsonb)) AS x(about bigint, key text, kind text)) each) told
 GROUP BY about, part ORDER BY about, part
RETURNING jsonb_array_length(payload->'notify')""")
    for subject, tasks in _TASKS.items()
}


async def late_tasks(session: AsyncSession, row: Row, ids: Sequence[int], known: Iterable[int]) -> list[dict[str, Any]]:
    """The open tasks that a deadline over these cases is about, as (about, assignee_key, unit_id, person_id), distinct;
    `person_id` only of those people who are `known`."""
    return rows_of(await session.execute(_LATE[row["subject"]], {**_key(row, ids), "known": sorted(known)}))


async def tell_holders(
    session: AsyncSession,
    row: Row,
    ids: Sequence[int],
    now: datetime,
    kind: str,
    others: Sequence[Line] = (),
) -> int:
    """Notify the holders of the open tasks, each once, with `kind`, and `others`; how many lines. No cases: no holders.

    A case with a deadline of its own is told of under its own name, any other under that of the deadline's subject.
    """
    lines = [{"about": about, "key": key, "kind": of} for about, key, of in others]
    found = await session.scalars(
        _TELL[row["subject"]],
        {
            **_key(row, ids),
            "kinds": kinds_of(row["stage"]) if ids else [],
            "cycle_id": row["cycle_id"],
            "subject": row["subject"],
            "kind": kind,
            "others": document(lines),
            "request_id": request_id(),
            "now": now,
            "lines": LINES,
        },
    )
    return sum(found)


def _key(row: Row, ids: Sequence[int]) -> dict[str, Any]:
    values = {"body_id": row["body_id"], "kinds": kinds_of(row["stage"]), "ids": list(ids)}
    values |= {"cycle_id": row["cycle_id"], "subject_id": row["subject_id"]}
    where = _TASKS[row["subject"]]
    return {name: value for name, value in values.items() if f":{name}" in where}
