"""Compressed answers (压缩), brotli or gzip, where the caller takes them and the answer is large.

Answers of mutations stay as they are: some hold a token, a first password or the links of cards, beside text that others
have written (docs/threats.md). Evidence is compressed already, and pages of cards hold their token: neither passes here.
"""

from functools import partial

from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette_compress import CompressMiddleware

#: Below that a packet or two are saved, for a tenth of what the answer itself costs: a page of 20 tasks has 5 kB.
LEAST_BYTES = 8 * 1024

#: The quickest: higher ones take three times as long for a tenth less.
_LEVEL = 1

_compressing = partial(
    CompressMiddleware,
    minimum_size=LEAST_BYTES,
    zstd=False,  # no quicker or smaller here than brotli, and 2 MB more in every process
    brotli_quality=_LEVEL,
    gzip_level=_LEVEL,
)

#: What a route is given whose answers may be compressed.
COMPRESSED = [Middleware(_compressing)]


class Compressible(Response):
    """An answer that is compressed where it is large. `Vary` says so."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        plain = super().__call__
        await (plain if len(self.body) < LEAST_BYTES else _compressing(plain))(scope, receive, send)
