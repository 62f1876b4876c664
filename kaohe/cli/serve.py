"""`kaohe up`, `kaohe api`, `kaohe practise`, `kaohe migrate`."""

from typing import Annotated

import typer

from kaohe.memory import loading


def up() -> None:
    """启动服务 · Serve the API on 127.0.0.1:8000, with a database and workers of its own. Ctrl-C ends all of it."""
    with loading():
        from kaohe.server import run_up

    run_up()


def api() -> None:
    """接口服务（部署用） · Serve HTTP alone, for deployments: DATABASE_URL must be at the newest schema.

    Workers run beside it (kaohe worker). SIGTERM or Ctrl-C ends it once the requests under way are answered.
    """
    with loading():
        from kaohe.server import run_api

    run_api()


def practise() -> None:
    """练习 · The same service on a database of its own, with a clock that you move from this terminal."""
    from kaohe.config import read_settings
    from kaohe.practice import run_practice

    run_practice(read_settings())


def migrate(
    url: Annotated[str, typer.Option("--database", envvar="DATABASE_URL", help="PostgreSQL 15 或更高 · or later")],
) -> None:
    """升级数据库结构 · Bring a database to the newest schema."""
    from kaohe.schema.migrate import upgrade
    from kaohe.schema.migrations import HEAD
    from kaohe.schema.urls import async_url

    upgrade(async_url(url))
    typer.echo(f"数据库结构为 {HEAD} · the schema is at {HEAD}")
