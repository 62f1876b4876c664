"""What loaders ask for, read for one request, or for several that ask at the same time (成批读取)."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.graphql.batching import Found, Wanted
from kaohe.graphql.together import ALONE, Together
from kaohe.schema.failures import is_lost
from kaohe.schema.session import Database
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.queries.company import Asked, ForSeveral, for_several_of

#: A read of many keys at once, in one statement: what a loader calls.
Batch = Callable[[AsyncSession, Actor, Sequence[Any]], Awaitable[Mapping[Any, Any]]]

#: Who asks, and for what.
Order = tuple[Actor, Wanted]

#: One read, and where in the orders each of its answers belongs.
_Read = Callable[[AsyncSession], Awaitable[Sequence[Mapping[Any, Any]]]]
_Places = Sequence[tuple[int, Batch]]

#: Over how many connections the reads of one go are spread: a request alone has one.
_WIDE = 3


class Readings:
    """Reads for requests. What several of a body ask for at the same time is read for all of them by one statement, where it is
    the same statement."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._together: Together[Order, Found] = Together(self._alone, self._several)

    def __call__(self, actor: Actor, wanted: Wanted) -> Awaitable[Found]:
        """What was found of each kind, or what keeps it from being read."""
        return self._together((actor, wanted))

    async def _alone(self, order: Order) -> Found:
        found: dict[Any, Any] = {}
        await self._read(_reads_of([order]), [found])
        return found

    async def _several(self, orders: Sequence[Order]) -> Sequence[Any]:
        reads = _reads_of(orders)
        found: list[dict[Any, Any]] = [{} for _ in orders]
        await asyncio.gather(*(self._read(reads[lane::_WIDE], found) for lane in range(min(_WIDE, len(reads)))))
        return [_own(one) for one in found]

    async def _read(self, reads: Sequence[tuple[_Read, _Places]], found: Sequence[dict[Any, Any]]) -> None:
        """One after the other over one session; after one that failed, over a fresh one. What was found for each order goes
        into its place in `found`."""
        waiting = deque(reads)
        while waiting:
            async with self._database.reading() as session:
                while waiting:
                    read, places = waiting.popleft()
                    try:
                        values: Sequence[Any] = await read(session)
                    except Exception as error:
                        for number, batch in places:
                            found[number][batch] = error
                        break
                    for (number, batch), value in zip(places, values, strict=True):
                        found[number][batch] = value


def _reads_of(orders: Sequence[Order]) -> list[tuple[_Read, _Places]]:
    """What has to be read: one thing for all of a body who ask for it where that can be, else for each."""
    alike: dict[tuple[Batch, int], list[int]] = defaultdict(list)
    for number, (actor, wanted) in enumerate(orders):
        for batch in wanted:
            alike[batch, actor.body_id].append(number)
    reads: list[tuple[_Read, _Places]] = []
    for (batch, _), numbers in alike.items():
        asked = [(orders[number][0], orders[number][1][batch]) for number in numbers]
        for_several = for_several_of(batch)
        if len(asked) > 1 and for_several is not None:
            reads.append((_of_several(for_several, asked), [(number, batch) for number in numbers]))
            continue
        for number, (actor, keys) in zip(numbers, asked, strict=True):
            reads.append((_of_one(batch, actor, keys), [(number, batch)]))
    return reads


def _of_one(batch: Batch, actor: Actor, keys: Sequence[Any]) -> _Read:
    async def read(session: AsyncSession) -> Sequence[Mapping[Any, Any]]:
        return [await batch(session, actor, keys)]

    return read


def _of_several(for_several: ForSeveral, asked: Sequence[Asked]) -> _Read:
    return lambda session: for_several(session, asked)


def _own(found: Found) -> Any:
    """One request's part of what was found. Where something failed it reads alone: it may be another's key that is wrong."""
    failed = any(isinstance(one, Exception) and not is_lost(one) for one in found.values())
    return ALONE if failed else found
