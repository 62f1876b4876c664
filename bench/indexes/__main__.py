"""`python -m bench.indexes`: write docs/indexes.md from the plans over 10 million rows. Some minutes, and some 20 GB.

`--people 1000` makes a hundredth of it, for a try; `--out` writes another page.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from bench.database import Databases, connected
from bench.indexes import page
from bench.indexes.page import Measured, rendered
from bench.indexes.plans import plan_of
from bench.indexes.statements import HOT, executed
from bench.indexes.world import Size, write
from kaohe.schema.session import Database

#: A table of so many rows is not read from end to end for a page.
LARGE = 10_000


async def measure(url: str, size: Size) -> tuple[list[Measured], str]:
    """The plans of all hot statements over a world that is there, and their text for the page."""
    database, found = Database(url), list[Measured]()
    async with connected(url) as connection:
        for hot in HOT:
            for one in await executed(database, size, hot):
                modes = ("auto", "force_custom_plan", "force_generic_plan")
                found.append(Measured(hot, *[await plan_of(connection, one, mode) for mode in modes]))
        text = await rendered(connection, found)
    await database.close()
    return found, text


async def run(people: int, folder: Path, out: Path) -> list[str]:
    """Everything; what is wrong with the plans, in words."""
    size = Size(people)
    with Databases(folder) as databases:
        url = await databases.new("indexes")
        database = Database(url)
        async with connected(url) as connection:
            await write(database, connection, size)
        await database.close()
        found, text = await measure(url, size)
    page.write(text, out)
    return [fault for one in found for fault in faults(one, LARGE)]


def faults(one: Measured, large: int) -> list[str]:
    """Where a plan leaves the index that it should go by, or reads a large table from end to end."""
    wanted = one.hot.index.split(" or ")
    plans = {"for known values": one.custom, "for any value": one.generic}
    return [
        f"{one.hot.table}, {one.hot.serves}, {when}: {what}"
        for when, plan in plans.items()
        for what in (
            *(f"reads {rows:,} rows of {table}" for table, rows in plan.scanned(large).items()),
            *([] if plan.indexes & set(wanted) else [f"goes by {sorted(plan.indexes)}, not by {one.hot.index}"]),
        )
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.indexes", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--out", type=Path, default=page.PAGE)
    parser.add_argument("--folder", type=Path, help="where the database lies; by default a temporary folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        for fault in asyncio.run(run(given.people, given.folder or Path(temporary), given.out)):
            print(fault)


if __name__ == "__main__":
    main()
