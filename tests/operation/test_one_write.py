"""What one turn of the loop writes leaves in one piece, and nothing waits longer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from uvicorn.server import ServerState

from kaohe.one_write import OneWrite

App = Callable[..., Awaitable[None]]
REQUEST = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"


class Recorded(asyncio.Transport):
    """Stands for a connection: what is written is kept, write by write."""

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)})
        self.writes: list[bytes] = []
        self.closed = False

    def write(self, data: Any) -> None:
        assert not self.closed
        self.writes.append(bytes(data))

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed


@asynccontextmanager
async def connected(app: App) -> AsyncIterator[tuple[OneWrite, Recorded, ServerState]]:
    state, transport = ServerState(), Recorded()
    protocol = OneWrite(uvicorn.Config(app, log_config=None, lifespan="off"), state, {})
    protocol.connection_made(transport)
    yield protocol, transport, state
    protocol.connection_lost(None)


async def head(send: Any, length: int) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % length)]})


async def whole(_scope: Any, _receive: Any, send: Any) -> None:
    await head(send, 2)
    await send({"type": "http.response.body", "body": b"ok"})


async def test_head_and_body_are_one_write() -> None:
    async with connected(whole) as (protocol, transport, state):
        for asked in (1, 2):
            protocol.data_received(REQUEST)
            await asyncio.gather(*state.tasks)
            assert len(transport.writes) == asked
        assert all(one.startswith(b"HTTP/1.1 200") and one.endswith(b"\r\n\r\nok") for one in transport.writes)
        assert not transport.closed


async def test_a_head_does_not_wait_for_a_body_that_takes_its_time() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_scope: Any, _receive: Any, send: Any) -> None:
        await head(send, 2)
        begun.set()
        await go_on.wait()
        await send({"type": "http.response.body", "body": b"ok"})

    async with connected(slow) as (protocol, transport, state):
        protocol.data_received(REQUEST)
        await begun.wait()
        assert [one[:12] for one in transport.writes] == [b"HTTP/1.1 200"]
        go_on.set()
        await asyncio.gather(*state.tasks)
        assert transport.writes[1:] == [b"ok"]


async def test_an_answer_is_out_before_its_connection_is_closed() -> None:
    async with connected(whole) as (protocol, transport, state):
        protocol.data_received(REQUEST.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        await asyncio.gather(*state.tasks)
        assert (len(transport.writes), transport.writes[0][-2:], transport.closed) == (1, b"ok", True)


async def test_pieces_of_a_large_file_are_not_held_together() -> None:
    pieces, piece = 3, b"x" * 100_000

    async def file(_scope: Any, _receive: Any, send: Any) -> None:
        await head(send, pieces * len(piece))
        for number in range(pieces):
            await send({"type": "http.response.body", "body": piece, "more_body": number < pieces - 1})

    async with connected(file) as (protocol, transport, state):
        protocol.data_received(REQUEST)
        await asyncio.gather(*state.tasks)
        assert len(transport.writes) == pieces


async def test_what_is_held_for_a_caller_who_hangs_up_is_dropped() -> None:
    hung_up = asyncio.Event()

    async def cut(_scope: Any, _receive: Any, send: Any) -> None:
        await head(send, 2)
        hung_up.set()

    async with connected(cut) as (protocol, transport, _):
        protocol.data_received(REQUEST)
        transport.closed = True
        await hung_up.wait()
        await asyncio.sleep(0)
        assert transport.writes == []
