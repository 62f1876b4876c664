"""All commands under one name."""

from typing import Annotated

import typer

from kaohe.cli.policy import policy_app
from kaohe.cli.simulate import simulate

app = typer.Typer(
    name="kaohe",
    help="考核闭环服务 · Runs a public body's assessment of its people as a closed loop.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(policy_app, name="policy")
app.command()(simulate)


@app.command()
def up() -> None:
    """启动服务 · Serve the API on 127.0.0.1:8000, with a database and workers of its own. Ctrl-C ends all of it."""
    from kaohe.server import run_up

    run_up()


@app.command()
def practise() -> None:
    """练习 · The same service on a database of its own, with a clock that you move from this terminal."""
    from kaohe.config import Settings
    from kaohe.practice import run_practice

    run_practice(Settings())


@app.command()
def migrate(
    url: Annotated[str, typer.Option("--database", envvar="DATABASE_URL", help="PostgreSQL 15 或更高 · or later")],
) -> None:
    """升级数据库结构 · Bring a database to the newest schema."""
    from kaohe.schema.migrate import upgrade
    from kaohe.schema.urls import async_url

    upgrade(async_url(url))
    typer.echo("OK")


@app.command()
def charts() -> None:
    """打印状态图 · Print the charts as Markdown with Mermaid (docs/charts.md)."""
    from kaohe.workflow.domain.charts.mermaid import charts_page

    typer.echo(charts_page(), nl=False)
