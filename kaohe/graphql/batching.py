"""Loaders: what sibling fields ask for one by one is read together, once a request."""

import asyncio
from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

#: A kind of thing to read: what `fetch` is handed with its keys.
Kind = Hashable

Fetch = Callable[[Any, Any, Sequence[Any]], Any]


class Loaders:
    """Collects the keys asked for in one turn of the event loop, fetches those of a kind together, and keeps the answers.

    The kinds of one turn are fetched one after the other over one session, so that a request holds one connection.
    `fetch(session, kind, keys)` answers with a mapping by key.
    """

    def __init__(self, reading: Callable[[], AbstractAsyncContextManager[Any]], fetch: Fetch) -> None:
        self._reading, self._fetch = reading, fetch
        self._answers: dict[tuple[Kind, Hashable], asyncio.Future[Any]] = {}
        self._waiting: dict[Kind, list[Hashable]] = {}
        self._running: set[asyncio.Task[None]] = set()

    def load(self, kind: Kind, key: Hashable) -> asyncio.Future[Any]:
        """The value of a key; None where the fetch knows none."""
        known = self._answers.get((kind, key))
        if known is None:
            loop = asyncio.get_running_loop()
            known = self._answers[kind, key] = loop.create_future()
            if not self._waiting:
                loop.call_soon(self._dispatch)
            self._waiting.setdefault(kind, []).append(key)
        return known

    def _dispatch(self) -> None:
        waiting, self._waiting = self._waiting, {}
        task = asyncio.ensure_future(self._answer(list(waiting.items())))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _answer(self, waiting: list[tuple[Kind, list[Hashable]]]) -> None:
        waiting.reverse()
        while waiting:
            async with self._reading() as session:
                while waiting and await self._answered(session, *waiting.pop()):
                    pass

    async def _answered(self, session: Any, kind: Kind, keys: Sequence[Hashable]) -> bool:
        """Fetch these keys. Whether the session is as good as before."""
        try:
            found = await self._fetch(session, kind, keys)
        except Exception as error:
            for key in keys:
                self._answers[kind, key].set_exception(error)
            return False
        for key in keys:
            self._answers[kind, key].set_result(found.get(key))
        return True
