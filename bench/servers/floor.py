"""The floor of reading: asyncpg, one statement for a list and two for a page, orjson. No GraphQL, no session, no limits.

`python -m bench.servers.floor PORT DSN [no-reset]`. The answers are those of the API, byte for byte.
"""

import sys
from datetime import UTC, datetime
from typing import Any

import asyncpg
import orjson

from bench.servers.bytes import Handler, cursor, global_id, moment, serve

_TASKS = """
SELECT t.id, t.kind, t.subject_id, t.assignee_key, t.due_at, t.opened_at FROM task t
 WHERE t.body_id = $1 AND t.assignee_key = $2 AND t.state = 'open' ORDER BY t.due_at, t.id LIMIT 21
"""

_NAMED = """
SELECT t.id, t.kind, t.subject_id, t.assignee_key, t.due_at, t.opened_at, p.name AS person, u.name AS unit FROM task t
  LEFT JOIN person p ON p.body_id = t.body_id AND p.id = t.person_id
  LEFT JOIN unit u ON u.body_id = t.body_id AND u.id = t.unit_id
 WHERE t.body_id = $1 AND t.assignee_key = $2 AND t.state = 'open' ORDER BY t.due_at, t.id LIMIT 21
"""

# What decides whether he may sign: that it is his, told to him, and not frozen by the cycle.
_PAGE = """
SELECT a.id, a.state, a.round, a.score, a.breakdown, a.proposed_grade, a.grade, a.person_id, a.unit_id, p.name AS person,
       u.name AS unit, c.suspended_at, a.feedback_at, EXISTS (SELECT 1 FROM feedback f WHERE f.body_id = a.body_id
         AND f.assessment_id = a.id) AS told,
       (SELECT jsonb_agg(jsonb_build_array(o.id, o.state, o.grounds, o.filed_at) ORDER BY o.id) FROM objection o
         WHERE o.body_id = a.body_id AND o.assessment_id = a.id AND o.filed_by = a.person_id) AS objections
  FROM assessment a JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id
  JOIN unit u ON u.body_id = a.body_id AND u.id = a.unit_id JOIN cycle c ON c.body_id = a.body_id AND c.id = a.cycle_id
 WHERE a.body_id = $1 AND a.id = $2 AND a.person_id = $2
"""

_HISTORY = """
SELECT h.seq, h.trigger, h.at, h.actor_name, h.reason FROM history h
 WHERE h.body_id = $1 AND h.subject = 'assessment' AND h.subject_id = $2 ORDER BY h.seq LIMIT 21
"""

_KINDS = {"appraise": "领导鉴定"}
_TRIGGERS = {
    "open": "启动考核",
    "submit_summary": "提交个人小结",
    "aggregate": "综合汇总",
    "return_for_rework": "退回重办",
}
_GRADES = {"fairly_good": "较好"}


def _task(row: Any, now: datetime) -> dict[str, Any]:
    return {
        "id": global_id("Task", row["id"]),
        "kind": row["kind"],
        "kindLabel": _KINDS[row["kind"]],
        "subject": "ASSESSMENT",
        "subjectLabel": "考核个案",
        "subjectId": global_id("Assessment", row["subject_id"]),
        "assigneeKey": row["assignee_key"],
        "dueAt": moment(row["due_at"]),
        "overdue": row["due_at"] < now,
        "openedAt": moment(row["opened_at"]),
    }


def _connection(nodes: list[dict[str, Any]], more: bool, end: str) -> dict[str, Any]:
    return {"edges": [{"node": one} for one in nodes], "pageInfo": {"hasNextPage": more, "endCursor": end}}


def _desk(nodes: list[dict[str, Any]], rows: list[Any]) -> bytes:
    last = rows[min(len(rows), 20) - 1]
    tasks = _connection(nodes, len(rows) > 20, cursor(last["due_at"], last["id"]))
    return orjson.dumps({"data": {"viewer": {"pendingTasks": tasks}}})


def _page(row: Any, history: list[Any]) -> bytes:
    lines = [
        {
            "seq": one["seq"],
            "trigger": one["trigger"],
            "triggerLabel": _TRIGGERS[one["trigger"]],
            "at": moment(one["at"]),
            "actorName": one["actor_name"],
            "reason": one["reason"],
        }
        for one in history[:20]
    ]
    signs = row["told"] and row["feedback_at"] is not None and row["suspended_at"] is None
    node = {
        "id": global_id("Assessment", row["id"]),
        "stage": row["state"].upper(),
        "stageLabel": "结果反馈",
        "round": row["round"],
        "reviewStepLabel": None,
        "score": format(row["score"], "f"),
        "proposedGradeLabel": _GRADES[row["proposed_grade"]],
        "gradeLabel": _GRADES[row["grade"]],
        "breakdown": [
            {"part": one["part"], "rule": one["rule"], "inputs": one["inputs"], "points": one["points"]}
            for one in orjson.loads(row["breakdown"])
        ],
        "person": {"id": global_id("Person", row["person_id"]), "name": row["person"]},
        "unit": {"id": global_id("Unit", row["unit_id"]), "name": row["unit"]},
        "history": _connection(lines, len(history) > 20, cursor(lines[-1]["seq"])),
        "availableActions": [{"trigger": "acknowledge", "label": "本人签收"}] if signs else [],
        "objections": [
            {
                "id": global_id("Objection", number),
                "state": state.upper(),
                "stateLabel": "已驳回",
                "grounds": grounds,
                "filedAt": moment(datetime.fromisoformat(filed_at)),
            }
            for number, state, grounds, filed_at in orjson.loads(row["objections"] or b"[]")
        ],
    }
    return orjson.dumps({"data": {"node": node}})


async def _keep_as_it_is(_connection: Any) -> None:
    """Instead of the query by which a pool clears what a session may have left behind."""


async def _start(dsn: str, reset: bool) -> dict[str, Handler]:
    options = {} if reset else {"reset": _keep_as_it_is}
    pool = await asyncpg.create_pool(dsn, min_size=10, max_size=10, **options)

    async def tasks(body: int, person: int) -> bytes:
        now = datetime.now(UTC)
        rows = await pool.fetch(_TASKS, body, f"person@{person}")
        return _desk([_task(row, now) for row in rows[:20]], rows)

    async def named(body: int, person: int) -> bytes:
        now = datetime.now(UTC)
        rows = await pool.fetch(_NAMED, body, f"person@{person}")
        nodes = [
            {**_task(row, now), "person": {"name": row["person"]}, "unit": {"name": row["unit"]}} for row in rows[:20]
        ]
        return _desk(nodes, rows)

    async def page(body: int, person: int) -> bytes:
        async with pool.acquire() as connection:
            row = await connection.fetchrow(_PAGE, body, person)
            history = await connection.fetch(_HISTORY, body, person)
        return _page(row, history)

    return {"/tasks": tasks, "/named": named, "/page": page}


if __name__ == "__main__":
    serve(lambda: _start(sys.argv[2], "no-reset" not in sys.argv), int(sys.argv[1]))
