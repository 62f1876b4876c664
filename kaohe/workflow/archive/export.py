"""Exporting a cycle (导出归档, S3-39): one zip with everything, signed, that anyone can verify without a database."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

import orjson
from nacl.signing import SigningKey
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.config import Settings
from kaohe.workflow.archive.contents import Documents, contents_of
from kaohe.workflow.archive.evidence_files import evidence_files
from kaohe.workflow.archive.heads import Key, chain, history_lines, read_heads
from kaohe.workflow.archive.pack import Pack
from kaohe.workflow.archive.seal import find_seal, seal_record, sealed_contents
from kaohe.workflow.archive.signing_key import public_key_hex, signing_key
from kaohe.workflow.cycles.find import require_cycle
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.archive import documents
from kaohe.workflow.domain.archive.chains import heads_of
from kaohe.workflow.domain.archive.documents import instant_text, json_bytes
from kaohe.workflow.domain.archive.manifest import Manifest, SealRecord
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.forms import forms_of
from kaohe.workflow.permits import require

_SUPPLEMENTS = text("""
SELECT r.assessment_id, r.kind, r.outcome, r.grade, r.reason, r.made_at FROM supplement_record r
  JOIN assessment a ON a.body_id = r.body_id AND a.id = r.assessment_id
 WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id ORDER BY r.id
""")


async def export_cycle(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    settings: Settings,
    cycle_id: int,
    to: IO[bytes],
    *,
    with_evidence: bool = False,
) -> Manifest:
    """Write the cycle's archive to `to`; its manifest. A cycle that is not sealed yet gives a draft, marked so.

    For the office and the administrator of the cycle's own body. The same data give the same bytes.
    """
    await require_cycle(session, actor, cycle_id)
    require(actor, "导出归档", "export the archive", Who.OFFICE, Who.ADMINISTRATOR)
    seal = await find_seal(session, actor.body_id, cycle_id)
    contents = await sealed_contents(session, seal) if seal else await contents_of(session, actor.body_id, cycle_id)
    record = seal_record(seal, contents) if seal else None
    pack = Pack(to)
    await _add_documents(session, actor.body_id, cycle_id, contents, pack)
    await _add_forms(contents, pack)
    if with_evidence:
        rows = orjson.loads(contents[documents.EVIDENCE])
        async for name, content in evidence_files(session, actor.body_id, settings, rows):
            pack.add(name, content)
    as_of = record.statement.sealed_at if record else instant_text(now)
    manifest = _signed(signing_key(settings), contents, pack, record, as_of)
    pack.add(documents.MANIFEST, json_bytes(manifest.as_json()))
    pack.close()
    return manifest


async def _add_documents(session: AsyncSession, body_id: int, cycle_id: int, contents: Documents, pack: Pack) -> None:
    for name, content in sorted(contents.items()):
        pack.add(name, content)
    heads = await read_heads(session, body_id, cycle_id)
    supplements = await session.execute(_SUPPLEMENTS, {"body_id": body_id, "cycle_id": cycle_id})
    sealed = heads_of(orjson.loads(contents[documents.RESULTS]))
    later = {
        "chains": [
            chain(key, one) for key, one in heads.items() if key in sealed and one["count"] != sealed[key].count
        ],
        "supplements": [dict(row) for row in supplements.mappings()],
    }
    pack.add(documents.LATER, json_bytes(later))
    wanted: dict[Key, dict[str, Any]] = {key: one for key, one in heads.items() if key in sealed}
    await pack.add_stream(documents.HISTORY, history_lines(session, body_id, cycle_id, wanted))


async def _add_forms(contents: Mapping[str, bytes], pack: Pack) -> None:
    """Workbooks take their time, and requests go on meanwhile."""
    forms = forms_of({name: orjson.loads(content) for name, content in contents.items() if name.endswith(".json")})
    while (form := await asyncio.to_thread(next, forms, None)) is not None:
        pack.add(*form)


def _signed(
    key: SigningKey, contents: Mapping[str, bytes], pack: Pack, record: SealRecord | None, as_of: str
) -> Manifest:
    cycle = orjson.loads(contents[documents.CYCLE])
    unsigned = Manifest(
        body=cycle["body_key"],
        policy=cycle["policy_key"],
        period=cycle["period"],
        as_of=as_of,
        members=tuple(pack.members),
        seal=record,
        public_key=public_key_hex(key),
    )
    return unsigned.signed(key.sign(unsigned.message()).signature.hex())
