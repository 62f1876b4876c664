"""The load generator: prebuilt requests over connections kept alive, in a process of its own (`python -m bench.load`).

It costs some 25 µs a request, the same for every server that it is pointed at. An answer is whole when its
Content-Length has come; the answers that are not 200, or tell of errors, are counted and end the measurement as failed.
"""

import asyncio
import json
import pickle
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.processes import finished

CONNECTIONS = 16

#: What an answer holds that tells of an error: at the top level, or among a mutation's payload.
_TELLING = (b'"errors":[{', b'"data":null')


@dataclass(frozen=True)
class Order:
    """What to send. `requests` in turn: for so many `seconds`, or each once where there are none."""

    requests: Sequence[bytes]
    seconds: float | None = None
    connections: int = CONNECTIONS
    errors_expected: bool = False


@dataclass(frozen=True)
class Found:
    """What came back. Times in milliseconds."""

    requests: int
    seconds: float
    p50: float
    p99: float
    failed: int

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


class LoadFailed(Exception):
    """Some answers were not what was wanted: there is nothing to measure."""


def request(path: str, body: bytes = b"", **headers: str) -> bytes:
    """A POST of JSON as it goes over the wire."""
    lines = ["Host: 127.0.0.1", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([f"POST {path} HTTP/1.1", *lines, "", ""]).encode() + body


def graphql(query: str, token: str = "", variables: Any = None, **headers: str) -> bytes:
    """A GraphQL request to /graphql."""
    given = {"query": query} if variables is None else {"query": query, "variables": variables}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return request("/graphql", json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode(), **headers)


async def load(order: Order, port: int, folder: Path) -> Found:
    """Send it to a port of 127.0.0.1 from another process. Raises LoadFailed where an answer was none."""
    file = folder / f"load-{time.monotonic_ns()}.pickle"
    file.write_bytes(pickle.dumps(asdict(order)))
    try:
        found = Found(**json.loads(await finished([sys.executable, "-m", "bench.load", str(port), str(file)], folder)))
    finally:
        file.unlink()
    if found.failed and not order.errors_expected:
        raise LoadFailed(f"{found.failed} of {found.requests} requests failed")
    return found


async def ask(port: int, one: bytes) -> bytes:
    """One request, for comparing: the body of its answer. Raises LoadFailed unless it is 200."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(one)
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(_length(head))
    finally:
        writer.close()
        await writer.wait_closed()
    if not head.startswith(b"HTTP/1.1 200"):
        raise LoadFailed(f"{head.decode()}{body.decode()}")
    return body


def _length(head: bytes) -> int:
    lower = head.lower()
    at = lower.index(b"content-length:") + 15
    return int(lower[at : lower.index(b"\r\n", at)])


class _Connection(asyncio.Protocol):
    """One connection: a request is sent as soon as the answer to the last one is whole."""

    def __init__(self, run: "_Run") -> None:
        self._run = run
        self._buffer = b""
        self._sent = 0.0
        self._head = 0
        self._whole = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport
        self._next()

    def _next(self) -> None:
        following = self._run.following()
        if following is None:
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(following)

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer = self._buffer + data if self._buffer else data
        if not self._whole:
            end = buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            self._head = end + 4
            self._whole = self._head + _length(buffer[: self._head])
        if len(buffer) < self._whole:
            return
        fine = buffer.startswith(b"HTTP/1.1 200") and not any(buffer.find(one, self._head) >= 0 for one in _TELLING)
        self._buffer, self._whole = b"", 0
        self._run.answered(time.perf_counter() - self._sent, fine)
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        self._run.closed(error)


class _Run:
    """One measurement: hands out requests, collects times."""

    def __init__(self, order: Order, done: "asyncio.Future[None]") -> None:
        self._requests: Iterator[bytes] = iter(order.requests) if order.seconds is None else _round(order.requests)
        self._until = None if order.seconds is None else time.perf_counter() + order.seconds
        self._open = order.connections
        self._done = done
        self.times: list[float] = []
        self.failed = 0

    def following(self) -> bytes | None:
        if self._until is not None and time.perf_counter() >= self._until:
            return None
        return next(self._requests, None)

    def answered(self, seconds: float, fine: bool) -> None:
        self.times.append(seconds)
        self.failed += not fine

    def closed(self, error: Exception | None) -> None:
        self._open -= 1
        if error is not None and not self._done.done():
            self._done.set_exception(error)
        elif self._open == 0 and not self._done.done():
            self._done.set_result(None)


def _round(requests: Sequence[bytes]) -> Iterator[bytes]:
    while True:
        yield from requests


async def _measure(order: Order, port: int) -> Found:
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    run = _Run(order, done)
    begun = time.perf_counter()
    for _ in range(order.connections):
        await loop.create_connection(lambda: _Connection(run), "127.0.0.1", port)
    await done
    seconds = time.perf_counter() - begun
    times = sorted(run.times)
    return Found(len(times), seconds, _share(times, 0.5), _share(times, 0.99), run.failed)


def _share(times: Sequence[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)] * 1000


def _main(port: int, file: str) -> None:
    import uvloop  # the one that sends; who only builds requests does without

    order = Order(**pickle.loads(Path(file).read_bytes()))
    print(json.dumps(asdict(uvloop.run(_measure(order, port)))))


if __name__ == "__main__":
    _main(int(sys.argv[1]), sys.argv[2])
