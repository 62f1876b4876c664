"""Writing what moves bring: one statement for any number of rows."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import insert_sql, plain, together, update_sql
from kaohe.workflow.domain.changes import Changes, Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.history_chain import GENESIS, link
from kaohe.workflow.domain.permissions import acting
from kaohe.workflow.domain.snapshots import Situation, Snapshot
from kaohe.workflow.domain.value import value
from kaohe.workflow.door.beside import (
    DEADLINE_COLUMNS,
    ONCE,
    TASK_COLUMNS,
    About,
    deadline_row,
    task_row,
)

Row = dict[str, Any]

_CLOSE = "UPDATE task t SET state = 'done', closed_at = :now, closed_by = by.name"
_CLOSED = "t.body_id = :body_id AND t.subject = :subject AND t.subject_id = by.id AND t.state = 'open'"

# A deadline that a sweep has claimed is left to it: the sweep re-checks under the row's lock, which we hold. Waiting
# for it here, while it waits for us there, would be a deadlock.
_ENDED = {
    "leaving": f"""{_CLOSE} FROM unnest(CAST(:leaving AS bigint[]), CAST(:leaving_by AS text[])) AS by(id, name)
   WHERE {_CLOSED} RETURNING 1""",
    "done": f"""{_CLOSE}
    FROM unnest(CAST(:done AS bigint[]), CAST(:done_kinds AS text[]), CAST(:done_by AS text[])) AS by(id, kind, name)
   WHERE {_CLOSED} AND t.kind = by.kind RETURNING 1""",
    "departed": """UPDATE deadline SET fired_at = :now, outcome = 'void'
   WHERE body_id = :body_id AND id IN (
     SELECT id FROM deadline WHERE body_id = :body_id AND subject = :subject AND subject_id = ANY(:departed)
        AND fired_at IS NULL FOR UPDATE SKIP LOCKED)""",
}

# One in a round: a further one corrects it. The history has both.
_CORRECTED = """
ON CONFLICT (body_id, assessment_id, round) DO UPDATE
   SET score = EXCLUDED.score, comment = EXCLUDED.comment, person_id = EXCLUDED.person_id, acted_as = EXCLUDED.acted_as,
       in_place_of = EXCLUDED.in_place_of, signed_at = EXCLUDED.signed_at"""

_INSERTED = {
    "task": (" ".join(TASK_COLUMNS), ONCE),
    "deadline": (" ".join(DEADLINE_COLUMNS), ONCE),
    "quota_entry": (
        "body_id policy_key year period cycle_id scope unit_id kind quantity places assessment_id at",
        "",
    ),
    "outbox": ("body_id topic payload request_id created_at", ""),
    "review_opinion": (
        "body_id assessment_id round step person_id acted_as in_place_of grade comment signed_at void",
        "",
    ),
    "ballot_rater": ("body_id box_id person_id rater_group reason has_cast", ""),
    "appraisal": (
        "body_id assessment_id round score comment person_id acted_as in_place_of signed_at",
        _CORRECTED,
    ),
}

_HISTORY = """
body_id subject subject_id seq trigger source dest at account_id person_id actor_name acted_as on_behalf_of reason data hash
""".split()


@value(frozen=True)
class Step:
    """One move of one row, judged and planned, and the id of the request that brought it. A row may take several at once,
    through stages its scheme lacks."""

    snapshot: Snapshot
    command: Command
    changes: Changes
    situation: Situation | None
    request: str | None


async def write(session: AsyncSession, subject: Subject, steps: Sequence[Step]) -> None:
    """Write the steps, in order. `steps` of one call share the body and the moment, and those of one row the actor."""
    if not steps:
        return
    rows, history = _rows_and_history(subject, steps)
    inserted, ended = _beside(subject, steps), _ended(steps)
    command = steps[0].command
    parameters = {
        "body_id": command.actor.body_id,
        "subject": str(subject),
        "now": command.now,
        **{name: value for part in ended.values() for name, value in part.items()},
        **together(rows, "rows"),
        **together(history, "history"),
    }
    for table, added in inserted.items():
        parameters |= together(added, table)
    columns = tuple(sorted(rows[0].keys() - {"id", "body_id"}))
    await session.execute(_statement(subject, columns, tuple(ended), tuple(inserted)), parameters)


def _ended(steps: Sequence[Step]) -> dict[str, dict[str, Any]]:
    """The parts that end tasks and deadlines, as far as there is something to end, each with its parameters."""
    leaving = {step.snapshot.id: step.command.actor.name for step in steps if not step.changes.keep_tasks}
    done = {
        (step.snapshot.id, kind): step.command.actor.name
        for step in steps
        for kind in step.changes.done
        if step.changes.keep_tasks
    }
    departed = sorted({step.snapshot.id for step in steps if _begins_anew(step)})
    parts: dict[str, dict[str, Any]] = {}
    if leaving:
        parts["leaving"] = {"leaving": list(leaving), "leaving_by": list(leaving.values())}
    if done:
        ids, kinds = zip(*done, strict=True)
        parts["done"] = {"done": list(ids), "done_kinds": list(kinds), "done_by": list(done.values())}
    if departed:
        parts["departed"] = {"departed": departed}
    return parts


@lru_cache(maxsize=1_000)
def _statement(
    subject: Subject, columns: tuple[str, ...], ended: tuple[str, ...], inserted: tuple[str, ...]
) -> TextClause:
    """All that these moves write. The parts see what was there before; only new tasks wait until the old ones are
    closed, which may be of their kind and for the same key."""
    parts = {
        "rows": update_sql(subject, columns, "rows", shared=True),
        "told": insert_sql("history", _HISTORY, "history", shared=True),
        **{name: _ENDED[name] for name in ended},
    }
    waits = " AND ".join(f"(SELECT count(*) FROM {name}) >= 0" for name in ("leaving", "done") if name in ended)
    for table in inserted:
        names, suffix = _INSERTED[table]
        if table == "task" and waits:
            suffix = f"WHERE {waits} {suffix}"
        parts[f"{table}_rows"] = insert_sql(table, names.split(), table, suffix=suffix, shared=True)
    return text("WITH " + ", ".join(f"{name} AS ({sql})" for name, sql in parts.items()) + " SELECT 1")


def _begins_anew(step: Step) -> bool:
    """Whether the row leaves its stage or enters it anew. Its deadlines end with that, not with a signature inside."""
    before, changes = step.snapshot, step.changes
    return changes.dest != before.state or changes.fields.get("entry_no", before.entry_no) != before.entry_no


def _beside(subject: Subject, steps: Sequence[Step]) -> dict[str, list[Row]]:
    """The new rows of other tables, of each that gets some."""
    inserted: dict[str, list[Row]] = {name: [] for name in _INSERTED}
    last = {step.snapshot.id: step for step in steps}
    for step in steps:
        inserted["outbox"].append(_outbox(subject, step))
        inserted["quota_entry"] += _quota(step)
        if last[step.snapshot.id] is step:  # a stage that is only passed through leaves no task and no deadline
            inserted["task"] += _tasks(subject, step)
            inserted["deadline"] += _deadlines(subject, step)
        for table, row in step.changes.rows:
            inserted[table].append(row)
    return {table: rows for table, rows in inserted.items() if rows}


def _rows_and_history(subject: Subject, steps: Sequence[Step]) -> tuple[list[Row], list[Row]]:
    """The rows as they will be, every one with the same columns, and the lines of history, chained."""
    changed = {name for step in steps for name in step.changes.fields}
    rows: dict[int, Row] = {}
    history: list[Row] = []
    for step in steps:
        before = step.snapshot.row
        row = rows.setdefault(
            step.snapshot.id,
            {
                "body_id": step.snapshot.body_id,
                "id": step.snapshot.id,
                "version": before["version"],
                "history_count": before["history_count"],
                "history_head": before["history_head"],
                **{name: before.get(name) for name in changed},
            },
        )
        line = _line(subject, step, row["history_count"] + 1)
        line["hash"] = link(row["history_head"] or GENESIS, line)
        row |= step.changes.fields
        row |= {
            "state": step.changes.dest,
            "version": row["version"] + 1,
            "history_count": line["seq"],
            "history_head": line["hash"],
        }
        history.append(line)
    return list(rows.values()), history


def _line(subject: Subject, step: Step, seq: int) -> Row:
    command, actor = step.command, step.command.actor
    acted = acting(subject, command.trigger, actor, step.snapshot, step.situation)
    data = step.changes.data
    if acted and acted.loan:  # 代理: the history names both
        data = {**data, "in_place_of": {"person_id": acted.loan.principal_id, "name": acted.loan.principal_name}}
    return {
        "body_id": step.snapshot.body_id,
        "subject": str(subject),
        "subject_id": step.snapshot.id,
        "seq": seq,
        "trigger": command.trigger,
        "source": step.snapshot.state,
        "dest": step.changes.dest,
        "at": command.now,
        "account_id": actor.account_id,
        "person_id": actor.person_id,
        "actor_name": actor.name,
        "acted_as": acted.key if acted else "",
        "on_behalf_of": command.on_behalf_of,
        "reason": command.reason,
        "data": plain(data) if data else {},
    }


def _cycle_id(step: Step) -> int:
    return step.situation.cycle_id if step.situation else step.snapshot.id


def _about(subject: Subject, step: Step) -> About:
    snapshot, row = step.snapshot, step.snapshot.row
    unit_id = step.changes.fields.get("unit_id", row.get("unit_id"))
    return About(snapshot.body_id, str(subject), snapshot.id, _cycle_id(step), unit_id, row.get("person_id"))


def _tasks(subject: Subject, step: Step) -> list[Row]:
    if not step.changes.tasks:
        return []
    about = _about(subject, step)
    return [task_row(about, task, step.command.now) for task in step.changes.tasks]


def _deadlines(subject: Subject, step: Step) -> list[Row]:
    if not step.changes.deadlines:
        return []
    about, calendar = _about(subject, step), step.situation.calendar if step.situation else None
    return [deadline_row(about, one, calendar) for one in step.changes.deadlines]


def _quota(step: Step) -> list[Row]:
    if not step.changes.quota:
        return []
    situation = step.situation
    if situation is None:
        raise AssertionError("places belong to a cycle")
    return [
        {
            "body_id": step.snapshot.body_id,
            "policy_key": situation.policy.key,
            "year": situation.year,
            "period": situation.period if entry.kind == "participants" else situation.posting,
            "cycle_id": situation.cycle_id,
            "scope": entry.scope,
            "unit_id": entry.unit_id,
            "kind": entry.kind,
            "quantity": entry.quantity,
            "places": entry.places,
            "assessment_id": None if entry.kind == "participants" else step.snapshot.id,
            "at": step.command.now,
        }
        for entry in step.changes.quota
    ]


def _outbox(subject: Subject, step: Step) -> Row:
    payload: Mapping[str, Any] = {
        "subject": str(subject),
        "id": step.snapshot.id,
        "cycle_id": _cycle_id(step),
        "trigger": step.command.trigger,
        "dest": step.changes.dest,
        "tasks": [[task.assignee_key, task.kind] for task in step.changes.tasks],
        "notify": step.changes.notify,
    }
    return {
        "body_id": step.snapshot.body_id,
        "topic": "moved",
        "payload": payload,
        "request_id": step.request,
        "created_at": step.command.now,
    }
