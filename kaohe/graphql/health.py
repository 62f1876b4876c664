"""GET /healthz: the process answers. GET /readyz: so does its database."""

from http import HTTPStatus

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse

from kaohe.schema.session import Database


async def healthz(_request: Request) -> JSONResponse:
    """Alive."""
    return JSONResponse({"status": "ok"})


class Readiness:
    """Whether requests can be served."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def readyz(self, _request: Request) -> JSONResponse:
        """200 where the database answers, else 503."""
        try:
            async with self._database.session() as session:
                await session.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError):
            return JSONResponse({"status": "no database"}, HTTPStatus.SERVICE_UNAVAILABLE)
        return JSONResponse({"status": "ready"})
