"""Sealing (封存): a cycle that has reached `archived` gets a signed Merkle root over its documents and histories."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
import structlog
from nacl.signing import SigningKey
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Seal, SealedDocument
from kaohe.schema.session import Database
from kaohe.workflow.archive.contents import contents_of
from kaohe.workflow.domain.archive import documents
from kaohe.workflow.domain.archive.documents import instant_text
from kaohe.workflow.domain.archive.manifest import SealRecord, SealStatement
from kaohe.workflow.domain.archive.merkle import merkle_root
from kaohe.workflow.domain.archive.signature import key_id
from kaohe.workflow.domain.charts import CycleStage
from kaohe.workflow.domain.charts.labels import state_label
from kaohe.workflow.domain.refusals import Code, not_found, refuse

_LOCK = text("SELECT state FROM cycle WHERE body_id = :body_id AND id = :cycle_id FOR UPDATE")

log = structlog.get_logger(__name__)

_WAITING = text("""
SELECT c.body_id, c.id FROM cycle c
 WHERE c.state = 'archived' AND NOT EXISTS (SELECT 1 FROM seal s WHERE s.body_id = c.body_id AND s.cycle_id = c.id)
 ORDER BY c.body_id, c.id
""")


async def seal_archived(database: Database, now: datetime, key: SigningKey) -> int:
    """Seal every archived cycle that has no seal yet, each in a transaction of its own; how many.

    A sweep, so that no lost message leaves a cycle without its seal.
    """
    async with database.session() as session:
        waiting = (await session.execute(_WAITING)).all()
    sealed = 0
    for body_id, cycle_id in waiting:
        try:
            async with database.transaction() as session:
                await seal_cycle(session, body_id, cycle_id, now, key)
        except Exception:  # one that cannot be sealed holds up no other, and is tried again
            log.exception("seal_failed", body_id=body_id, cycle_id=cycle_id)
        else:
            sealed += 1
    return sealed


async def seal_cycle(session: AsyncSession, body_id: int, cycle_id: int, now: datetime, key: SigningKey) -> Seal:
    """The cycle's seal, made now if there is none. Refused unless the cycle is archived."""
    state = await session.scalar(_LOCK, {"body_id": body_id, "cycle_id": cycle_id})
    if state is None:
        raise not_found("cycle")
    sealed = await find_seal(session, body_id, cycle_id)
    if sealed is not None:
        return sealed
    if state != CycleStage.ARCHIVED:
        zh, en = state_label(state)
        raise refuse(Code.WRONG_STATE, state=zh, state_en=en, action="封存", action_en="seal")
    contents = await contents_of(session, body_id, cycle_id)
    statement = _statement(contents, now)
    seal = Seal(
        body_id=body_id,
        cycle_id=cycle_id,
        merkle_root=bytes.fromhex(statement.merkle_root),
        leaves=statement.leaves,
        signature=key.sign(statement.message()).signature,
        public_key=bytes(key.verify_key),
        key_id=key_id(bytes(key.verify_key)),
        sealed_at=now,
    )
    session.add(seal)
    await session.flush()
    rows = [
        {"body_id": body_id, "seal_id": seal.id, "name": name, "content": content} for name, content in contents.items()
    ]
    await session.execute(insert(SealedDocument), rows)
    return seal


async def find_seal(session: AsyncSession, body_id: int, cycle_id: int) -> Seal | None:
    """The cycle's seal, if it has one."""
    return await session.scalar(select(Seal).where(Seal.body_id == body_id, Seal.cycle_id == cycle_id))


async def sealed_contents(session: AsyncSession, seal: Seal) -> dict[str, bytes]:
    """The documents as they were sealed, by name."""
    found = await session.execute(
        select(SealedDocument.name, SealedDocument.content)
        .where(SealedDocument.body_id == seal.body_id, SealedDocument.seal_id == seal.id)
        .order_by(SealedDocument.name)
    )
    return {row.name: row.content for row in found}


def seal_record(seal: Seal, contents: Mapping[str, bytes]) -> SealRecord:
    """The seal as an archive carries it."""
    statement = SealStatement(
        **_whose(contents),
        merkle_root=seal.merkle_root.hex(),
        leaves=seal.leaves,
        sealed_at=instant_text(seal.sealed_at),
    )
    return SealRecord(statement, seal.signature.hex(), seal.public_key.hex())


def _statement(contents: Mapping[str, bytes], now: datetime) -> SealStatement:
    hashes = [bytes.fromhex(leaf["hash"]) for leaf in orjson.loads(contents[documents.LEAVES])]
    return SealStatement(
        **_whose(contents), merkle_root=merkle_root(hashes).hex(), leaves=len(hashes), sealed_at=instant_text(now)
    )


def _whose(contents: Mapping[str, bytes]) -> dict[str, Any]:
    cycle = orjson.loads(contents[documents.CYCLE])
    return {"body": cycle["body_key"], "policy": cycle["policy_key"], "period": cycle["period"]}
