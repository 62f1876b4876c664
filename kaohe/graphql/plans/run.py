"""One execution of a plan: its errors, and the values that it waits for."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from inspect import iscoroutine
from typing import Any, NamedTuple

from graphql import FieldNode, GraphQLError, GraphQLResolveInfo, located_error

from kaohe.graphql.plans.places import Path, Place, is_within, path_of

#: Puts a value, which is no awaitable, in its place; raises what keeps it from being there.
Put = Callable[["Run", Any, Place], None]


class Infos(dict[int, GraphQLResolveInfo]):
    """What resolvers are told, by the number of the field: `heads` are the fields' own (name to path), `shared` is all that
    one execution shares. One for a field, not one for a row: its `path` is None."""

    def __init__(self, heads: Sequence[tuple[Any, ...]], shared: tuple[Any, ...]) -> None:
        super().__init__()
        self._heads, self._shared = heads, shared

    def __missing__(self, number: int) -> GraphQLResolveInfo:
        info = self[number] = GraphQLResolveInfo._make(self._heads[number] + self._shared)
        return info


class _Awaited(NamedTuple):
    """A value that is not there yet, and what becomes of it."""

    value: Awaitable[Any]
    place: Place
    nodes: Sequence[FieldNode]
    put: Put


class Run:
    """What the steps of one execution share.

    Awaitables are collected while a step works and started together when it is done, so that loaders see the same keys in the
    same turn of the event loop as under graphql-core. What a loader has is put in its place by a callback, without a task.
    """

    def __init__(self, infos: Infos) -> None:
        self.infos = infos
        self.nulled = False
        self._errors: list[GraphQLError] = []
        self._nulled_at: set[Path] = set()
        self._new: list[_Awaited] = []
        self._open = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._cancelled = False
        self._settled: asyncio.Future[None] | None = None
        self._loop = asyncio.get_running_loop()

    def wait(self, value: Awaitable[Any], place: Place, nodes: Sequence[FieldNode], put: Put) -> None:
        """Have an awaitable's value put in its place when it is there; until then null stands there."""
        place[2][place[1]] = None
        self._new.append(_Awaited(value, place, nodes, put))

    def fault(self, error: Exception, place: Place, nodes: Sequence[FieldNode]) -> None:
        """A value failed while its object is being made: raised on where it may not be null."""
        located = located_error(error, nodes, path_of(place))
        if not place[3]:
            raise located
        self._drop(place)
        self._null(place, located)

    def fault_at_root(self, error: GraphQLError) -> None:
        """Nothing is left of the answer."""
        self._drop(None)
        self._null(None, error)

    def errors(self) -> list[GraphQLError] | None:
        """All errors, in graphql-core's order; None where there are none."""
        self._errors.sort(key=lambda error: (error.locations or [], error.path or [], error.message))
        return self._errors or None

    async def settle(self) -> None:
        """Return when every value is in its place. Raises CancelledError where one was cancelled, or we are."""
        try:
            while self._new or self._open:
                if self._open == 0 and len(self._new) == 1:
                    await self._take(self._new.pop())  # alone: no task, no callback
                    continue
                self._start()
                self._settled = self._loop.create_future()
                await self._settled
                if self._cancelled:
                    raise asyncio.CancelledError
        except asyncio.CancelledError:
            self._cancelled = True
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            raise

    def _start(self) -> None:
        new, self._new = self._new, []
        self._open += len(new)
        for one in new:
            if isinstance(one.value, asyncio.Future):
                if one.value.done():
                    self._arrived(one, one.value)  # it was read before
                else:
                    one.value.add_done_callback(partial(self._arrived, one))
            else:
                task = self._loop.create_task(self._arriving(one))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    def _arrived(self, one: _Awaited, future: "asyncio.Future[Any]") -> None:
        """A loader's value is there."""
        if future.cancelled():
            self._cancelled = True
        else:
            try:
                one.put(self, future.result(), one.place)
            except Exception as error:
                self._fail(error, one)
        self._close()

    async def _arriving(self, one: _Awaited) -> None:
        try:
            await self._take(one)
        except asyncio.CancelledError:
            self._cancelled = True
            raise
        finally:
            self._close()

    async def _take(self, one: _Awaited) -> None:
        try:
            one.put(self, await one.value, one.place)
        except Exception as error:
            self._fail(error, one)

    def _close(self) -> None:
        """One of those that were open is settled, and what it has brought is started."""
        self._open -= 1
        if self._new and not self._cancelled:
            self._start()
        if (self._open == 0 or self._cancelled) and self._settled is not None and not self._settled.done():
            self._settled.set_result(None)

    def _fail(self, error: Exception, one: _Awaited) -> None:
        """A value failed after the objects around it were made."""
        self._drop(one.place)
        self._climb(one.place, located_error(error, one.nodes, path_of(one.place)))

    def _climb(self, place: Place | None, error: GraphQLError) -> None:
        """Put null at a place, or where it may stand around it.

        Each step outwards takes two turns, as it does with nested `gather`: what fails meanwhile is told too.
        """
        if place is None or place[3]:
            self._null(place, error)
            return
        self._open += 1
        self._loop.call_soon(self._loop.call_soon, self._climb_on, place[0], error)

    def _climb_on(self, place: Place | None, error: GraphQLError) -> None:
        self._climb(place, error)
        self._close()

    def _null(self, place: Place | None, error: GraphQLError) -> None:
        """Put null at a place, and note why unless it is gone already."""
        path = path_of(place)
        if not any(path[:length] in self._nulled_at for length in range(len(path) + 1)):
            self._nulled_at.add(path)
            self._errors.append(error)
        if place is None:
            self.nulled = True
        else:
            place[2][place[1]] = None

    def _drop(self, place: Place | None) -> None:
        """What waits below a place that has failed is not begun."""
        for one in self._new:
            if is_within(one.place, place) and iscoroutine(one.value):
                one.value.close()
        self._new = [one for one in self._new if not is_within(one.place, place)]
