"""A private PostgreSQL that nobody had to install, run as our own child (内嵌数据库)."""

from kaohe.schema.embedded.errors import AlreadyRunning, EmbeddedError
from kaohe.schema.embedded.server import EmbeddedServer

__all__ = ["AlreadyRunning", "EmbeddedError", "EmbeddedServer"]
