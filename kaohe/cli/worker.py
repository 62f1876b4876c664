"""`kaohe worker`, `kaohe worker failed`."""

import asyncio
import sys
from typing import Annotated

import typer

from kaohe.clock import SystemClock
from kaohe.config import Settings, read_settings
from kaohe.memory import loading

worker_app = typer.Typer(add_completion=False, invoke_without_command=True)


@worker_app.callback()
def worker(context: typer.Context) -> None:
    """后台进程（部署用） · Work until SIGTERM: deadlines, outbox, deliveries, archives. Start as many as you like.

    DATABASE_URL and REDIS_URL must be set. No worker leads: any may die at any time.
    """
    if context.invoked_subcommand is None:
        with loading():
            from kaohe.logs import configure_logs
            from kaohe.workers.process import CannotWork, run_worker

        settings = read_settings()
        configure_logs(settings)
        try:
            run_worker(settings, SystemClock())
        except CannotWork as obstacle:
            sys.exit(f"kaohe worker: {obstacle}")


@worker_app.command()
def failed(
    names: Annotated[
        list[str] | None, typer.Argument(help="要重做的事项，如 outbox:7；不写则全部 · what to replay; all by default")
    ] = None,
    replay: Annotated[bool, typer.Option("--replay", help="重做 · try them anew")] = False,
) -> None:
    """失败事项 · List what failed: messages, outbox rows and deliveries that were given up, deadlines tried on and on."""
    settings = read_settings()
    if not settings.database_url:
        sys.exit("kaohe worker: 须设置 DATABASE_URL · DATABASE_URL must be set.")
    if names and not replay:
        sys.exit("kaohe worker: 指定事项须加 --replay · names go with --replay.")
    sys.exit(asyncio.run(_replay(settings, names or []) if replay else _list(settings)))


async def _list(settings: Settings) -> int:
    from kaohe.schema.session import Database
    from kaohe.schema.urls import async_url
    from kaohe.workers.failures import LIMIT, failures
    from kaohe.workflow.domain.calendar import minute_words

    database = Database(async_url(str(settings.database_url)), pool_size=1)
    try:
        found = await failures(database, SystemClock().now())
    finally:
        await database.close()
    rows = [(one.name, one.what, str(one.attempts), minute_words(one.since), one.error) for one in found]
    if not rows:
        print("没有失败事项 · nothing has failed")
    elif sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table

        table = Table("事项 · name", "内容 · what", "次数 · attempts", "自 · since", "原因 · error")
        for row in rows:
            table.add_row(*row)
        Console().print(table)
    else:  # for a program: a line each, with tabs between
        print("\n".join("\t".join(row) for row in rows))
    if len(found) >= LIMIT:
        print(f"每类至多列出最早的 {LIMIT} 项 · of each kind the oldest {LIMIT} at most are listed", file=sys.stderr)
    return 0


async def _replay(settings: Settings, names: list[str]) -> int:
    from kaohe.schema.session import Database
    from kaohe.schema.urls import async_url
    from kaohe.workers.brokers import redis_broker
    from kaohe.workers.failures import replay

    if not settings.redis_url:
        print("kaohe worker: 须设置 REDIS_URL · REDIS_URL must be set.", file=sys.stderr)
        return 1
    database = Database(async_url(str(settings.database_url)), pool_size=1)
    broker = redis_broker(settings.redis_url, ())
    try:
        unknown = await replay(database, broker, SystemClock().now(), names)
    finally:
        await database.close()
        broker.close()
    for name in unknown:
        print(f"kaohe worker: {name}: 没有该事项 · there is no such thing", file=sys.stderr)
    if unknown:
        return 1
    print("已重新安排 · they will be tried anew")
    return 0
