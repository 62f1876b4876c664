"""Compressed answers (压缩), brotli or gzip, where the caller takes them and the answer is large.

Answers of mutations stay as they are: some hold a token, a first password or the links of cards, beside text that others
have written (docs/threats.md). Evidence is compressed already, and pages of cards hold their token: neither passes here.
"""

from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_compress import CompressMiddleware

#: Below that a packet or two are saved, for a tenth of what the answer itself costs: a page of 20 tasks has 5 kB.
LEAST_BYTES = 8 * 1024

#: The quickest: higher ones take three times as long for a tenth less.
_LEVEL = 1

_MUTATION = "mutation "

#: Where the scope keeps the way out that compresses nothing.
_PLAIN = "kaohe.plain"


class Compressed:
    """ASGI middleware of one route. `Vary` says so wherever an answer is large enough."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._compressing = CompressMiddleware(
            self._answer,
            minimum_size=LEAST_BYTES,
            zstd=False,  # no quicker or smaller here than brotli, and 2 MB more in every process
            brotli_quality=_LEVEL,
            gzip_level=_LEVEL,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[_PLAIN] = send
        await self._compressing(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The route's own answer; only when it begins is it known what the request was."""

        async def choose(message: Message) -> None:
            await (scope[_PLAIN] if _is_mutation(scope) else send)(message)

        await self._app(scope, receive, choose)


def _is_mutation(scope: Scope) -> bool:
    return str(scope.get("state", {}).get("operation", "")).startswith(_MUTATION)


#: What a route is given whose answers may be compressed.
COMPRESSED = [Middleware(Compressed)]
