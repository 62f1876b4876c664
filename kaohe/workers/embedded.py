"""Workers inside the process that serves: dramatiq's StubBroker, one worker, and a ticker that wakes it."""

import threading

from dramatiq import Worker
from dramatiq.asyncio import get_event_loop_thread
from dramatiq.broker import Broker
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import AsyncIO, Middleware

from kaohe.clock import Clock
from kaohe.config import Settings
from kaohe.schema.session import Database
from kaohe.workers.actors import ARCHIVE, DEADLINES, OUTBOX, declare

_THREADS = 2
_POOL = 4
_STOP_MILLISECONDS = 1_500


class _Engine(Middleware):
    """Closes the workers' connections on the loop that opened them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def before_worker_shutdown(self, broker: Broker, worker: Worker) -> None:
        loop = get_event_loop_thread()
        if loop is not None:
            loop.run_coroutine(self._database.close())


class EmbeddedWorkers:
    """Running workers. Call `stop` once; a process holds one set of them at a time (dramatiq's loop is global)."""

    def __init__(self, url: str, clock: Clock, settings: Settings) -> None:
        database = Database(url, pool_size=_POOL)
        self._broker = StubBroker(middleware=[AsyncIO(), _Engine(database)])
        self._actors = declare(self._broker, database, clock, settings)
        self._worker = Worker(self._broker, worker_threads=_THREADS, worker_timeout=100)
        self._tick_seconds = settings.sweep_seconds
        self._queues = {DEADLINES: self._actors.sweep, OUTBOX: self._actors.relay, ARCHIVE: self._actors.seal}
        self._stopping = threading.Event()
        self._ticker = threading.Thread(target=self._tick, name="kaohe-ticker", daemon=True)

    def start(self) -> None:
        self._worker.start()
        self._ticker.start()

    def settle(self) -> None:
        """Do all that is due by now, and return when it is done: for rehearsals and tests."""
        for _ in range(2):  # what a sweep moves may let a cycle advance, whose new deadlines may be due already
            for queue, actor in self._queues.items():
                actor.send()
                self._broker.join(queue)

    def stop(self) -> None:
        """Stop taking work, let what runs end, close the connections."""
        self._stopping.set()
        self._ticker.join()
        self._worker.stop(timeout=_STOP_MILLISECONDS)
        self._broker.close()

    def _tick(self) -> None:
        while not self._stopping.wait(self._tick_seconds):
            # A failed message has been logged, and the next one looks at everything again: nothing to keep.
            self._broker.dead_letters_by_queue.clear()
            for queue, actor in self._queues.items():
                if self._broker.queues[queue].empty():  # what takes longer than a tick is not queued twice
                    actor.send()


def start(url: str, clock: Clock, settings: Settings) -> EmbeddedWorkers:
    """Start the workers on a database; they look for work every `settings.sweep_seconds`."""
    workers = EmbeddedWorkers(url, clock, settings)
    workers.start()
    return workers
