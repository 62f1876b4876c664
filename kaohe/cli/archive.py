"""`kaohe export` and `kaohe verify`: a cycle's archive as a file, and whether such a file is intact."""

import asyncio
import os
import re
from pathlib import Path
from typing import Annotated

import typer

from kaohe.cli.database import database_url
from kaohe.cli.input_files import give_up, read_text
from kaohe.clock import SystemClock
from kaohe.config import Settings, read_settings
from kaohe.schema.embedded import EmbeddedError
from kaohe.schema.session import Database
from kaohe.workflow.accounts import operator
from kaohe.workflow.archive import export_cycle, verify_file
from kaohe.workflow.archive.named_cycle import named_cycle
from kaohe.workflow.domain.archive.manifest import Manifest
from kaohe.workflow.domain.archive.signature import key_id
from kaohe.workflow.domain.refusals import Refused, not_found
from kaohe.workflow.people import body_id_of

_PUBLIC_KEY = re.compile(r"[0-9a-f]{64}")


def export(
    body: Annotated[str, typer.Option(help="考核主体代码 · the body's key")],
    cycle: Annotated[str, typer.Option(help="考核周期：期间（2026Q1）或编号 · the cycle: its period or its number")],
    to: Annotated[Path, typer.Option(help="写入的 .zip 文件 · the .zip file to write")],
    with_evidence: Annotated[
        bool, typer.Option("--with-evidence", help="含佐证材料原件 · with the evidence files themselves")
    ] = False,
) -> None:
    """导出归档 · Write a cycle's archive: data, history, forms and seal. One that is not archived yet gives a draft."""
    settings = read_settings()
    draft = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with database_url(settings) as url:
            manifest = asyncio.run(_export(url, settings, body, cycle, draft, with_evidence))
        draft.replace(to)
    except Refused as refused:
        give_up("\n".join(f"{one.message} · {one.message_en}" for one in refused.refusals))
    except OSError as error:
        give_up(f"{to}: 无法写入 · cannot be written: {error.strerror}")
    except EmbeddedError as error:
        give_up(str(error))
    finally:
        draft.unlink(missing_ok=True)
    state = "已封存 · sealed" if manifest.seal else "草稿，未封存 · draft, not sealed"
    key = f"公钥 · public key: {manifest.public_key}"
    typer.echo(f"{to}: {len(manifest.members)} 个文件 · files, {state}\n{key} ({_id(manifest.public_key)})")


def verify(
    file: Annotated[Path, typer.Argument(help="归档文件 · an exported archive")],
    public_key: Annotated[
        list[str] | None,
        typer.Option(help="公钥（十六进制）或其文件，可多次 · the public key in hexadecimal, or its file; repeatable"),
    ] = None,
) -> None:
    """验证归档 · Whether an archive is intact, or the first item that is not. Needs no database.

    Ends with 0 for a sealed archive that is intact, with 1 for anything else, a draft included.
    """
    try:
        verdict = verify_file(file, [_key(given) for given in public_key or ()])
    except OSError as error:
        give_up(f"{file}: 无法读取 · cannot be read: {error.strerror}")
    for line in verdict.lines():
        typer.echo(line)
    if not verdict.intact:
        raise typer.Exit(1)


async def _export(url: str, settings: Settings, body: str, cycle: str, to: Path, with_evidence: bool) -> Manifest:
    database = Database(url, pool_size=1)
    try:
        async with database.transaction() as session:
            body_id = await body_id_of(session, body)
            if body_id is None:
                raise not_found(f"body {body}", "body")
            cycle_id = await named_cycle(session, body_id, cycle)
            now = SystemClock().now()
            with to.open("wb") as file:
                return await export_cycle(
                    session, operator(body_id), now, settings, cycle_id, file, with_evidence=with_evidence
                )
    finally:
        await database.close()


def _key(given: str) -> str:
    text = given if _PUBLIC_KEY.fullmatch(given.lower()) else read_text(Path(given))
    key = text.strip().lower()
    if not _PUBLIC_KEY.fullmatch(key):
        give_up(f"{given}: 不是公钥（64 位十六进制） · is no public key (64 hexadecimal digits)")
    return key


def _id(public_key: str) -> str:
    return key_id(bytes.fromhex(public_key))
