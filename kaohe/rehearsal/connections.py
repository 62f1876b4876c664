"""HTTP/1.1 as far as a rehearsal needs it: connections to one server that are kept. A full client would take as long over
a request as the server does, in the same process."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

_END = b"\r\n"


@dataclass(frozen=True)
class Response:
    """What came back."""

    status: int
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


@dataclass
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    used: bool = False


@dataclass
class Connections:
    """Connections to a server that answers with a Content-Length; as many as there are requests under way."""

    host: str
    port: int
    seconds: float = 120
    _free: list[_Connection] = field(default_factory=list)

    async def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Response:
        """The answer to a request. ConnectionError where the server hangs up, TimeoutError where it takes too long."""
        sent = {"Host": f"{self.host}:{self.port}", "Content-Length": str(len(body)), **headers}
        head = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items()), "", ""]
        request = "\r\n".join(head).encode("ascii") + body
        async with asyncio.timeout(self.seconds):
            while True:
                connection = self._free.pop() if self._free else await self._open()
                response = await self._ask(connection, request)
                if response is not None:
                    return response

    async def close(self) -> None:
        """Close all connections; none may be in use."""
        for connection in self._free:
            connection.writer.close()
        self._free.clear()

    async def _open(self) -> _Connection:
        return _Connection(*await asyncio.open_connection(self.host, self.port))

    async def _ask(self, connection: _Connection, request: bytes) -> Response | None:
        """The answer; None where the server had closed a kept connection before it saw the request."""
        try:
            connection.writer.write(request)
            first = await connection.reader.readline()
            if first:
                response = await _read(connection.reader, first)
                connection.used = True
                self._free.append(connection)
                return response
        except ConnectionError:
            if not connection.used:
                raise
        connection.writer.close()
        if not connection.used:
            raise ConnectionError("the server hung up without an answer")
        return None


async def _read(reader: asyncio.StreamReader, first: bytes) -> Response:
    status, length = int(first.split(b" ", 2)[1]), 0
    while (line := await reader.readline()) not in (_END, b""):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    body = await reader.readexactly(length) if status != HTTPStatus.NO_CONTENT else b""
    return Response(status, body)
