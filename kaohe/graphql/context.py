"""What one request carries: the caller, the moment, and its loaders."""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.config import Settings
from kaohe.graphql.batching import Loaders
from kaohe.schema.session import Database
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import Code, refuse

T = TypeVar("T")

#: A read of many keys at once, in one statement: what a loader calls.
Batch = Callable[[AsyncSession, Actor, Sequence[Any]], Awaitable[Mapping[Any, Any]]]


@dataclass
class Context:
    """One request. `now` is read once; `caller` is None until somebody is signed in.

    `find_origin` tells where people reach the service. `answered_once` holds what this answer
    shows and nothing keeps, by the id of what it belongs to.
    """

    settings: Settings
    database: Database
    now: datetime
    find_origin: Callable[[], str]
    token: str | None = None
    caller: Actor | None = None
    answered_once: dict[Any, Any] = field(default_factory=dict)
    _loaders: Loaders | None = None

    @property
    def origin(self) -> str:
        """Where people reach the service: `https://kaohe.example.gov.cn`. Few answers need it."""
        return self.find_origin()

    @property
    def actor(self) -> Actor:
        """The caller; Refused with NOT_SIGNED_IN where there is none."""
        if self.caller is None:
            raise refuse(Code.NOT_SIGNED_IN)
        return self.caller

    async def read(self, query: Callable[..., Awaitable[T]], *args: Any, **options: Any) -> T:
        """A query in a short session of its own: sibling fields run at once and can't share one."""
        actor = self.actor
        async with self.database.reading() as session:
            return await query(session, actor, *args, **options)

    def load(self, batch: Batch, key: Hashable) -> Awaitable[Any]:
        """One key of a batch, read together with those that sibling fields ask for."""
        if self._loaders is None:
            self._loaders = Loaders(self.database.reading, self._fetch)
        return self._loaders.load(batch, key)

    def forget(self) -> None:
        """Drop what was read before: a mutation is about to change it."""
        self._loaders = None

    def _fetch(self, session: AsyncSession, batch: Batch, keys: Sequence[Any]) -> Awaitable[Mapping[Any, Any]]:
        return batch(session, self.actor, keys)
