"""GET /healthz: the process answers. GET /readyz: requests can be served."""

import asyncio
from http import HTTPStatus

import structlog
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from starlette.requests import Request
from starlette.responses import JSONResponse

from kaohe.config import Settings
from kaohe.graphql.within import within
from kaohe.schema.migrations import HEAD
from kaohe.schema.session import Database

_log = structlog.get_logger(__name__)

#: How long each part may take to answer.
_DATABASE_SECONDS = 2.0
_BROKER_SECONDS = 1.0


async def healthz(_request: Request) -> JSONResponse:
    """Alive."""
    return JSONResponse({"status": "ok"})


class Readiness:
    """Whether requests can be served: the database answers in time, and is at the schema that this version needs.

    The broker is told of and not judged: without Redis the API goes on, and what it brings waits in the outbox.
    """

    def __init__(self, settings: Settings, database: Database) -> None:
        self._redis_url, self._database = settings.redis_url, database

    async def readyz(self, _request: Request) -> JSONResponse:
        """200 or 503, with `database` (ok, away), `schema`, and `broker` (ok, away, embedded)."""
        schema, broker = await asyncio.gather(self._schema(), self._broker())
        ready = schema == HEAD
        answer = {
            "status": "ready" if ready else "not ready",
            "database": "away" if schema is None else "ok",
            "schema": schema or None,
            "wanted": HEAD,
            "broker": broker,
        }
        return JSONResponse(answer, HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)

    async def _schema(self) -> str | None:
        """The schema that the database is at, empty where it has none; None where it does not answer."""
        try:
            return await within(_DATABASE_SECONDS, self._ask_database())
        except Exception as failure:  # whatever it is, the answer is no
            _log.warning("database_away", error=type(failure).__name__)
            return None

    async def _ask_database(self) -> str:
        async with self._database.session() as session:
            try:
                return str(await session.scalar(text("SELECT version_num FROM alembic_version")))
            except ProgrammingError:  # no such table: an empty database
                return ""

    async def _broker(self) -> str:
        if self._redis_url is None:
            return "embedded"
        try:
            await within(_BROKER_SECONDS, _ping(self._redis_url))
        except Exception as failure:
            _log.warning("broker_away", error=type(failure).__name__)
            return "away"
        return "ok"


async def _ping(url: str) -> None:
    from redis.asyncio import Redis  # the embedded mode does without it

    async with Redis.from_url(url) as client:
        await client.ping()
