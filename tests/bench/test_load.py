"""The load generator counts what comes back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bench.load import LoadFailed, Order, ask, graphql, load, request

FINE, REFUSED = b'{"data":{"viewer":{}}}', b'{"data":{"sign":{"errors":[{"code":"NOT_ALLOWED"}]}}}'


@asynccontextmanager
async def answering(*bodies: bytes) -> AsyncIterator[tuple[int, list[bytes]]]:
    """A server that gives these answers in turn, each in two pieces; its port, and the requests that it has had."""
    seen: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                seen.append(await reader.readuntil(b"\r\n\r\n"))
                body = bodies[(len(seen) - 1) % len(bodies)]
                writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n".encode())
                await writer.drain()
                await asyncio.sleep(0)
                writer.write(b"\r\n" + body)
        except asyncio.IncompleteReadError:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], seen
    finally:
        server.close()
        await server.wait_closed()


async def test_each_request_is_sent_once(tmp_path: Path) -> None:
    requests = [request(f"/{number}") for number in range(10)]
    async with answering(FINE) as (port, seen):
        found = await load(Order(requests, connections=3), port, tmp_path)
    assert (found.requests, found.failed) == (10, 0)
    assert sorted(one.split()[1] for one in seen) == [f"/{number}".encode() for number in range(10)]
    assert 0 < found.p50 <= found.p99


async def test_an_answer_that_tells_of_an_error_fails_the_measurement(tmp_path: Path) -> None:
    async with answering(FINE, REFUSED) as (port, _):
        with pytest.raises(LoadFailed, match="1 of 2"):
            await load(Order([request("/")] * 2, connections=1), port, tmp_path)
        expected = await load(Order([request("/")] * 2, connections=1, errors_expected=True), port, tmp_path)
    assert expected.failed == 1


async def test_one_answer_can_be_looked_at() -> None:
    async with answering(FINE) as (port, _):
        assert await ask(port, request("/")) == FINE


def test_a_request_carries_its_token_and_its_length() -> None:
    head, _, body = graphql("{ viewer { me { name } } }", "secret").partition(b"\r\n\r\n")
    assert b"\r\nAuthorization: Bearer secret" in head
    assert f"\r\nContent-Length: {len(body)}".encode() in head
    assert body == b'{"query":"{ viewer { me { name } } }"}'
