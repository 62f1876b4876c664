"""How often one address may ask (限流), where nobody signs in: counted by the minute, in Redis where there is one.

Addresses come in as digests and go with the minute: none is kept. Without Redis, or while it is away, each process counts
for itself, for a bounded number of addresses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from kaohe.graphql.within import within

if TYPE_CHECKING:
    from redis.asyncio import Redis

_log = structlog.get_logger(__name__)

_WINDOW = 60
_REDIS_SECONDS = 0.5

#: Addresses counted at once within a process: beyond that the one that came first is forgotten.
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Rate:
    """At most so many requests a minute of one kind."""

    name: str
    most: int


class Rates:
    """The counts of this process, or those that it shares by Redis with the others."""

    def __init__(self, redis_url: str | None) -> None:
        self._redis_url = redis_url
        self._redis: Redis | None = None
        self._minute = 0
        self._counts: dict[tuple[str, str], int] = {}

    async def seconds_to_wait(self, rate: Rate, who: str, now: datetime) -> int:
        """Count a request; 0 where it may go on, else the seconds until it may be tried again."""
        minute, passed = divmod(int(now.timestamp()), _WINDOW)
        count = await self._counted(rate, who, minute)
        return 0 if count <= rate.most else _WINDOW - passed

    async def _counted(self, rate: Rate, who: str, minute: int) -> int:
        if self._redis_url is not None:
            try:
                return await within(_REDIS_SECONDS, self._count_shared(f"kaohe:rate:{rate.name}:{minute}:{who}"))
            except Exception as failure:  # whatever it is: cards go on without Redis
                _log.warning("rates_not_shared", error=type(failure).__name__)
        return self._count_here(rate, who, minute)

    async def _count_shared(self, key: str) -> int:
        if self._redis is None:
            from redis.asyncio import Redis  # the embedded mode does without it

            self._redis = Redis.from_url(str(self._redis_url))
        both = self._redis.pipeline(transaction=True)
        both.incr(key)
        both.expire(key, 2 * _WINDOW)
        count, _ = await both.execute()
        return int(count)

    def _count_here(self, rate: Rate, who: str, minute: int) -> int:
        if minute != self._minute:
            self._minute = minute
            self._counts.clear()
        key = (rate.name, who)
        count = self._counts.get(key, 0) + 1
        if count == 1 and len(self._counts) >= MOST_COUNTED:
            del self._counts[next(iter(self._counts))]
        self._counts[key] = count
        return count

    @property
    def counted_here(self) -> Mapping[tuple[str, str], int]:
        """What this process counts by itself in the present minute."""
        return self._counts

    async def close(self) -> None:
        """Let go of Redis."""
        if self._redis is not None:
            await self._redis.aclose()
