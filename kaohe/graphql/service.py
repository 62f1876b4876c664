"""What the requests of one process share."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kaohe.clock import Clock
from kaohe.config import Settings
from kaohe.graphql.jointly import Jointly
from kaohe.graphql.kept import Kept
from kaohe.graphql.readings import Readings
from kaohe.graphql.together import Together
from kaohe.schema.session import Database
from kaohe.workflow.accounts import actor_of, actors_of
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.policy import Policy

#: Cycles whose policies a process keeps: some years of a thousand bodies.
_CYCLES = 20_000


@dataclass(frozen=True)
class Service:
    """One process of the API: its settings, database and clock, and what requests that come at the same time do together."""

    settings: Settings
    database: Database
    clock: Clock

    @cached_property
    def callers(self) -> Together[str, Actor | None]:
        """Who is behind a bearer token."""
        return Together(self._caller, self._callers)

    @cached_property
    def readings(self) -> Readings:
        """What loaders ask for."""
        return Readings(self.database)

    @cached_property
    def policies(self) -> Kept[tuple[int, int], Policy]:
        """The policy of each cycle, by body and cycle: whatever becomes of a cycle, it runs by the version that it was
        created by, which is locked from then on. For who sees the cycle, or what is of it, already."""
        return Kept(_CYCLES)

    @cached_property
    def jointly(self) -> Jointly:
        """Mutations."""
        return Jointly(self.database)

    async def _caller(self, token: str) -> Actor | None:
        async with self.database.reading() as session:
            return await actor_of(session, token, self.clock.now())

    async def _callers(self, tokens: Sequence[str]) -> Sequence[Actor | None]:
        async with self.database.reading() as session:
            return await actors_of(session, tokens, self.clock.now())
