"""A line between a process and PostgreSQL that can be cut, swallow everything, and heal."""

import asyncio
import gc
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
        gc.collect()  # what asyncio left open is told of here, not in another test

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
        if getattr(self, "_server", None) is None:
            self._server: asyncio.Server | None = await asyncio.start_server(self._joined, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def _cut(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._open):
            writer.transport.abort()

    async def _still(self) -> None:
        self._flowing.clear()

    async def _end(self) -> None:
        await self._cut()
        self._flowing.set()
        while others := asyncio.all_tasks() - {asyncio.current_task()}:  # somebody may be joining just now
            await asyncio.gather(*others, return_exceptions=True)

    async def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        folder = self._url.query.get("host")
        port = self._url.port or _PORT
        if isinstance(folder, str):
            far_reader, far_writer = await asyncio.open_unix_connection(f"{folder}/{_SOCKET.format(port=port)}")
        else:
            far_reader, far_writer = await asyncio.open_connection(self._url.host, port)
        if self._server is None:  # cut meanwhile
            far_writer.transport.abort()
            writer.transport.abort()
            return
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
