"""The ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from ariadne.asgi import GraphQL
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kaohe.clock import Clock
from kaohe.config import Settings
from kaohe.graphql.evidence import EvidenceFiles
from kaohe.graphql.explorer import STATIC, graphiql
from kaohe.graphql.failures import BUG, Fault
from kaohe.graphql.handler import Handler
from kaohe.graphql.health import Readiness, healthz
from kaohe.graphql.schema import SCHEMA
from kaohe.schema.session import Database


def create_app(settings: Settings, database: Database, clock: Clock) -> Starlette:
    """POST /graphql, GraphiQL at / and /graphiql, evidence, health. The app closes the database's pool at its end."""
    schema = SCHEMA.graphql_schema
    graphql = GraphQL(schema, http_handler=Handler(schema, settings, database, clock))
    files = EvidenceFiles(settings, database, clock)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await database.close()

    return Starlette(
        routes=[
            Route("/", graphiql),
            Route("/graphiql", graphiql),
            Route("/graphql", graphiql, methods=["GET"]),
            Route("/graphql", graphql.handle_request, methods=["POST"]),
            Route("/evidence", files.upload, methods=["POST"]),
            Route("/evidence/{id}", files.download, methods=["GET"]),
            Route("/healthz", healthz),
            Route("/readyz", Readiness(database).readyz),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        lifespan=lifespan,
        exception_handlers={Exception: _internal},
    )


async def _internal(_request: Request, _error: Exception) -> JSONResponse:
    """A bug outside GraphQL: told without its stack, which the server logs."""
    return JSONResponse({"errors": [{"code": Fault.INTERNAL, "message": BUG}]}, HTTPStatus.INTERNAL_SERVER_ERROR)
