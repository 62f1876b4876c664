"""`kaohe worker`: one process of workers on Redis. Any number run beside one another, on any hosts; none leads."""

import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

import structlog
from sqlalchemy.exc import DBAPIError

from kaohe.clock import Clock
from kaohe.config import Settings
from kaohe.memory import loaded, return_large_blocks
from kaohe.metrics import heartbeat, start_metrics_server
from kaohe.schema.migrate import revision
from kaohe.schema.migrations import HEAD
from kaohe.schema.urls import async_url
from kaohe.workers.brokers import redis_broker
from kaohe.workers.workers import Workers

log = structlog.get_logger(__name__)

#: How long what runs may take to end after SIGTERM.
STOP_SECONDS = 25

_LOOK_SECONDS = 1.0


class CannotWork(Exception):
    """Something outside stands in the way; the message says what."""


def run_worker(settings: Settings, clock: Clock) -> None:
    """Work until SIGTERM or Ctrl-C, then end what runs. Call it from the main thread.

    A database that is away is waited for. Raises CannotWork where settings are missing, or the schema is another.
    """
    if not settings.database_url or not settings.redis_url:
        raise CannotWork(
            "须设置 DATABASE_URL 和 REDIS_URL · DATABASE_URL and REDIS_URL must be set (`kaohe up` needs neither)."
        )
    return_large_blocks()
    url = async_url(settings.database_url)
    stopping = threading.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: stopping.set())
    with ExitStack() as stack:
        if settings.metrics_port:
            stack.callback(_served(settings))
        if not _ready(url, stopping):
            return
        settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)  # the key that signs archives
        workers = Workers(partial(redis_broker, settings.redis_url), url, clock, settings)
        workers.start()
        stack.callback(workers.stop, STOP_SECONDS)
        loaded(in_bulk=True)
        print("kaohe worker: ready", flush=True)  # noqa: T201 - whoever started it waits for this line
        while not stopping.wait(_LOOK_SECONDS):
            if not workers.are_alive:
                raise CannotWork("定时器已停止 · the pacemaker has ended; the log says why")


def _ready(url: str, stopping: threading.Event) -> bool:
    """Wait for the database; False where the process was stopped meanwhile."""
    while not stopping.is_set():
        heartbeat()
        try:
            found = revision(url)
        except (OSError, DBAPIError) as away:
            log.warning("database_away", error=str(getattr(away, "orig", away)))
            stopping.wait(_LOOK_SECONDS)
            continue
        if found != HEAD:
            raise CannotWork(
                f"数据库结构为 {found or '空'}，本版本需要 {HEAD}：请先运行 `kaohe migrate` · "
                f"the database's schema is {found or 'empty'}, this version needs {HEAD}: run `kaohe migrate` first."
            )
        return True
    return False


def _served(settings: Settings) -> Callable[[], None]:
    try:
        return start_metrics_server(settings.host, settings.metrics_port)
    except OSError as refused:
        raise CannotWork(f"{settings.host}:{settings.metrics_port}: {refused.strerror}") from refused
