"""Creating a cycle in draft."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject, Who
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.refusals import Code, refuse
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.door import Newcomer, begin, uphold
from kaohe.workflow.permits import require_work
from kaohe.workflow.policies import in_force, parse


async def create_cycle(session: AsyncSession, actor: Actor, now: datetime, policy_key: str, period: str) -> int:
    """A cycle over `period` ("2026Q1") by the version of the policy in force on its first day; the cycle's id.

    A policy that came into force within the period governs it too where no earlier version did.
    """
    held = require_work(actor, "新建考核周期", "create a cycle", Who.OFFICE, WorkKind.CYCLE)
    await uphold(session, actor, held.loans)
    over = _period(period)
    version = await in_force(session, actor.body_id, policy_key, over.end)
    policy = parse(version.source)
    if over.kind != policy.cycle.period:
        raise refuse(
            Code.BAD_INPUT,
            "period",
            problem=f"细则规定的周期与“{over.label}”不符",
            problem_en=f"the policy's cycles are a {policy.cycle.period} long",
        )
    if await _exists(session, actor.body_id, policy_key, over.key):
        raise refuse(Code.DUPLICATE, "period", what=f"{over.label}的周期", what_en=f"the cycle of {over.key}")
    version.locked = True
    await session.flush()
    newcomer = Newcomer(
        {
            "title": f"{over.label}{'平时考核' if policy.cycle.kind == 'routine' else ''}",
            "kind": policy.cycle.kind,
            "policy_key": policy_key,
            "policy_version_id": version.id,
            "year": over.year,
            "period": over.key,
            "period_start": over.start,
            "period_end": over.end,
        },
        data={"policy": policy_key, "version": version.version, "period": over.key},
    )
    return (await begin(session, Subject.CYCLE, [newcomer], Command("create", actor, now)))[0]


def _period(key: str) -> Period:
    try:
        return Period.parse(key)
    except ValueError:
        raise refuse(
            Code.BAD_INPUT,
            "period",
            problem=f"“{key}”不是考核期间，应写作2026Q1、2026-04、2026H1或2026",
            problem_en=f"{key!r} is no period: write 2026Q1, 2026-04, 2026H1 or 2026",
        ) from None


async def _exists(session: AsyncSession, body_id: int, policy_key: str, period: str) -> bool:
    found = await session.scalar(
        text("SELECT 1 FROM cycle WHERE body_id = :body_id AND policy_key = :policy_key AND period = :period"),
        {"body_id": body_id, "policy_key": policy_key, "period": period},
    )
    return found is not None
