"""`kaohe import`: rosters, attendance, monthly performance, opening balances and official calendars from .xlsx and .csv."""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.cli import calendar
from kaohe.cli.database import database_url
from kaohe.cli.input_files import give_up
from kaohe.clock import SystemClock
from kaohe.config import read_settings
from kaohe.schema.session import Database
from kaohe.workflow.accounts import operator
from kaohe.workflow.domain.refusals import Refused
from kaohe.workflow.imports import IMPORT_LABELS, ImportKind, ImportReport, import_file
from kaohe.workflow.people import body_id_of, create_body

#: What a body's office may import over the API too, and the calendar, which only the operator may: it is everybody's.
FileKind = StrEnum("FileKind", [*((one.name, one.value) for one in ImportKind), ("CALENDAR", "calendar")])  # type: ignore[misc] # mypy wants the names written out


def import_command(
    kind: Annotated[
        FileKind,
        typer.Argument(
            help="花名册、考勤、月度绩效、期初名额、官方日历 · what the file holds: roster, attendance, performance, opening, "
            "calendar"
        ),
    ],
    file: Annotated[Path, typer.Argument(help=".xlsx 或 .csv 文件 · the file")],
    body: Annotated[
        str, typer.Option(help="考核主体代码（日历除外必填） · the body's key; needed for all but a calendar")
    ] = "",
    body_name: Annotated[
        str, typer.Option(help="名称：没有该主体时新建 · its name: creates the body if there is none")
    ] = "",
    initial_password: Annotated[
        str | None,
        typer.Option(
            envvar="KAOHE_INITIAL_PASSWORD",
            help="花名册：为没有账号的人开户的初始密码 · roster: opens an account for everyone who has none",
        ),
    ] = None,
    year: Annotated[
        int | None, typer.Option(min=1992, max=2100, help="日历：年度 · calendar: the year that the file is of")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不写入 · check only, write nothing")] = False,
) -> None:
    """导入 · Import a file, all or nothing. Every error of every row is named, with its sheet, row and column."""
    if (kind.value == "calendar") != (year is not None) or (year is None) != bool(body):
        raise typer.BadParameter(
            "日历须给 --year，其他须给 --body · a calendar takes --year, everything else --body", param_hint="KIND"
        )
    try:
        content = file.read_bytes()
    except OSError as error:
        give_up(f"{file}: 无法读取 · cannot be read: {error.strerror}")
    try:
        with database_url(read_settings()) as url:
            if year is not None:
                words = asyncio.run(_import_calendar(url, year, file.name, content, dry_run))
            else:
                one = ImportKind(kind.value)
                report = asyncio.run(_import(url, one, file.name, content, body, body_name, initial_password, dry_run))
                words = _words(report)
    except Refused as refused:
        for refusal in refused.refusals:
            typer.echo(f"{file}: {refusal.message} · {refusal.message_en}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{file}: {words}")
    if dry_run:
        typer.echo("仅检查，未写入 · checked only, nothing written")


async def _import_calendar(url: str, year: int, file_name: str, content: bytes, dry_run: bool) -> str:
    database = Database(url, pool_size=1)
    try:
        async with database.session() as session, session.begin() as transaction:
            report = await calendar.import_year(session, year, file_name, content)
            if dry_run:
                await transaction.rollback()
            return calendar.words_of(report)
    finally:
        await database.close()


async def _import(
    url: str,
    kind: ImportKind,
    file_name: str,
    content: bytes,
    body: str,
    body_name: str,
    initial_password: str | None,
    dry_run: bool,
) -> ImportReport:
    database = Database(url, pool_size=1)
    try:
        async with database.session() as session, session.begin() as transaction:
            body_id = await _body(session, body, body_name)
            with _Bar() as bar:
                report = await import_file(
                    session,
                    operator(body_id),
                    SystemClock().now(),
                    kind,
                    file_name,
                    content,
                    initial_password=initial_password,
                    progress=bar.show,
                )
            if dry_run:
                await transaction.rollback()
            return report
    finally:
        await database.close()


async def _body(session: AsyncSession, key: str, name: str) -> int:
    body_id = await body_id_of(session, key)
    if body_id is None and not name:
        give_up(f"没有考核主体“{key}”，新建请加 --body-name · there is no body “{key}”; --body-name creates it")
    return await create_body(session, key, name) if body_id is None else body_id


class _Bar:
    """A progress bar on stderr, one line for each thing that is being done."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True))
        self._lines: dict[str, int] = {}

    def __enter__(self) -> "_Bar":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show(self, stage: str, done: int, total: int) -> None:
        if stage not in self._lines:
            self._lines[stage] = self._progress.add_task(stage)
        self._progress.update(self._progress.task_ids[self._lines[stage]], completed=done, total=total)


def _words(report: ImportReport) -> str:
    label, label_en = IMPORT_LABELS[report.kind]
    counts = f"新增 · new {report.inserted}, 更新 · changed {report.updated}, 未变 · unchanged {report.unchanged}"
    lines = [f"{label} · {label_en}: {report.rows} 行 · rows; {counts}"]
    if report.repeated:
        lines.append("此文件以前导入过 · this file was imported before")
    if report.ignored:
        lines.append(f"未使用的列 · columns not used: {'、'.join(report.ignored)}")
    return "\n".join(lines)
