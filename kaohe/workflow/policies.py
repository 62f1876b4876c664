"""Publishing policies (发布实施细则): versions with effective dates, immutable once a cycle has used them."""

import hashlib
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import PolicyVersion
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.policy import Policy, PolicyError, load_policy
from kaohe.workflow.domain.refusals import Code, Refusal, Refused, refuse
from kaohe.workflow.permits import require


async def publish(session: AsyncSession, actor: Actor, now: datetime, source: str) -> int:
    """Publish the policy in a TOML text; the id of its version.

    A version that no cycle has used yet is replaced; one in use is refused unless the text is the same. Raises Refused
    with every problem of the text, each with its line and field.
    """
    require(actor, "发布实施细则", "publish a policy", Who.OFFICE)
    policy = parse(source)
    values = _values(actor, now, source, policy)
    existing = await session.scalar(
        select(PolicyVersion)
        .where(
            PolicyVersion.body_id == actor.body_id,
            PolicyVersion.key == policy.key,
            PolicyVersion.version == policy.version,
        )
        .with_for_update()
    )
    if existing is not None and existing.sha256 == values["sha256"]:
        return existing.id
    if existing is not None and existing.locked:
        raise refuse(Code.POLICY_LOCKED, "source", version=policy.version)
    statement = insert(PolicyVersion).values(body_id=actor.body_id, **values)
    changed = {name: statement.excluded[name] for name in values if name not in ("key", "version")}
    statement = statement.on_conflict_do_update(index_elements=["body_id", "key", "version"], set_=changed)
    version_id: int | None = await session.scalar(statement.returning(PolicyVersion.id))
    assert version_id is not None  # an upsert returns its row
    return version_id


def parse(source: str) -> Policy:
    """The policy in a text; Refused with every problem."""
    try:
        return load_policy(source)
    except PolicyError as error:
        raise Refused(
            Refusal(
                Code.POLICY_INVALID,
                "source",
                {"line": one.line or 0, "path": one.field, "problem": one.zh, "problem_en": one.en},
            )
            for one in error.problems
        ) from None


async def in_force(session: AsyncSession, body_id: int, key: str, day: date) -> PolicyVersion:
    """The version in force on a day, locked against replacement; the one that came into force last, if several."""
    found = await session.scalar(
        select(PolicyVersion)
        .where(
            PolicyVersion.body_id == body_id,
            PolicyVersion.key == key,
            PolicyVersion.effective_from <= day,
            or_(PolicyVersion.effective_to.is_(None), PolicyVersion.effective_to >= day),
        )
        .order_by(PolicyVersion.effective_from.desc(), PolicyVersion.id.desc())
        .limit(1)
        .with_for_update()
    )
    if found is None:
        raise refuse(Code.POLICY_NOT_EFFECTIVE, "policyKey", key=key, day=day)
    return found


def _values(actor: Actor, now: datetime, source: str, policy: Policy) -> dict[str, Any]:
    return {
        "key": policy.key,
        "version": policy.version,
        "name": policy.name,
        "status": policy.status,
        "effective_from": policy.effective_from,
        "effective_to": policy.effective_to,
        "source": source,
        "document": policy.model_dump(mode="json"),
        "sha256": hashlib.sha256(source.encode()).hexdigest(),
        "published_at": now,
    }
