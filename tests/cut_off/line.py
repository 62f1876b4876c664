"""A line between a process and PostgreSQL that can be cut, swallow everything, and heal."""

import asyncio
import socket
import threading
from collections.abc import Coroutine
from typing import Any, Self

from sqlalchemy.engine import make_url

_CHUNK = 65536
_SOCKET = ".s.PGSQL.{port}"
_PORT = 5432


class Line:
    """A TCP port on this host that leads to the server of `url`. It lives in a thread of its own, so that whoever
    blocks his event loop does not block the line."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="line", daemon=True)
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._listener: socket.socket | None = None
        self._joining: set[asyncio.Task[None]] = set()
        self.port = 0

    @property
    def url(self) -> str:
        """The server's address by way of the line."""
        through = self._url.set(host="127.0.0.1", port=self.port, query={})
        return through.render_as_string(hide_password=False)

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._listen())
        return self

    def __exit__(self, *_error: object) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def cut(self) -> None:
        """Every connection breaks, and none can be made."""
        self._do(self._cut())

    def swallow(self) -> None:
        """A black hole: connections are taken and stay, but nothing comes through, either way."""
        self._do(self._still())

    def heal(self) -> None:
        """As before; what was swallowed arrives now, as it would after a network's pause."""
        self._do(self._listen())

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        self._flowing.set()
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self.port))
            self._listener.setblocking(False)
            self.port = self._listener.getsockname()[1]
            self._loop.add_reader(self._listener, self._accept, self._listener)

    def _accept(self, listener: socket.socket) -> None:
        """By hand, and at once: asyncio's own server loses a connection that it accepts while it closes, and whoever
        waits for one and is cancelled may lose it too."""
        try:
            near, _ = listener.accept()
        except BlockingIOError:  # whoever knocked has gone
            return
        near.setblocking(False)
        task = self._loop.create_task(self._joined(near))
        self._joining.add(task)
        task.add_done_callback(self._joining.discard)

    async def _joined(self, near: socket.socket) -> None:
        await self._join(*await asyncio.open_connection(sock=near))

    async def _cut(self) -> None:
        if self._listener is not None:
            self._loop.remove_reader(self._listener)
            self._listener.close()
            self._listener = None
            await asyncio.gather(*self._joining)
        for writer in list(self._open):
            writer.transport.abort()

    async def _still(self) -> None:
        self._flowing.clear()

    async def _end(self) -> None:
        await self._cut()
        self._flowing.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        folder = self._url.query.get("host")
        port = self._url.port or _PORT
        if isinstance(folder, str):
            far_reader, far_writer = await asyncio.open_unix_connection(f"{folder}/{_SOCKET.format(port=port)}")
        else:
            far_reader, far_writer = await asyncio.open_connection(self._url.host, port)
        self._open.add(far_writer)
        for task in (
            asyncio.create_task(self._pump(reader, far_writer)),
            asyncio.create_task(self._pump(far_reader, writer)),
        ):
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while chunk := await source.read(_CHUNK):
                await self._flowing.wait()
                target.write(chunk)
                await target.drain()
            await self._flowing.wait()
        except OSError:
            pass  # one end has gone; the other learns of it now
        finally:
            self._open.discard(target)
            target.close()
