"""Loaders: what sibling fields ask for one by one is read together, once a request."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Any

Fetch = Callable[[Sequence[Any]], Awaitable[Mapping[Any, Any]]]


class Loader:
    """Collects the keys asked for in one turn of the event loop, fetches them together, and keeps the answers."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._answers: dict[Hashable, asyncio.Future[Any]] = {}
        self._waiting: list[Hashable] = []
        self._running: set[asyncio.Task[None]] = set()

    def load(self, key: Hashable) -> asyncio.Future[Any]:
        """The value of a key; None where the fetch knows none."""
        if key not in self._answers:
            loop = asyncio.get_running_loop()
            self._answers[key] = loop.create_future()
            if not self._waiting:
                loop.call_soon(self._dispatch)
            self._waiting.append(key)
        return self._answers[key]

    def _dispatch(self) -> None:
        keys, self._waiting = self._waiting, []
        task = asyncio.ensure_future(self._answer(keys))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _answer(self, keys: Sequence[Hashable]) -> None:
        try:
            found = await self._fetch(keys)
        except Exception as error:
            for key in keys:
                self._answers[key].set_exception(error)
        else:
            for key in keys:
                self._answers[key].set_result(found.get(key))
