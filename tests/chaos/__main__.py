"""`make chaos`: runs with seeds in turn, their figures, and status 1 where one of them has findings."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from chaos.report import lines, table
from chaos.run import Plan, Run, run
from chaos.stage import Stage

SPREAD_SECONDS, FAULT_SECONDS, FAULTS = 8.0, 14.0, 16


async def runs(stage: Stage, first: int, count: int) -> list[Run]:
    await stage.prepare()
    done = []
    for seed in range(first, first + count):
        one = await run(stage, Plan(seed, SPREAD_SECONDS, FAULT_SECONDS, FAULTS))
        print("\n".join(lines(one)), flush=True)
        done.append(one)
    return done


def main() -> int:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--seeds", type=int, default=1, help="how many, from the first on")
    parser.add_argument("--deadlines", type=int, default=5_000)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kaohe-chaos-"))
    passed = False
    try:
        with Stage(folder, given.deadlines) as stage:
            done = asyncio.run(runs(stage, given.seed, given.seeds))
        if len(done) > 1:
            print("\n".join(table(done)))
        passed = all(one.passed for one in done)
    finally:
        if passed:
            shutil.rmtree(folder)
        else:
            print(f"logs of the processes: {folder}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
