"""`kaohe annual-filing`: the year's results on one form (年度备案表)."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from kaohe.cli.database import database_url
from kaohe.cli.input_files import give_up
from kaohe.clock import SystemClock
from kaohe.config import read_settings
from kaohe.schema.embedded import EmbeddedError
from kaohe.schema.session import Database
from kaohe.workflow.accounts import operator
from kaohe.workflow.annual_filing import file_year
from kaohe.workflow.domain.refusals import Refused, not_found
from kaohe.workflow.people import body_id_of


def annual_filing(
    body: Annotated[str, typer.Option(help="考核主体代码 · the body's key")],
    policy: Annotated[str, typer.Option(help="细则代码 · the policy's key")],
    year: Annotated[int, typer.Option(help="年份 · the year")],
    to: Annotated[Path, typer.Option(help="写入的 .xlsx 文件 · the .xlsx file to write")],
) -> None:
    """年度备案表 · Write the year's results of all cycles of a scheme, for filing with the authority."""
    draft = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with database_url(read_settings()) as url:
            draft.write_bytes(asyncio.run(_form(url, body, policy, year)))
        draft.replace(to)
    except Refused as refused:
        give_up("\n".join(f"{one.message} · {one.message_en}" for one in refused.refusals))
    except OSError as error:
        give_up(f"{to}: 无法写入 · cannot be written: {error.strerror}")
    except EmbeddedError as error:
        give_up(str(error))
    finally:
        draft.unlink(missing_ok=True)
    typer.echo(f"{to}: {year}年度备案表 · the filing of {year}")


async def _form(url: str, body: str, policy: str, year: int) -> bytes:
    database = Database(url, pool_size=1)
    try:
        async with database.transaction() as session:
            body_id = await body_id_of(session, body)
            if body_id is None:
                raise not_found(f"body {body}", "body")
            return await file_year(session, operator(body_id), SystemClock().now(), policy, year)
    finally:
        await database.close()
