"""Workers inside the process that serves: the same actors, on a broker in memory."""

from kaohe.clock import Clock
from kaohe.config import Settings
from kaohe.workers.brokers import memory_broker
from kaohe.workers.workers import Workers

_STOP_SECONDS = 1.5


class EmbeddedWorkers(Workers):
    """Running workers. Call `stop` once."""

    def __init__(self, url: str, clock: Clock, settings: Settings) -> None:
        super().__init__(memory_broker, url, clock, settings)

    def stop(self, seconds: float = _STOP_SECONDS) -> None:
        """Stop taking work, let what runs end, close the connections."""
        super().stop(seconds)


def start(url: str, clock: Clock, settings: Settings) -> EmbeddedWorkers:
    """Start the workers on a database; they look for work every `settings.sweep_seconds`."""
    workers = EmbeddedWorkers(url, clock, settings)
    workers.start()
    return workers
