"""Mutations that are sent twice take effect once (幂等): the answer is kept in the effect's own transaction."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import as_json, document, insert_sql
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

_OF_KEY = "o.body_id = n.body_id AND o.account_id = n.account_id AND o.mutation = n.mutation AND o.key = n.key"

# Of several requests none may wait long for somebody who has one of the keys in hand.
_CLAIM_ALL = text(
    insert_sql(
        "idempotency_key",
        ("body_id", "account_id", "mutation", "key", "input_hash", "answer", "created_at"),
        "rows",
        suffix=""", (SELECT set_config('lock_timeout', '100ms', true)) AS patience
        ON CONFLICT DO NOTHING RETURNING account_id, key""",
    )
)

_KEEP_ALL = text(f"""
WITH n AS (SELECT * FROM jsonb_populate_recordset(NULL::idempotency_key, CAST(:rows AS jsonb))),
     undone AS (DELETE FROM idempotency_key o USING n WHERE {_OF_KEY} AND n.answer IS NULL)
UPDATE idempotency_key o SET answer = n.answer FROM n WHERE {_OF_KEY} AND n.answer IS NOT NULL
""")


@dataclass(frozen=True)
class Keyed:
    """A request under a key: whose, of which mutation, and the hash of its input."""

    body_id: int
    account_id: int
    mutation: str
    key: str
    input_hash: bytes


def keyed(actor: Actor, mutation: str, key: str, given: Mapping[str, Any]) -> Keyed:
    """A request of somebody who is signed in."""
    if actor.account_id is None:
        raise AssertionError("a key belongs to an account")
    return Keyed(actor.body_id, actor.account_id, mutation, key, input_hash(given))


def input_hash(given: Mapping[str, Any]) -> bytes:
    """SHA-256 of an input in its canonical form. Passwords are left out: a hash of one would help to guess it."""
    told = {name: value for name, value in given.items() if not name.endswith("password")}
    return hashlib.sha256(canonical(told)).digest()


async def claim(session: AsyncSession, now: datetime, asked: Keyed) -> dict[str, Any] | None:
    """The answer given before under this key, or None: then the caller acts, and keeps its answer.

    Raises Refused with IDEMPOTENCY_MISMATCH where the key was used with another input.
    """
    if await session.scalar(_CLAIM, {**asdict(asked), "now": now}):
        return None
    found = (await session.execute(_FIND, _key(asked))).mappings().one()
    if found["input_hash"] != asked.input_hash:
        raise refuse(Code.IDEMPOTENCY_MISMATCH, "idempotencyKey")
    return dict(found["answer"])


async def keep(session: AsyncSession, asked: Keyed, answer: Mapping[str, Any]) -> None:
    """Keep the answer under a key that was claimed in this transaction."""
    await session.execute(_KEEP, {**_key(asked), "answer": as_json(answer)})


async def claim_all(session: AsyncSession, now: datetime, asked: Mapping[int, Keyed]) -> set[int]:
    """Of several requests, by place, those who may act: whose key nobody has used. Afterwards, `keep_all`.

    Raises DBAPIError where somebody else has one of the keys in hand for long.
    """
    if not asked:
        return set()
    # In one order, so that no two who claim several wait for each other.
    rows = [{**asdict(one), "answer": {}, "created_at": now} for one in sorted(asked.values(), key=_whose)]
    claimed = {tuple(row) for row in await session.execute(_CLAIM_ALL, {"rows": document(rows)})}
    first = {_whose(asked[place]): place for place in sorted(asked, reverse=True)}
    return {first[whose] for whose in claimed}


async def keep_all(session: AsyncSession, answers: Iterable[tuple[Keyed, Mapping[str, Any] | None]]) -> None:
    """Keep the answers under keys that were claimed in this transaction. Where there is none, nothing was done, and the key
    is free again."""
    rows = [{**_key(one), **({} if answer is None else {"answer": answer})} for one, answer in answers]
    if rows:
        await session.execute(_KEEP_ALL, {"rows": document(rows)})


def _whose(asked: Keyed) -> tuple[int, str]:
    return asked.account_id, asked.key


def _key(asked: Keyed) -> dict[str, Any]:
    return {name: value for name, value in asdict(asked).items() if name != "input_hash"}
