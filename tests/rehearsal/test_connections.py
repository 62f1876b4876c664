"""Connections are kept, and one that the server has closed meanwhile is replaced without anybody noticing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from kaohe.rehearsal.connections import Connections

_ANSWER = b"HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\nok"


@asynccontextmanager
async def answering(*, times: int) -> AsyncIterator[tuple[Connections, list[bytes]]]:
    """A server that answers so often on a connection and then hangs up; the first line of each request it saw."""
    seen: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(times):
            if not (head := await reader.readuntil(b"\r\n\r\n")):
                break
            seen.append(head.split(b"\r\n")[0])
            writer.write(_ANSWER)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    connections = Connections("127.0.0.1", server.sockets[0].getsockname()[1])
    try:
        yield connections, seen
    finally:
        await connections.close()
        server.close()
        await server.wait_closed()


async def test_a_connection_that_was_closed_meanwhile_is_replaced() -> None:
    async with answering(times=1) as (connections, seen):
        for path in ("/a", "/b"):
            response = await connections.send("GET", path, {})
            assert (response.status, response.text) == (201, "ok")
    assert seen == [b"GET /a HTTP/1.1", b"GET /b HTTP/1.1"]


async def test_a_server_that_never_answers_is_told() -> None:
    async with answering(times=0) as (connections, _):
        with pytest.raises(ConnectionError):
            await connections.send("GET", "/", {})
