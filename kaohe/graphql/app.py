"""The ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ariadne.asgi import GraphQL
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route

from kaohe.clock import Clock
from kaohe.config import Settings
from kaohe.graphql.asked_most import AskedMost
from kaohe.graphql.cards import Cards
from kaohe.graphql.compression import COMPRESSED
from kaohe.graphql.evidence import EvidenceFiles
from kaohe.graphql.explorer import graphiql, static
from kaohe.graphql.handler import Handler
from kaohe.graphql.health import Readiness, healthz
from kaohe.graphql.metrics import Metrics
from kaohe.graphql.requests import Requests
from kaohe.graphql.schema import SCHEMA
from kaohe.graphql.service import Service
from kaohe.schema.session import Database


def create_app(settings: Settings, database: Database, clock: Clock) -> Starlette:
    """POST /graphql, GraphiQL at / and /graphiql, evidence, evaluation cards, health, metrics.

    At its end it closes the database's pool.
    """
    schema = SCHEMA.graphql_schema
    service = Service(settings, database, clock)
    graphql = GraphQL(schema, http_handler=Handler(schema, service))
    files = EvidenceFiles(service)
    cards = Cards(settings, database, clock)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await cards.rates.close()
        await database.close()

    return Starlette(
        routes=[
            Route("/graphql", graphiql, methods=["GET"]),
            Route("/", graphiql),
            Route("/graphiql", graphiql),
            Route("/evidence", files.upload, methods=["POST"]),
            Route("/evidence/{id}", files.download, methods=["GET"]),
            Route("/cards/{token:path}", cards.show, methods=["GET"]),
            Route("/cards/{token:path}", cards.send, methods=["POST"]),
            Route("/healthz", healthz),
            Route("/readyz", Readiness(settings, database).readyz),
            Route("/metrics", Metrics(database, clock).page, middleware=COMPRESSED),
            Mount("/static", static, middleware=COMPRESSED),
        ],
        lifespan=lifespan,
        middleware=[Middleware(Requests), Middleware(AskedMost, endpoint=graphql)],
    )
