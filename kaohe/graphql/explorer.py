"""GraphiQL, offline: its published files lie in `static/`, with their licences beside them."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse

STATIC = Path(__file__).parent / "static"


async def graphiql(_request: Request) -> FileResponse:
    """The page. Put `{"Authorization": "Bearer …"}` into its headers after signIn."""
    return FileResponse(STATIC / "graphiql.html", headers={"Cache-Control": "no-cache"})
