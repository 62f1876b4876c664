"""Granting roles and taking them back (授权、撤销授权)."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Person, RoleGrant, Unit
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.refusals import Code, refuse
from kaohe.workflow.domain.roles import ROLE_LABELS, UNIT_ROLES, Role
from kaohe.workflow.door import reroute
from kaohe.workflow.people.find import find, lock_organisation
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import KEY
from kaohe.workflow.people.store import store
from kaohe.workflow.permits import require


async def grant_role(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    person_id: int,
    role: Role,
    *,
    unit_id: int | None = None,
    scope: str | None = None,
) -> int:
    """Give a person a role; the grant's id. Unit roles are held at `unit_id`, an outside approver's at `scope`.

    By the office or the administrator; only the latter makes another administrator.
    """
    _require(actor, role)
    await find(session, Person, actor, person_id, "personId")
    if unit_id is not None:
        await find(session, Unit, actor, unit_id, "unitId")
    form = Form()
    _check_place(form, role, unit_id, scope)
    same = select(RoleGrant.id).where(
        RoleGrant.body_id == actor.body_id,
        RoleGrant.person_id == person_id,
        RoleGrant.role == role,
        RoleGrant.unit_id.is_not_distinct_from(unit_id),
        RoleGrant.scope.is_not_distinct_from(scope),
    )
    if await session.scalar(same):
        form.refuse(Code.DUPLICATE, "role", what="该授权", what_en="this grant")
    form.check()
    grant = RoleGrant(body_id=actor.body_id, person_id=person_id, role=role, unit_id=unit_id, scope=scope)
    await store(session, grant, "role", "该授权", "this grant")
    await reroute(session, actor.body_id, now)
    return grant.id


async def revoke_role(session: AsyncSession, actor: Actor, now: datetime, grant_id: int) -> None:
    """Take a role back. What lies open under it goes to whoever holds it next; a body keeps one administrator."""
    await lock_organisation(session, actor.body_id)
    _require(actor, None)
    grant = await find(session, RoleGrant, actor, grant_id, "grantId", lock=True)
    _require(actor, Role(grant.role))
    if grant.role == Role.ADMINISTRATOR and await _administrators(session, actor.body_id) == 1:
        raise refuse(
            Code.BAD_INPUT,
            "grantId",
            problem="至少须保留一名系统管理员",
            problem_en="a body keeps at least one administrator",
        )
    await session.delete(grant)
    await session.flush()
    await reroute(session, actor.body_id, now)


def _require(actor: Actor, role: Role | None) -> None:
    who = (Who.ADMINISTRATOR,) if role is Role.ADMINISTRATOR else (Who.OFFICE, Who.ADMINISTRATOR)
    require(actor, "角色授权", "grant or revoke a role", *who)


def _check_place(form: Form, role: Role, unit_id: int | None, scope: str | None) -> None:
    label = ROLE_LABELS[role]
    if role is Role.PERSON:
        form.bad("role", "“本人”不需要授权", "everybody is a person without a grant")
    if role in UNIT_ROLES and unit_id is None:
        form.refuse(Code.REQUIRED, "unitId", label="单位", label_en="the unit")
    if role not in UNIT_ROLES and unit_id is not None:
        form.bad("unitId", f"“{label}”不属于某一单位", f"the role {role} is not held at a unit")
    if role is Role.OUTSIDE_APPROVER:
        form.text("scope", "核准方", "the outside approver", scope or "", KEY)
    elif scope is not None:
        form.bad("scope", f"“{label}”不属于核准方", f"the role {role} is not held at an outside approver")


async def _administrators(session: AsyncSession, body_id: int) -> int:
    active = (Person.body_id == RoleGrant.body_id) & (Person.id == RoleGrant.person_id) & Person.active
    counted = select(func.count()).select_from(RoleGrant).join(Person, active)
    return await session.scalar(counted.where(RoleGrant.body_id == body_id, RoleGrant.role == Role.ADMINISTRATOR)) or 0
