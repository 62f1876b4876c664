"""The database that a command works on: the one given, else the embedded one, whether `kaohe up` is running or not."""

from collections.abc import Iterator
from contextlib import contextmanager

from kaohe.config import Settings
from kaohe.schema.embedded import AlreadyRunning, EmbeddedServer
from kaohe.schema.migrate import upgrade
from kaohe.schema.urls import async_url


@contextmanager
def database_url(settings: Settings) -> Iterator[str]:
    """The URL of a migrated database, as long as the block runs. Call it from the main thread."""
    if settings.database_url:
        url = async_url(settings.database_url)
        upgrade(url)
        yield url
        return
    server = EmbeddedServer(settings.var / "pg")
    try:
        server.start()
    except AlreadyRunning:  # by `kaohe up`, which has migrated it
        yield server.url()
        return
    try:
        upgrade(server.url())
        yield server.url()
    finally:
        server.stop()
