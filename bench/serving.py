"""The servers that are measured, each a process of its own over the same database: ours, floors, peers."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench.context import Bench
from bench.database import dsn
from bench.load import Found, Order, load
from bench.processes import Child, free_port


@dataclass
class Server:
    """A server that runs, with the processor time that it has spent on the load put on it."""

    bench: Bench
    process: Child
    port: int
    seconds: float = 0
    requests: int = 0

    async def under(self, order: Order) -> Found:
        """Put a load on it, whose port is filled in. Raises LoadFailed."""
        before = self.process.cpu_seconds()
        found = await load(order, self.port, self.bench.folder)
        self.seconds += self.process.cpu_seconds() - before
        self.requests += found.requests
        return found

    @property
    def cpu_us(self) -> float:
        """Processor time of its process a request, over all its loads, in µs: steadier than rates where cores are shared."""
        return self.seconds / self.requests * 1e6


@asynccontextmanager
async def api(bench: Bench, url: str) -> AsyncIterator[Server]:
    """`kaohe api` as it is deployed, with its default settings."""
    port = free_port()
    env = {"DATABASE_URL": url, "KAOHE_PORT": str(port), "KAOHE_VAR": str(bench.folder / "var")}
    command = [sys.executable, "-c", "from kaohe.cli import app; app()", "api"]
    async with bench.child(command, env, ready="kaohe api: ready") as child:
        yield Server(bench, child, port)


@asynccontextmanager
async def served(
    bench: Bench, module: str, url: str, *options: str, python: str = sys.executable
) -> AsyncIterator[Server]:
    """A server of our own, of `bench.<module>`, under uvicorn in one process."""
    port = free_port()
    command = [python, "-m", f"bench.{module}", str(port), dsn(url), *options]
    async with bench.child(command, ready="ready") as child:
        yield Server(bench, child, port)
