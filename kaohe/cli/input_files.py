"""Reading the files that a command is given; what is wrong with them goes to stderr, and the command ends with 1."""

from pathlib import Path
from typing import NoReturn

import typer

from kaohe.workflow.domain.problems import InputError


def read_text(path: Path) -> str:
    """The file's text (UTF-8); a clear end where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        give_up(f"{path}: 无法读取 · cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        give_up(f"{path}: 不是 UTF-8 编码 · is not UTF-8 at byte {error.start}")


def report(error: InputError) -> NoReturn:
    """Print every problem, a line each, as file:line: field: words."""
    for problem in error.problems:
        where = f"{error.source}:{problem.line}" if problem.line else error.source
        words = f"{problem.zh} · {problem.en}"
        typer.echo(": ".join(part for part in (where, problem.field, words) if part), err=True)
    raise typer.Exit(1)


def give_up(message: str) -> NoReturn:
    """End the command with a message."""
    typer.echo(message, err=True)
    raise typer.Exit(1)
