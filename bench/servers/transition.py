"""The floor of one transition: asyncpg, eight statements a transaction beside BEGIN, sixteen connections, no HTTP.

`python -m bench.servers.transition DSN FILE` signs the first step of the review of every case in the file (bench.signing
writes it) and prints the seconds that it took. The rows are those that the door writes, but for a hash that chains nothing.
"""

import asyncio
import json
import pickle
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import asyncpg
import uvloop

CONNECTIONS = 16

_LOCK = """
SELECT state, review_step, version, history_count, history_head, proposed_grade, due_at FROM assessment
 WHERE body_id = $1 AND id = $2 FOR UPDATE
"""

_CHECK = """
SELECT EXISTS (SELECT 1 FROM task t JOIN role_grant g ON g.body_id = t.body_id AND g.person_id = $3
   AND t.assignee_key = g.role || '@' || g.unit_id
  WHERE t.body_id = $1 AND t.subject = 'assessment' AND t.subject_id = $2 AND t.state = 'open')
  AND NOT EXISTS (SELECT 1 FROM relative r WHERE r.body_id = $1 AND r.person_id = $3 AND r.relative_id = $2)
"""

_STATE = """
UPDATE assessment SET review_step = 1, suggested_grade = $3, version = version + 1, history_count = $4, history_head = $5
 WHERE body_id = $1 AND id = $2
"""

_HISTORY = """
INSERT INTO history (body_id, subject, subject_id, seq, trigger, source, dest, at, account_id, person_id, actor_name, acted_as,
                     reason, data, hash)
VALUES ($1, 'assessment', $2, $3, 'approve_review', 'review', 'review', $4, $5, $5, '警员', $6, '', $7, $8)
"""

_CLOSE = """
UPDATE task SET state = 'done', closed_at = $3, closed_by = '警员'
 WHERE body_id = $1 AND subject = 'assessment' AND subject_id = $2 AND state = 'open'
"""

_OPEN = """
INSERT INTO task (body_id, assignee_key, kind, subject, subject_id, cycle_id, unit_id, person_id, due_at, state, opened_at)
VALUES ($1, $3, 'review', 'assessment', $2, $1, $4, $2, $5, 'open', $6)
"""

_OUTBOX = "INSERT INTO outbox (body_id, topic, payload, request_id, created_at) VALUES ($1, 'moved', $2, NULL, $3)"


async def _sign(connection: asyncpg.Connection, body: int, case: int, unit: int, leader: int) -> None:
    now = datetime.now(UTC)
    async with connection.transaction():
        row = await connection.fetchrow(_LOCK, body, case)
        if (
            row["state"] != "review"
            or row["review_step"] != 0
            or not await connection.fetchval(_CHECK, body, case, leader)
        ):
            raise AssertionError(f"case {case} can't be signed")
        data = json.dumps({"step": "unit", "grade": row["proposed_grade"], "comment": "同意"})
        count, key = row["history_count"] + 1, f"leader_in_charge@{unit}"
        head = sha256(row["history_head"] + data.encode()).digest()
        await connection.execute(_STATE, body, case, row["proposed_grade"], count, head)
        await connection.execute(_HISTORY, body, case, count, now, leader, f"main_leader@{unit}", data, head)
        await connection.execute(_CLOSE, body, case, now)
        await connection.execute(_OPEN, body, case, key, unit, row["due_at"], now)
        told = {"subject": "assessment", "id": case, "cycle_id": body, "trigger": "approve_review", "dest": "review"}
        await connection.execute(_OUTBOX, body, json.dumps({**told, "tasks": [[key, "review"]], "notify": []}), now)


async def _work(connection: asyncpg.Connection, cases: Iterator[Any]) -> None:
    for case in cases:
        await _sign(connection, *case)


async def _main(dsn: str, file: str) -> None:
    cases = iter(pickle.loads(await asyncio.to_thread(Path(file).read_bytes)))
    connections = [await asyncpg.connect(dsn) for _ in range(CONNECTIONS)]
    begun = time.perf_counter()
    await asyncio.gather(*(_work(one, cases) for one in connections))
    print(time.perf_counter() - begun)
    for one in connections:
        await one.close()


if __name__ == "__main__":
    uvloop.run(_main(sys.argv[1], sys.argv[2]))
