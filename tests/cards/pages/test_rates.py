"""Counting by the minute: within a process of bounded memory, or shared by Redis; by a clock that is handed in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from support.redis_server import RedisServer

from kaohe.graphql.rates import MOST_COUNTED, Rate, Rates
from kaohe.server import HttpServer

pytestmark = pytest.mark.req("S0-20")

THREE = Rate("three", 3)


@asynccontextmanager
async def rates(redis_url: str | None = None) -> AsyncIterator[Rates]:
    made = Rates(redis_url)
    yield made
    await made.close()


async def waits(counted: Rates, times: int, now: datetime, who: str = "somebody") -> list[int]:
    return [await counted.seconds_to_wait(THREE, who, now) for _ in range(times)]


async def test_beyond_the_rate_one_waits_for_the_next_minute(now: datetime) -> None:
    async with rates() as counted:
        assert await waits(counted, 4, now) == [0, 0, 0, 60]
        assert await waits(counted, 1, now + timedelta(seconds=59, microseconds=999_999)) == [1]
        assert await waits(counted, 4, now + timedelta(seconds=60)) == [0, 0, 0, 60]


async def test_rates_and_callers_count_apart(now: datetime) -> None:
    async with rates() as counted:
        await waits(counted, 4, now)
        assert await waits(counted, 1, now, "somebody else") == [0]
        assert await counted.seconds_to_wait(Rate("another", 1), "somebody", now) == 0


async def test_memory_is_bounded(now: datetime) -> None:
    async with rates() as counted:
        for number in range(MOST_COUNTED + 500):
            await waits(counted, 1, now, str(number))
        assert len(counted.counted_here) == MOST_COUNTED
        await waits(counted, 1, now + timedelta(minutes=1))
        assert len(counted.counted_here) == 1


async def test_processes_share_their_counts_by_redis(redis_server: RedisServer, now: datetime) -> None:
    async with rates(redis_server.url) as one, rates(redis_server.url) as other:
        who = "shared"
        assert await waits(one, 2, now, who) + await waits(other, 2, now, who) == [0, 0, 0, 60]
        assert (one.counted_here, other.counted_here) == ({}, {})
        assert await waits(other, 1, now + timedelta(minutes=1), who) == [0]


async def test_without_redis_each_process_goes_on_by_itself(now: datetime) -> None:
    async with rates("redis://127.0.0.1:1/0") as counted:
        assert await waits(counted, 4, now) == [0, 0, 0, 60]


def test_a_proxy_is_believed_where_the_operator_says_so() -> None:
    async def nothing(*_given: object) -> None: ...

    assert HttpServer(nothing, lambda: None).config.forwarded_allow_ips == "127.0.0.1"  # type: ignore[arg-type]
    server = HttpServer(nothing, lambda: None, trusted_proxies="10.0.0.0/8,::1")  # type: ignore[arg-type]
    assert server.config.forwarded_allow_ips == "10.0.0.0/8,::1"
    assert server.config.proxy_headers
    assert not server.config.access_log
