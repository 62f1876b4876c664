"""What one request carries: the caller, the moment, and its loaders."""

from asyncio import Future
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from kaohe.config import Settings
from kaohe.graphql.batching import Found, Loaders, Wanted
from kaohe.graphql.readings import Batch
from kaohe.graphql.service import Service
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import Code, refuse

T = TypeVar("T")


@dataclass
class Context:
    """One request. `now` is read once; `caller` is None until somebody is signed in.

    `find_origin` tells where people reach the service. `answered_once` holds what this answer
    shows and nothing keeps, by the id of what it belongs to.
    """

    service: Service
    now: datetime
    find_origin: Callable[[], str]
    token: str | None = None
    caller: Actor | None = None
    answered_once: dict[Any, Any] = field(default_factory=dict)
    _loaders: Loaders | None = None

    @property
    def settings(self) -> Settings:
        return self.service.settings

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
        async with self.service.database.reading() as session:
            return await query(session, actor, *args, **options)

    def load(self, batch: Batch, key: Hashable) -> "Future[Any]":
        """One key of a batch, read together with those that sibling fields ask for."""
        if self._loaders is None:
            self._loaders = Loaders(self._fetch)
        return self._loaders.load(batch, key)

    def forget(self) -> None:
        """Drop what was read before: a mutation is about to change it."""
        self._loaders = None

    def _fetch(self, wanted: Wanted) -> Awaitable[Found]:
        return self.service.readings(self.actor, wanted)
