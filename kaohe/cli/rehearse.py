"""`kaohe rehearse`."""

from pathlib import Path
from typing import Annotated

import typer

from kaohe.cli.input_files import give_up


def rehearse(
    policy: Annotated[str, typer.Option(help="实施细则代码 · the key of a shipped scheme")] = "county-psb",
    roster: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="花名册 · the roster, .xlsx or .csv; the scheme's own without"),
    ] = None,
    quarters: Annotated[int, typer.Option(min=1, max=8, help="季度数 · how many quarters")] = 4,
    seed: Annotated[int, typer.Option(help="随机种子 · the same seed makes the same choices")] = 1,
    year: Annotated[int, typer.Option(min=2004, max=2100, help="年度 · the year")] = 2026,
    folder: Annotated[Path | None, typer.Option(file_okay=False, help="排练目录 · where everything is kept")] = None,
    scale: Annotated[
        int, typer.Option(min=1, help="缩小倍数 · of the districts' own rosters, only every so many-th unit")
    ] = 1,
    database: Annotated[
        str | None,
        typer.Option(
            envvar="DATABASE_URL", help="空的或标记为排练的PostgreSQL · empty, or a rehearsal's; embedded without"
        ),
    ] = None,
) -> None:
    """排练全年考核 · Drive a whole year over HTTP as its people would, on a database of its own, with a set clock."""
    from rich.console import Console
    from sqlalchemy.exc import DBAPIError

    from kaohe.clock import SystemClock
    from kaohe.config import read_settings
    from kaohe.logs import configure_logs
    from kaohe.policies.shipped import shipped
    from kaohe.rehearsal import Options, RehearsalStopped
    from kaohe.rehearsal import rehearse as run
    from kaohe.schema.embedded import EmbeddedError

    configure_logs(read_settings())
    if policy not in shipped():
        give_up(f"{policy}: 没有这一细则 · no shipped scheme; there are: {', '.join(shipped())}")
    where = folder or read_settings().var / "rehearsal" / f"{SystemClock().now():%Y%m%d-%H%M%S}"
    console = Console()
    try:
        report = run(Options(policy, roster, where, quarters, seed, year, database, scale), console)
    except RehearsalStopped as failure:
        give_up(f"排练中止 · the rehearsal stopped: {failure}")
    except (EmbeddedError, OSError, DBAPIError) as obstacle:
        give_up(f"{where}: 无法排练 · it can't be rehearsed there: {obstacle}")
    report.print(console)
