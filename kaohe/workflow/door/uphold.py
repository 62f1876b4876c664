"""A lent key (代理) holds until the moment it is used: a substitution may be revoked while the request is under way."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import Code, Refusal, Refused
from kaohe.workflow.domain.substitution import Loan

# The share lock lets a revocation wait until what is done under the substitution is committed, or us until it is.
_STANDING = text("""
SELECT id FROM substitution WHERE body_id = :body_id AND id = ANY(:ids) AND revoked_at IS NULL ORDER BY id FOR SHARE
""")


async def uphold(session: AsyncSession, actor: Actor, loans: Iterable[Loan]) -> None:
    """Refuse with SUBSTITUTION_REVOKED unless all these loans still stand; they do until the transaction ends."""
    used = {loan.substitution_id: loan for loan in loans}
    if not used:
        return
    standing = set(await session.scalars(_STANDING, {"body_id": actor.body_id, "ids": sorted(used)}))
    revoked = [used[one] for one in sorted(used.keys() - standing)]
    if revoked:
        raise Refused(Refusal(Code.SUBSTITUTION_REVOKED, params={"principal": one.principal_name}) for one in revoked)
