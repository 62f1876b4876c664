"""Around every HTTP request: its id, its line in the log, and an answer even where we have a bug."""

import time
from http import HTTPStatus

import structlog
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kaohe.graphql.failures import Fault, fault_of
from kaohe.trace import acceptable, bound

_log = structlog.get_logger(__name__)

#: Asked every few seconds by machines: told at `debug` only.
_PROBES = frozenset({"/healthz", "/readyz", "/metrics"})

_LONGEST_PATH = 200

_CARDS = "/cards/"

#: What goes wrong outside GraphQL is told without its stack, which the log has.
_STATUS = {Fault.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE, Fault.INTERNAL: HTTPStatus.INTERNAL_SERVER_ERROR}


class Requests:
    """ASGI middleware. `X-Request-Id` is taken from the caller where it may be, and always answered.

    Of a request the log has no body, no variables, no query string and no token: names and results stay in the database.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), None
        with bound(acceptable(_given_id(scope))) as request_id:

            async def answer(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                    message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id.encode())]
                await send(message)

            try:
                await self._app(scope, receive, answer)
            except ClientDisconnect:
                pass  # nobody is left to be answered
            except Exception as error:
                code, words = fault_of(error, path=told_path(scope["path"]))
                if status is not None:  # half an answer is out: the server breaks the connection off
                    raise
                await _told(scope["path"], code, words)(scope, receive, answer)
            finally:
                _note(scope, status, time.perf_counter() - begun)


def _given_id(scope: Scope) -> str | None:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"x-request-id"), None)


def told_path(path: str) -> str:
    """The path as a log may have it. An evaluation card's holds its token: whoever reads that can use the card."""
    return f"{_CARDS}…" if path.startswith(_CARDS) else path[:_LONGEST_PATH]


def _told(path: str, code: Fault, words: str) -> JSONResponse:
    """In the form that errors have there: GraphQL's own at its endpoint, that of refusals elsewhere."""
    at_graphql = path == "/graphql"
    error = {"message": words, "extensions": {"code": code}} if at_graphql else {"code": code, "message": words}
    return JSONResponse({"errors": [error]}, _STATUS[code])


def _note(scope: Scope, status: int | None, seconds: float) -> None:
    """One line; `status` is None where the caller hung up, `operation` and `account` where there are none."""
    tell = _log.debug if scope["path"] in _PROBES else _log.info
    state = scope.get("state", {})
    tell(
        "request",
        method=scope["method"],
        path=told_path(scope["path"]),
        operation=state.get("operation"),
        account=state.get("account_id"),
        status=status,
        ms=round(seconds * 1000, 1),
    )
