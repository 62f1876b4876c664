"""Attaching uploaded files to a case or a claim."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import not_found

_ATTACH = text("""
UPDATE evidence SET assessment_id = :assessment_id, claim_id = COALESCE(CAST(:claim_id AS bigint), claim_id)
 WHERE body_id = :body_id AND id = ANY(:ids) AND uploaded_by = :account_id
   AND (assessment_id IS NULL OR assessment_id = :assessment_id)
RETURNING id
""")


async def attach(
    session: AsyncSession, actor: Actor, ids: Sequence[int], *, assessment_id: int, claim_id: int | None = None
) -> None:
    """Attach files that the actor has uploaded himself; any other does not exist for him."""
    if not ids:
        return
    found = await session.execute(
        _ATTACH,
        {
            "assessment_id": assessment_id,
            "claim_id": claim_id,
            "body_id": actor.body_id,
            "ids": list(ids),
            "account_id": actor.account_id,
        },
    )
    if not set(found.scalars()) >= set(ids):
        raise not_found("evidence", "evidenceIds")
