"""Mutations that are sent twice take effect once (幂等): the answer is kept in the effect's own transaction."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import as_json
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.canonical import canonical
from kaohe.workflow.domain.refusals import Code, refuse

# A second request with the same key waits here until the first has committed or rolled back.
_CLAIM = text("""
INSERT INTO idempotency_key (body_id, account_id, mutation, key, input_hash, answer, created_at)
VALUES (:body_id, :account_id, :mutation, :key, :input_hash, '{}', :now)
ON CONFLICT DO NOTHING RETURNING 1
""")

_FIND = text("""
SELECT input_hash, answer FROM idempotency_key
 WHERE body_id = :body_id AND account_id = :account_id AND mutation = :mutation AND key = :key
""")

_KEEP = text("""
UPDATE idempotency_key SET answer = CAST(:answer AS jsonb)
 WHERE body_id = :body_id AND account_id = :account_id AND mutation = :mutation AND key = :key
""")


def input_hash(given: Mapping[str, Any]) -> bytes:
    """SHA-256 of an input in its canonical form. Passwords are left out: a hash of one would help to guess it."""
    told = {name: value for name, value in given.items() if not name.endswith("password")}
    return hashlib.sha256(canonical(told)).digest()


async def claim(
    session: AsyncSession, actor: Actor, now: datetime, mutation: str, key: str, hashed: bytes
) -> dict[str, Any] | None:
    """The answer given before under this key, or None: then the caller acts, and keeps its answer.

    Raises Refused with IDEMPOTENCY_MISMATCH where the key was used with another input.
    """
    of_key = _key(actor, mutation, key)
    if await session.scalar(_CLAIM, {**of_key, "input_hash": hashed, "now": now}):
        return None
    found = (await session.execute(_FIND, of_key)).mappings().one()
    if found["input_hash"] != hashed:
        raise refuse(Code.IDEMPOTENCY_MISMATCH, "idempotencyKey")
    return dict(found["answer"])


async def keep(session: AsyncSession, actor: Actor, mutation: str, key: str, answer: Mapping[str, Any]) -> None:
    """Keep the answer under a key that was claimed in this transaction."""
    await session.execute(_KEEP, {**_key(actor, mutation, key), "answer": as_json(answer)})


def _key(actor: Actor, mutation: str, key: str) -> dict[str, Any]:
    return {"body_id": actor.body_id, "account_id": actor.account_id, "mutation": mutation, "key": key}
