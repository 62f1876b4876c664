"""Recording commendations and deductions (登记奖惩事件; S0-10, S0-11)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import MeritEvent
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.merits import MeritInput, check_merit, standards_of
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.refusals import Refusal, Refused, not_found
from kaohe.workflow.merits.cases import lock_cases, settled
from kaohe.workflow.permits import require
from kaohe.workflow.policies import in_force
from kaohe.workflow.recusal import kept_away, relatives_of
from kaohe.workflow.situations import policy_of

_PEOPLE = text("SELECT id FROM person WHERE body_id = :body_id AND id = ANY(:ids)")

_OF_CYCLE = text("""
SELECT v.id, v.sha256 FROM cycle c JOIN policy_version v ON v.body_id = c.body_id AND v.id = c.policy_version_id
 WHERE c.body_id = :body_id AND c.policy_key = :key AND :day BETWEEN c.period_start AND c.period_end
   AND c.state <> 'cancelled'
 ORDER BY c.id LIMIT 1
""")


async def record_merits(
    session: AsyncSession, actor: Actor, now: datetime, policy_key: str, merits: Sequence[MeritInput]
) -> list[int]:
    """Record events, all or none; their ids, in order. By the office.

    The day of an event decides the cycle: it counts in the score of the period that the day lies in, as a bonus or a
    deduction by the standards of that cycle's policy, or of the version in force on that day where there is no cycle
    yet. Refused with CASE_AGGREGATED where the person's case of that period is aggregated already: return it first.
    """
    require(actor, "登记奖惩事件", "record a merit event", Who.OFFICE)
    await _check_people(session, actor, merits)
    if not merits:
        return []
    people, days = [one.person_id for one in merits], [one.happened_on for one in merits]
    cases = await lock_cases(session, actor.body_id, policy_key, people, days)
    relatives, today = await relatives_of(session, actor), now.astimezone(BUSINESS_ZONE).date()
    policies, refusals = await _policies(session, actor, policy_key, merits)
    for index, one in enumerate(merits):
        field = f"merits[{index}]"
        refusals += kept_away(actor, relatives, one.person_id, f"{field}.person_id")
        if one.happened_on in policies:
            refusals += check_merit(field, one, policies[one.happened_on], today)
        refusals += settled(cases, one.person_id, one.happened_on, f"{field}.happened_on")
    if refusals:
        raise Refused(refusals)
    rows = [_row(actor, now, policy_key, one, policies[one.happened_on]) for one in merits]
    session.add_all(rows)
    await session.flush()
    return [row.id for row in rows]


async def _check_people(session: AsyncSession, actor: Actor, merits: Sequence[MeritInput]) -> None:
    ids = [one.person_id for one in merits]
    known = set(await session.scalars(_PEOPLE, {"body_id": actor.body_id, "ids": ids}))
    for index, one in enumerate(ids):
        if one not in known:
            raise not_found("person", f"merits[{index}].person_id")


async def _policies(
    session: AsyncSession, actor: Actor, key: str, merits: Sequence[MeritInput]
) -> tuple[Mapping[date, Policy], list[Refusal]]:
    """The policy that holds for each day, and a refusal for each day that has none."""
    policies: dict[date, Policy] = {}
    refusals: list[Refusal] = []
    for day in sorted({one.happened_on for one in merits}):
        try:
            policies[day] = await _policy(session, actor.body_id, key, day)
        except Refused as refused:
            refusals += refused.refusals
    return policies, refusals


async def _policy(session: AsyncSession, body_id: int, key: str, day: date) -> Policy:
    of_cycle = (await session.execute(_OF_CYCLE, {"body_id": body_id, "key": key, "day": day})).one_or_none()
    version = of_cycle or await in_force(session, body_id, key, day)
    return await policy_of(session, body_id, version.id, version.sha256)


def _row(actor: Actor, now: datetime, policy_key: str, given: MeritInput, policy: Policy) -> MeritEvent:
    standard = standards_of(policy)[given.standard]
    return MeritEvent(
        body_id=actor.body_id,
        person_id=given.person_id,
        policy_key=policy_key,
        standard=given.standard,
        matter=given.matter.strip(),
        points=standard.points if given.points is None else given.points,
        happened_on=given.happened_on,
        document=given.document.strip(),
        recorded_by=actor.person_id,
        recorded_at=now,
    )
