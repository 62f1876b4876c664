"""`kaohe rehearse`."""

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer


def rehearse(
    roster: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="花名册 · the roster, .xlsx or .csv")],
    policy: Annotated[str, typer.Option(help="实施细则代码 · the key of a shipped scheme")] = "county-psb",
    quarters: Annotated[int, typer.Option(min=1, max=8, help="季度数 · how many quarters")] = 4,
    seed: Annotated[int, typer.Option(help="随机种子 · the same seed makes the same choices")] = 1,
    year: Annotated[int, typer.Option(min=2004, max=2100, help="年度 · the year")] = 2026,
    folder: Annotated[Path | None, typer.Option(file_okay=False, help="排练目录 · where everything is kept")] = None,
    database: Annotated[
        str | None,
        typer.Option(
            envvar="DATABASE_URL", help="空的或标记为排练的PostgreSQL · empty, or a rehearsal's; embedded without"
        ),
    ] = None,
) -> None:
    """排练全年考核 · Drive a whole year over HTTP as its people would, on a database of its own, with a set clock."""
    import structlog
    from rich.console import Console

    from kaohe.clock import SystemClock
    from kaohe.config import Settings
    from kaohe.rehearsal import Options, RehearsalStopped
    from kaohe.rehearsal import rehearse as run

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))  # progress is told apart
    where = folder or Settings().var / "rehearsal" / f"{SystemClock().now():%Y%m%d-%H%M%S}"
    console = Console()
    try:
        report = run(Options(policy, roster, where, quarters, seed, year, database), console)
    except RehearsalStopped as failure:
        sys.exit(f"kaohe: the rehearsal stopped: {failure}")
    report.print(console)
