"""HTTP as uvicorn speaks it, but an answer's head leaves with its body: a write is a tenth of what a list of tasks costs."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: So much is not held back: what is longer is a file, whose pieces need no company.
_MOST_BYTES = 64 * 1024


class OneWrite(HttpToolsProtocol):
    """uvicorn's protocol of a connection, for `uvicorn.Config(http=…)`. uvloop makes a call of the system of every write."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(_Gathering(transport, self.loop))  # type: ignore[arg-type]

    def on_response_complete(self) -> None:
        """The answer's end, of which uvicorn tells."""
        self.transport.flush()  # type: ignore[attr-defined]
        super().on_response_complete()


class _Gathering:
    """A transport that holds what is written until `flush`, until it is closed, or until the turn of the loop ends."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._held: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Hold `data`, or send it with all that is held."""
        if not self._held:
            self._loop.call_soon(self.flush)
        self._held.append(data)
        if len(data) > _MOST_BYTES:
            self.flush()

    def flush(self) -> None:
        """Send what is held, unless the caller has hung up."""
        held, self._held = self._held, []
        if held and not self._transport.is_closing():
            self._transport.write(b"".join(held))

    def close(self) -> None:
        """Send what is held, and close the connection behind it."""
        self.flush()
        self._transport.close()
