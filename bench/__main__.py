"""`make bench`: measure the ratios and write what was found."""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from bench import report
from bench.context import QUICK_ROUNDS, Bench
from bench.database import Databases
from bench.processes import ROOT
from bench.ratios import chosen

WORK = ROOT / "bench" / ".work"


def main(arguments: Sequence[str]) -> int:
    """Exit status 1 where a ratio could not be measured; one that is short of what is wanted is a finding, no failure."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("only", nargs="*", metavar="RATIO", help="ratios to measure; all where none is named")
    parser.add_argument("--rounds", type=int, default=5, help="measurements of each side")
    parser.add_argument(
        "--quick", action="store_true", help="tiny sizes, one round, nothing written: does it all work?"
    )
    given = parser.parse_args(arguments)
    try:
        ratios = chosen(given.only)
    except KeyError as unknown:
        parser.error(f"there is no ratio {unknown}")
    WORK.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=WORK))
    try:
        with Databases(folder / "pg") as databases:
            bench = Bench(databases, folder, QUICK_ROUNDS if given.quick else given.rounds, given.quick)
            return asyncio.run(_run(bench, ratios))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _run(bench: Bench, ratios: dict[str, ModuleType]) -> int:
    """Each result is written as soon as it is there: what took minutes is not lost to a later failure."""
    failed = []
    file, page = (WORK / "quick.json", None) if bench.quick else (report.LATEST, report.PAGE)
    for name, module in ratios.items():
        begun = time.monotonic()
        print(f"{name} …", flush=True)
        try:
            measured = await module.measure(bench)
        except Exception:
            traceback.print_exc()
            failed.append(name)
            continue
        entry = report.entry(module, measured, bench.rounds)
        result = report.merged(report.read(file), {name: measured.ratio}, {name: entry})
        report.write(result, file, page)
        for side, words in entry["sides"].items():
            print(f"  {side}: {words['values']} {words['unit']}")
        for key, value in entry["further"].items():
            print(f"  {key}: {value}")
        met = "met" if entry["met"] else "not met"
        print(f"  {measured.ratio:.3f}, wanted {module.WANT}: {met}; took {time.monotonic() - begun:.0f} s", flush=True)
    if failed:
        print(f"could not be measured: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
