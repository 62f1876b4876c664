"""POST /graphql, which is nearly all that is asked, passes by the routes: trying them costs a third of an empty query."""

from starlette.types import ASGIApp, Receive, Scope, Send


class AskedMost:
    """ASGI middleware: that request goes to `endpoint`, every other to the routes."""

    def __init__(self, app: ASGIApp, endpoint: ASGIApp) -> None:
        self._app, self._endpoint = app, endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["type"] == "http" and scope["method"] == "POST" and scope["path"] == "/graphql"
        await (self._endpoint if asked else self._app)(scope, receive, send)
