"""Loaders: what sibling fields ask for one by one is read together, once a request."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Any

#: A kind of thing to read.
Kind = Hashable

#: The keys that are wanted of each kind, and what was found: the values by key, or what keeps them from being read.
Wanted = Mapping[Any, Sequence[Any]]
Found = Mapping[Any, Mapping[Any, Any] | Exception]


def then(loaded: "asyncio.Future[Any]", make: Callable[[Any], Any]) -> Any:
    """What `make` makes of a loaded value: at once where it is there, else without a task of its own."""
    if loaded.done() and not loaded.cancelled() and loaded.exception() is None:
        return make(loaded.result())
    made: asyncio.Future[Any] = loaded.get_loop().create_future()

    def pass_on(done: "asyncio.Future[Any]") -> None:
        if made.done():  # nobody waits for it any longer
            return
        if done.cancelled():
            made.cancel()
            return
        try:
            made.set_result(make(done.result()))
        except Exception as error:
            made.set_exception(error)

    loaded.add_done_callback(pass_on)
    return made


class Loaders:
    """Collects the keys asked for in one turn of the event loop, has them fetched together, and keeps the answers."""

    def __init__(self, fetch: Callable[[Wanted], Awaitable[Found]]) -> None:
        self._fetch = fetch
        self._answers: dict[tuple[Kind, Hashable], asyncio.Future[Any]] = {}
        self._waiting: dict[Kind, dict[Hashable, asyncio.Future[Any]]] = {}
        self._running: set[asyncio.Task[None]] = set()

    def load(self, kind: Kind, key: Hashable) -> asyncio.Future[Any]:
        """The value of a key; None where the fetch knows none."""
        known = self._answers.get((kind, key))
        if known is None:
            loop = asyncio.get_running_loop()
            known = self._answers[kind, key] = loop.create_future()
            if not self._waiting:
                loop.call_soon(self._dispatch)
            self._waiting.setdefault(kind, {})[key] = known
        return known

    def _dispatch(self) -> None:
        waiting, self._waiting = self._waiting, {}
        task = asyncio.get_running_loop().create_task(self._answer(waiting))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _answer(self, waiting: Mapping[Kind, Mapping[Hashable, "asyncio.Future[Any]"]]) -> None:
        found: Found
        try:
            found = await self._fetch({kind: list(futures) for kind, futures in waiting.items()})
        except Exception as error:
            found = dict.fromkeys(waiting, error)
        for kind, futures in waiting.items():
            values = found[kind]
            for key, future in futures.items():
                if isinstance(values, Exception):
                    future.set_exception(values)
                else:
                    future.set_result(values.get(key))
