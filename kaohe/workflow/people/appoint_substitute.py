"""Appointing a substitute (指定代理, A/B岗): dated, for kinds of work, by the principal himself or the office."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Person, RoleGrant, Substitution
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.refusals import Code, refuse
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.domain.substitution import LENDABLE, WorkKind
from kaohe.workflow.outbox.tell import tell
from kaohe.workflow.people.find import find
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import NOTE
from kaohe.workflow.permits import require

#: Longer than this nobody is away without his post being filled anew.
LONGEST = timedelta(days=366)


async def appoint_substitute(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    principal_id: int,
    substitute_id: int,
    kinds: Sequence[WorkKind],
    starts: date,
    ends: date,
    reason: str = "",
) -> int:
    """Let one person act under another's roles from `starts` to `ends` (days in Asia/Shanghai, both included), for
    these kinds of work; the substitution's id. Both are told. Nobody appoints himself: that would be taking a role.

    Raises Refused with every violated rule.
    """
    if not actor.is_person(principal_id):
        require(actor, "指定代理", "appoint a substitute", Who.SELF, Who.OFFICE, Who.ADMINISTRATOR)
    if actor.person_id is None:
        raise refuse(Code.NOT_SIGNED_IN)
    principal = await find(session, Person, actor, principal_id, "principalId")
    substitute = await find(session, Person, actor, substitute_id, "substituteId")
    form = Form()
    reason = form.text("reason", "理由", "the reason", reason, NOTE, required=False)
    if substitute_id == actor.person_id != principal_id:
        form.bad(
            "substituteId", "不能指定自己代理他人，请由本人或他人指定", "nobody appoints himself: somebody else must"
        )
    _check_people(form, principal, substitute, lends=await _lends(session, principal))
    _check_days(form, starts, ends, now.astimezone(BUSINESS_ZONE).date())
    if not kinds:
        form.refuse(Code.REQUIRED, "kinds", label="代理事项", label_en="kinds of work")
    form.check()
    row = Substitution(
        body_id=actor.body_id,
        principal_id=principal_id,
        substitute_id=substitute_id,
        kinds=[str(kind) for kind in WorkKind if kind in kinds],
        starts=starts,
        ends=ends,
        reason=reason,
        granted_by=actor.person_id,
        granted_at=now,
    )
    session.add(row)
    await session.flush()
    await tell_both(session, row, now, "substitute_appointed", "substitution_given")
    return row.id


async def tell_both(session: AsyncSession, row: Substitution, now: datetime, principal: str, substitute: str) -> None:
    """Notify the principal about the substitute and the substitute about the principal, by these kinds of message."""
    for key, kind, about in (
        (person_key(row.principal_id), principal, row.substitute_id),
        (person_key(row.substitute_id), substitute, row.principal_id),
    ):
        await tell(session, row.body_id, now, [(key, kind)], subject="person", subject_id=about)


async def _lends(session: AsyncSession, principal: Person) -> bool:
    """Whether he has a role of his own that can be lent."""
    of_his = (RoleGrant.body_id == principal.body_id) & (RoleGrant.person_id == principal.id)
    return await session.scalar(select(RoleGrant.id).where(of_his, RoleGrant.role.in_(LENDABLE)).limit(1)) is not None


def _check_people(form: Form, principal: Person, substitute: Person, *, lends: bool) -> None:
    if principal.id == substitute.id:
        form.bad("substituteId", "不能由本人代理本人", "nobody is his own substitute")
    for field, one in (("principalId", principal), ("substituteId", substitute)):
        if not one.active:
            form.bad(field, f"{one.name}已不在册", f"{one.name} is not with the body any more")
    if not lends:
        form.bad(
            "principalId",
            f"{principal.name}没有可以由他人代理的角色",
            f"{principal.name} holds no role that can be lent",
        )


def _check_days(form: Form, starts: date, ends: date, today: date) -> None:
    if ends < starts:
        form.bad("ends", "结束日期不能早于开始日期", "it ends before it starts")
    elif ends - starts >= LONGEST:
        form.bad("ends", f"代理期最长{LONGEST.days}天", f"a substitution lasts at most {LONGEST.days} days")
    if ends < today:
        form.bad("ends", "代理期已经过去", "it is over already")
