"""`python -m bench.province`: build, measure, write. `--people 1000` for a look; the page has a run at full size."""

import argparse
import asyncio
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import structlog

from bench.__main__ import WORK
from bench.database import Databases, settle
from bench.province import report
from bench.province.build import build
from bench.province.size import Size
from bench.province.today import ACTS, Cost, measure, seats

#: Requests of each kind and database: the first quarter of them warms up.
_SEATS = 400

#: The fewest people that have a seat for each request.
_FEWEST = 600


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.province", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000, help="people of all bodies together")
    parser.add_argument("--quarters", type=int, default=12, help="quarters, today's included")
    parser.add_argument("--dry", action="store_true", help="print what was found and write nothing")
    parser.add_argument("--keep", type=Path, help="a folder for the databases, kept; a scratch one otherwise")
    given = parser.parse_args(arguments)
    if given.people < _FEWEST or given.quarters < 2:
        parser.error(f"at least {_FEWEST} people and 2 quarters")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    WORK.mkdir(exist_ok=True)
    folder = given.keep or Path(tempfile.mkdtemp(dir=WORK))
    try:
        with Databases(folder / "pg") as databases:
            asyncio.run(_run(databases, folder, Size(given.people, given.quarters), dry=given.dry))
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


async def _run(databases: Databases, folder: Path, size: Size, *, dry: bool) -> None:
    years, one = await databases.new("years"), await databases.new("today")
    begun = time.monotonic()
    await build(years, size, lambda quarter: print(f"{quarter}: {time.monotonic() - begun:.0f} s", flush=True))
    seconds = time.monotonic() - begun
    await build(one, replace(size, quarters=1), lambda quarter: print(f"{quarter} alone", flush=True))
    tables, indexes = await report.sizes(years)
    today: dict[str, list[Cost]] = {}
    spread = {url: await seats(url, _SEATS) for url in (years, one)}
    for name, act in ACTS.items():
        today[name] = [await measure(url, folder, act, spread[url]) for url in (years, one)]
        print(f"{name}: {', '.join(f'{cost.ms:.2f} ms, {cost.pages:.1f} pages' for cost in today[name])}", flush=True)
        for url in (years, one):
            await settle(url)  # what one kind of request left behind is not the next one's to tidy up
    found = report.result(size, seconds, tables, indexes, today)
    print(report.page(found))
    if not dry:
        report.write(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
