"""What loaders ask for, read for one request, or for several that ask at the same time (成批读取)."""

from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.graphql.batching import Found, Wanted
from kaohe.graphql.together import ALONE, Together
from kaohe.schema.failures import is_lost
from kaohe.schema.session import Database
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.queries.same_for_all import is_same_for_all

#: A read of many keys at once, in one statement: what a loader calls.
Batch = Callable[[AsyncSession, Actor, Sequence[Any]], Awaitable[Mapping[Any, Any]]]

#: Who asks, and for what.
Order = tuple[Actor, Wanted]

_Read = tuple[Batch, Actor, Sequence[Any]]


class Readings:
    """Reads for requests. What is the same for everybody of a body is read once for all who ask for it at the same time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._together: Together[Order, Found] = Together(self._alone, self._several)

    def __call__(self, actor: Actor, wanted: Wanted) -> Awaitable[Found]:
        """What was found of each kind, or what keeps it from being read."""
        return self._together((actor, wanted))

    async def _alone(self, order: Order) -> Found:
        actor, wanted = order
        return dict(zip(wanted, await self._read((batch, actor, keys) for batch, keys in wanted.items()), strict=True))

    async def _several(self, orders: Sequence[Order]) -> Sequence[Any]:
        reads: dict[Any, tuple[Batch, Actor, dict[Any, None]]] = {}
        for number, (actor, wanted) in enumerate(orders):
            for batch, keys in wanted.items():
                read = reads.setdefault(_place(batch, actor, number), (batch, actor, {}))
                read[2].update(dict.fromkeys(keys))
        values = await self._read((batch, actor, list(keys)) for batch, actor, keys in reads.values())
        found = dict(zip(reads, values, strict=True))
        return [
            _own({batch: found[_place(batch, actor, number)] for batch in wanted})
            for number, (actor, wanted) in enumerate(orders)
        ]

    async def _read(self, reads: Iterable[_Read]) -> list[Mapping[Any, Any] | Exception]:
        """One after the other over one session; after one that failed, over a fresh one."""
        waiting, found = deque(reads), list[Mapping[Any, Any] | Exception]()
        while waiting:
            async with self._database.reading() as session:
                while waiting:
                    batch, actor, keys = waiting.popleft()
                    try:
                        found.append(await batch(session, actor, keys))
                    except Exception as error:
                        found.append(error)
                        break
        return found


def _place(batch: Batch, actor: Actor, number: int) -> Any:
    """Equal for reads that may be one."""
    return (batch, actor.body_id) if is_same_for_all(batch) else (batch, None, number)


def _own(found: Found) -> Any:
    """One request's part of what was found. Where something failed it reads alone: it may be another's key that is wrong."""
    failed = any(isinstance(one, Exception) and not is_lost(one) for one in found.values())
    return ALONE if failed else found
