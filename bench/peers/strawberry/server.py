"""pendingTasks by strawberry: its parser and validation caches on, asyncpg, orjson, no authentication.

`python -m bench.peers.strawberry.server PORT DSN`. Who asks stands in the headers.
"""

import enum
import sys
from datetime import UTC, datetime
from typing import Any

import asyncpg
import orjson
import strawberry
import uvicorn
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache

from bench.servers.bytes import cursor, global_id, moment, run_uvicorn

_TASKS = """
SELECT t.id, t.kind, t.subject, t.subject_id, t.assignee_key, t.due_at, t.opened_at FROM task t
 WHERE t.body_id = $1 AND t.assignee_key = $2 AND t.state = 'open' ORDER BY t.due_at, t.id LIMIT $3
"""

_KINDS = {"appraise": "领导鉴定"}


@strawberry.enum
class Subject(enum.Enum):
    ASSESSMENT = "assessment"


@strawberry.type
class Task:
    id: strawberry.ID
    kind: str
    kind_label: str
    subject: Subject
    subject_label: str
    subject_id: strawberry.ID
    assignee_key: str
    due_at: str
    overdue: bool
    opened_at: str


@strawberry.type
class Edge:
    node: Task


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class Tasks:
    edges: list[Edge]
    page_info: PageInfo


def _task(row: Any, now: datetime) -> Task:
    return Task(
        id=strawberry.ID(global_id("Task", row["id"])),
        kind=row["kind"],
        kind_label=_KINDS[row["kind"]],
        subject=Subject(row["subject"]),
        subject_label="考核个案",
        subject_id=strawberry.ID(global_id("Assessment", row["subject_id"])),
        assignee_key=row["assignee_key"],
        due_at=moment(row["due_at"]),
        overdue=row["due_at"] < now,
        opened_at=moment(row["opened_at"]),
    )


@strawberry.type
class Viewer:
    @strawberry.field
    async def pending_tasks(self, info: strawberry.Info, first: int = 20) -> Tasks:
        headers = info.context["request"].headers
        body, key = int(headers["x-body"]), f"person@{headers['x-person']}"
        rows = await info.context["pool"].fetch(_TASKS, body, key, first + 1)
        now = datetime.now(UTC)
        last = rows[min(len(rows), first) - 1]
        page = PageInfo(has_next_page=len(rows) > first, end_cursor=cursor(last["due_at"], last["id"]))
        return Tasks(edges=[Edge(node=_task(row, now)) for row in rows[:first]], page_info=page)


@strawberry.type
class Query:
    @strawberry.field
    def viewer(self) -> Viewer:
        return Viewer()


class App(GraphQL):  # type: ignore[type-arg]
    """Strawberry's own ASGI application with the two things that it leaves to the user."""

    pool: asyncpg.Pool

    async def get_context(self, request: Any, response: Any = None) -> Any:
        return {"request": request, "response": response, "pool": self.pool}

    def encode_json(self, data: object) -> bytes:
        return orjson.dumps(data)


def main(port: int, dsn: str) -> None:
    schema = strawberry.Schema(Query, extensions=[ParserCache(), ValidationCache()])
    graphql = App(schema)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await graphql(scope, receive, send)
            return
        await receive()
        graphql.pool = await asyncpg.create_pool(dsn, min_size=10, max_size=10)
        await send({"type": "lifespan.startup.complete"})
        print("ready", flush=True)
        await receive()
        await send({"type": "lifespan.shutdown.complete"})

    run_uvicorn(uvicorn.Config(app, log_config=None, access_log=False, loop="uvloop", http="httptools"), port)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
