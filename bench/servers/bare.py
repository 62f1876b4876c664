"""The least that graphene and SQLAlchemy take in memory: one type, one field, one table, Starlette and uvicorn.

`python -m bench.servers.bare PORT DSN`
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import graphene
import orjson
import uvicorn
from sqlalchemy import BigInteger, Text, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.servers.bytes import run_uvicorn


class Base(DeclarativeBase):
    pass


class TaskRow(Base):
    __tablename__ = "task"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    assignee_key: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)


class Task(graphene.ObjectType):
    id = graphene.ID()
    kind = graphene.String()
    assignee_key = graphene.String()


class Query(graphene.ObjectType):
    tasks = graphene.List(Task, key=graphene.String())

    @staticmethod
    async def resolve_tasks(_root: None, info: Any, key: str) -> list[TaskRow]:
        async with info.context["sessions"]() as session:
            return list(await session.scalars(select(TaskRow).where(TaskRow.assignee_key == key).limit(20)))


def main(port: int, dsn: str) -> None:
    schema = graphene.Schema(Query)
    engine = create_async_engine(dsn.replace("postgresql://", "postgresql+asyncpg://", 1))
    sessions: async_sessionmaker[AsyncSession] = async_sessionmaker(engine)

    async def graphql(request: Request) -> Response:
        given = orjson.loads(await request.body())
        found = await schema.execute_async(given["query"], context_value={"sessions": sessions})
        return Response(orjson.dumps({"data": found.data}), media_type="application/json")

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        print("ready", flush=True)
        yield
        await engine.dispose()

    app = Starlette(routes=[Route("/graphql", graphql, methods=["POST"])], lifespan=lifespan)
    run_uvicorn(uvicorn.Config(app, log_config=None, access_log=False), port)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
