"""How long the programs take to start, and what they hold: `python -m bench.start_up`; docs/operation.md has the table.

Processor seconds rather than those of the clock: what else the machine does shows less in them. The median of several
starts, all after one that has filled the caches.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from bench.bulk.redis_server import redis_server
from bench.context import QUICK_ROUNDS, Bench
from bench.database import Databases
from bench.processes import ROOT, free_port

TIMES = 5
HEAVIEST = 12

_KAOHE = [sys.executable, "-c", "from kaohe.cli import app; app()"]

#: A line of `python -X importtime`: its own microseconds, those with what it imports, and its name.
_LINE = re.compile(r"import time:\s*(\d+) \|\s*\d+ \|\s*(\S+)")


def command_line(words: Sequence[str]) -> float:
    """Processor seconds of a command that prints and ends."""
    with subprocess.Popen([*_KAOHE, *words], stdout=subprocess.DEVNULL, cwd=ROOT) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"kaohe {' '.join(words)} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


async def long_lived(bench: Bench, words: Sequence[str], env: Mapping[str, str], ready: str) -> tuple[float, float]:
    """Processor seconds until a process is ready, and its resident memory in MiB then."""
    async with bench.child([*_KAOHE, *words], env, ready) as child:
        return child.cpu_seconds(), child.status_kb() / 1024


def heaviest() -> list[tuple[str, float]]:
    """What the API imports, by package (ours by folder): its own milliseconds, the dearest first."""
    found = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import gc; gc.disable(); import kaohe.server, kaohe.graphql.app"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    spent: Counter[str] = Counter()
    for line in found.stderr.splitlines():
        if match := _LINE.match(line):
            spent[_package(match[2])] += int(match[1])
    return [(name, microseconds / 1000) for name, microseconds in spent.most_common(HEAVIEST)]


def _package(module: str) -> str:
    parts = module.split(".")
    return ".".join(parts[: 2 if parts[0] == "kaohe" else 1])


async def measure(bench: Bench) -> None:
    """Print both tables."""
    url = await bench.databases.new("start_up")
    env = {"DATABASE_URL": url, "KAOHE_VAR": str(bench.folder / "var")}
    print("| | CPU s | RSS MiB |\n|---|---|---|")
    for words in (["--help"], ["charts"], ["schema"]):
        seconds = [command_line(words) for _ in range(TIMES + 1)][1:]
        print(f"| `kaohe {' '.join(words)}` | {median(seconds):.2f} | |", flush=True)
    async with redis_server(bench) as redis:
        ways = {"api": {"KAOHE_PORT": str(free_port())}, "worker": {"REDIS_URL": redis}}
        for name, more in ways.items():
            ready = f"kaohe {name}: ready"
            found = [await long_lived(bench, [name], {**env, **more}, ready) for _ in range(TIMES + 1)][1:]
            print(
                f"| `kaohe {name}` | {median(s for s, _ in found):.2f} | {median(m for _, m in found):.0f} |",
                flush=True,
            )
    print("\n| import | ms |\n|---|---|")
    for package, milliseconds in heaviest():
        print(f"| `{package}` | {milliseconds:.0f} |")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Databases(Path(folder) / "pg") as databases:
        asyncio.run(measure(Bench(databases, Path(folder), QUICK_ROUNDS, quick=False)))


if __name__ == "__main__":
    main()
