"""`kaohe up`, `kaohe practise`, `kaohe migrate`."""

from typing import Annotated

import typer


def up() -> None:
    """启动服务 · Serve the API on 127.0.0.1:8000, with a database and workers of its own. Ctrl-C ends all of it."""
    from kaohe.server import run_up

    run_up()


def practise() -> None:
    """练习 · The same service on a database of its own, with a clock that you move from this terminal."""
    from kaohe.config import Settings
    from kaohe.practice import run_practice

    run_practice(Settings())


def migrate(
    url: Annotated[str, typer.Option("--database", envvar="DATABASE_URL", help="PostgreSQL 15 或更高 · or later")],
) -> None:
    """升级数据库结构 · Bring a database to the newest schema."""
    from kaohe.schema.migrate import upgrade
    from kaohe.schema.urls import async_url

    upgrade(async_url(url))
    typer.echo("OK")
