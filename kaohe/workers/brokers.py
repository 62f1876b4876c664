"""The brokers (消息中间件): Redis for deployments, a queue in memory for the embedded mode."""

from collections.abc import Iterable

import redis
from dramatiq import Broker, Middleware
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import AsyncIO, Retries

#: Redis that does not answer for so long is away; whoever asked does the work himself.
_ANSWER_SECONDS = 3

#: After so long without a sign of life, a worker's messages go to the others.
_SILENCE_MILLISECONDS = 10_000

#: A message that fails is tried again after a second, then later each time; then it is kept (`failed`).
_TRIES = 6
_FIRST_PAUSE_MILLISECONDS = 1_000
_LONGEST_PAUSE_MILLISECONDS = 60_000


def redis_broker(url: str, middleware: Iterable[Middleware]) -> RedisBroker:
    """A broker on the Redis at `url`. It connects when it is used."""
    client = redis.Redis.from_url(
        url,
        socket_connect_timeout=_ANSWER_SECONDS,
        socket_timeout=_ANSWER_SECONDS,
        socket_keepalive=True,
        client_name="kaohe",
    )
    return RedisBroker(  # type: ignore[no-untyped-call] # dramatiq types it not
        client=client,
        namespace="kaohe",
        heartbeat_timeout=_SILENCE_MILLISECONDS,
        middleware=[AsyncIO(), _retries(), *middleware],
    )


def memory_broker(middleware: Iterable[Middleware]) -> StubBroker:
    """A broker inside the process."""
    broker = StubBroker(middleware=[AsyncIO(), _retries(), *middleware])
    broker.fail_fast_default = False  # what fails for good is kept, whoever waits for the queue
    return broker


def size(broker: Broker, queue: str) -> int:
    """How many messages a queue holds, those in hand included. Raises what the broker raises when it is away."""
    if isinstance(broker, RedisBroker):
        return int(broker.do_qsize(queue))
    if isinstance(broker, StubBroker):
        return int(broker.queues[queue].unfinished_tasks)
    raise TypeError(type(broker).__name__)


def _retries() -> Retries:
    return Retries(
        max_retries=_TRIES - 1, min_backoff=_FIRST_PAUSE_MILLISECONDS, max_backoff=_LONGEST_PAUSE_MILLISECONDS
    )
