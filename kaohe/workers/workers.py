"""The workers of one process: a broker's worker, the pacemaker, and their pool of connections, on one event loop."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Future

from dramatiq import Broker, Middleware, Worker
from dramatiq.asyncio import EventLoopThread, get_event_loop_thread

from kaohe.clock import Clock
from kaohe.config import Settings
from kaohe.schema.session import Database
from kaohe.workers.actors import declare
from kaohe.workers.failed import KeepFailed
from kaohe.workers.pacemaker import Pacemaker
from kaohe.workers.work import Work

#: Makes a broker with these beside its own middleware.
MakeBroker = Callable[[Iterable[Middleware]], Broker]

Step = Callable[[], Awaitable[None]]

#: Connections beside one for each message in hand: the pacemaker's look, and all that it may do itself at once.
_SPARE = 10


class Workers:
    """Start once, stop once. A process holds one set at a time: dramatiq's event loop is global.

    The engine is made on the workers' own event loop, in the process that runs them.
    """

    def __init__(self, make_broker: MakeBroker, url: str, clock: Clock, settings: Settings) -> None:
        self._url, self._clock, self._settings = url, clock, settings
        self._keep = KeepFailed(clock)
        self.broker = make_broker([_Lifetime(self._open, self._close), self._keep])
        self._actors = declare(self.broker, lambda: self._work, self._dispatch)
        # The queues are looked at often: a wake-up should not lie about.
        self._worker = Worker(self.broker, worker_threads=settings.worker_threads, worker_timeout=100)

    def start(self) -> None:
        """Take messages, and look at the database every `settings.sweep_seconds`."""
        self._worker.start()
        self._running: Future[None] = asyncio.run_coroutine_threadsafe(self._pacemaker.run(self._work), _loop().loop)

    @property
    def are_alive(self) -> bool:
        """Whether the pacemaker still goes round."""
        return not self._running.done()

    def stop(self, seconds: float) -> None:
        """Begin nothing new, let what runs end within `seconds`, close the connections."""
        self._work.stop()
        _loop().loop.call_soon_threadsafe(self._pacemaker.stop)
        try:
            self._running.result(seconds)
        except TimeoutError:
            self._running.cancel()
        self._worker.stop(timeout=int(seconds * 1000))
        self.broker.close()

    def settle(self) -> None:
        """Do all that is due by now, and return when it is done: for rehearsals and tests, on a broker in memory."""
        for _ in range(2):  # what a sweep moves may let a cycle advance, whose new deadlines may be due already
            for actor in self._actors.by_work().values():
                actor.send()
                self.broker.join(actor.queue_name)

    async def _open(self) -> None:
        database = Database(self._url, pool_size=self._settings.worker_threads + _SPARE)
        self._keep.database = database
        self._pacemaker = Pacemaker(database, self._clock, self._settings.sweep_seconds, self.broker, self._actors)
        self._work = Work(database, self._clock, self._settings, self._pacemaker.wake)

    async def _close(self) -> None:
        await self._work.close()

    async def _dispatch(self) -> None:
        await self._pacemaker.dispatch(self._work)


class _Lifetime(Middleware):
    """Opens and closes what belongs to the workers' event loop, while it runs."""

    def __init__(self, opening: Step, closing: Step) -> None:
        self._opening, self._closing = opening, closing

    def before_worker_boot(self, broker: Broker, worker: Worker) -> None:
        _loop().run_coroutine(self._opening())

    def after_worker_shutdown(self, broker: Broker, worker: Worker) -> None:
        _loop().run_coroutine(self._closing())


def _loop() -> EventLoopThread:
    loop = get_event_loop_thread()
    if loop is None:
        raise RuntimeError("the workers' event loop is not running")
    return loop
