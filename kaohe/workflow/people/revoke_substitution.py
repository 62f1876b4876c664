"""Revoking a substitution (撤销代理): it ends at once, and what was done under it stands."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Substitution
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import Code, not_found, refuse
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.people.appoint_substitute import tell_both
from kaohe.workflow.people.find import find


async def revoke_substitution(session: AsyncSession, actor: Actor, now: datetime, substitution_id: int) -> None:
    """End a substitution: by either of the two, the office or the administrator. Both are told.

    What is being done under it at this moment is waited for. For anybody else it does not exist.
    """
    row = await find(session, Substitution, actor, substitution_id, "substitutionId", lock=True)
    concerned = actor.person_id in (row.principal_id, row.substitute_id)
    if not (concerned or actor.has(Role.OFFICE) or actor.has(Role.ADMINISTRATOR)):
        raise not_found("substitution", "substitutionId")
    if row.revoked_at is not None:
        raise refuse(Code.BAD_INPUT, "substitutionId", problem="该代理已撤销", problem_en="it has been revoked already")
    row.revoked_at, row.revoked_by = now, actor.person_id
    await session.flush()
    await tell_both(session, row, now, "substitute_revoked", "substitution_revoked")
