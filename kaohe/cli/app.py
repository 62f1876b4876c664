"""All commands under one name. Each is imported when it is asked for: `kaohe up` waits for no other's imports, and
`kaohe --help` for none."""

import ast
import sys
from importlib import import_module
from pathlib import Path
from socket import gaierror
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

#: Where each command lies: a function, or a typer of its own, with `_app` after the name of its callback.
_COMMANDS = {
    "up": "kaohe.cli.serve:up",
    "api": "kaohe.cli.serve:api",
    "worker": "kaohe.cli.worker:worker_app",
    "practise": "kaohe.cli.serve:practise",
    "migrate": "kaohe.cli.serve:migrate",
    "policy": "kaohe.cli.policy:policy_app",
    "simulate": "kaohe.cli.simulate:simulate",
    "import": "kaohe.cli.import_:import_command",
    "calendar": "kaohe.cli.calendar:calendar",
    "export": "kaohe.cli.archive:export",
    "verify": "kaohe.cli.archive:verify",
    "annual-filing": "kaohe.cli.annual:annual_filing",
    "rehearse": "kaohe.cli.rehearse:rehearse",
    "schema": "kaohe.cli.printed:schema",
    "charts": "kaohe.cli.printed:charts",
}


class _Commands(TyperGroup):
    def list_commands(self, ctx: Any) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in _COMMANDS:
            return None
        return TyperCommand(cmd_name, help=_words(cmd_name)) if self._is_listing else _load(cmd_name)

    _is_listing = False

    def format_help(self, ctx: Any, formatter: Any) -> None:
        self._is_listing = True
        try:
            super().format_help(ctx, formatter)
        finally:
            self._is_listing = False

    def invoke(self, ctx: Any) -> Any:
        from kaohe.config import BadSettings

        try:
            return super().invoke(ctx)
        except BadSettings as wrong:
            sys.exit(f"kaohe: {wrong}")
        except BrokenPipeError:  # whoever reads our output has seen enough; typer ends quietly
            raise
        except Exception as error:
            obstacle = _obstacle(error)
            if obstacle is None:
                raise
            sys.exit(f"kaohe: {obstacle}")


def _obstacle(error: Exception) -> str | None:
    """What an operator can do something about, in a plain line; None for anything else."""
    from sqlalchemy.exc import DBAPIError

    from kaohe.schema.failures import is_lost, lacks_schema, words_of

    if isinstance(error, DBAPIError | ConnectionError | TimeoutError | gaierror) and is_lost(error):
        return f"数据库不可用 · the database can't be used: {words_of(error)}"
    if lacks_schema(error):
        return "数据库结构不是本版本的，请先运行 kaohe migrate · the database has another schema: run `kaohe migrate` first"
    return None


def _words(name: str) -> str:
    """What a command's docstring says, read without importing what the command needs."""
    module, _, attribute = _COMMANDS[name].partition(":")
    source = Path(__file__).with_name(module.rpartition(".")[2] + ".py")
    tree = ast.parse(source.read_text(encoding="utf-8"))
    function = attribute.removesuffix("_app")
    found = next(one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == function)
    return ast.get_docstring(found) or ""


def _load(name: str) -> Any:
    module, _, attribute = _COMMANDS[name].partition(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        command = get_command(found)
    else:
        alone = typer.Typer(add_completion=False)
        alone.command(name)(found)
        command = get_command(alone)
    command.name = name
    return command


app = typer.Typer(
    name="kaohe",
    cls=_Commands,
    help="考核闭环服务 · Runs a public body's assessment of its people as a closed loop.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.callback()
def _kaohe() -> None:
    pass
