"""The evidence files of an archive (佐证材料), each under its hash."""

from collections.abc import AsyncIterator, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.config import Settings
from kaohe.workflow.accounts.operator import operator
from kaohe.workflow.domain.archive.documents import EVIDENCE_FOLDER
from kaohe.workflow.domain.refusals import not_found
from kaohe.workflow.evidence import read_evidence


async def evidence_files(
    session: AsyncSession, body_id: int, settings: Settings, rows: Iterable[Mapping[str, Any]]
) -> AsyncIterator[tuple[str, bytes]]:
    """Name and content of each distinct file that the rows of `evidence.json` name. The caller may export the body's."""
    reader, seen = operator(body_id), set()
    for row in rows:
        name = f"{EVIDENCE_FOLDER}{row['sha256']}{PurePosixPath(row['file_name']).suffix.lower()}"
        if name in seen:
            continue
        seen.add(name)
        try:
            content = (await read_evidence(session, reader, settings, row["id"])).content
        except FileNotFoundError:
            raise not_found(f"evidence file {row['file_name']} ({row['sha256']})") from None
        yield name, content
