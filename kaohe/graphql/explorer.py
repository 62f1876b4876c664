"""GraphiQL, offline: its published files lie in `static/`, with their licences beside them."""

import os
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from kaohe.graphql.caching import is_unchanged

_STATIC = Path(__file__).parent / "static"


class _Files(StaticFiles):
    """Browsers keep these and ask each time whether they have changed: their names stay when a version brings others."""

    def file_response(
        self, full_path: "os.PathLike[str] | str", stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        headers = {
            "ETag": _tag(Path(full_path)),
            "Cache-Control": "no-cache",
            "X-Content-Type-Options": "nosniff",
        }
        if is_unchanged(Headers(scope=scope), headers["ETag"]):
            return NotModifiedResponse(Headers({**headers, "Vary": "Accept-Encoding"}))  # as the file itself has it
        return FileResponse(full_path, status_code=status_code, stat_result=stat_result, headers=headers)


@cache
def _tag(path: Path) -> str:
    """By content, so that all processes of a deployment agree; weak, since it is the same for every compression."""
    return f'W/"{sha256(path.read_bytes()).hexdigest()[:32]}"'


static = _Files(directory=_STATIC)


async def graphiql(request: Request) -> Response:
    """The page. Put `{"Authorization": "Bearer …"}` into its headers after signIn."""
    return await static.get_response("graphiql.html", request.scope)
