"""Points between the stages of the small bureau's quarter at which one mutation or another is due."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import INDICATORS, UNITS, give_feedback, submit_all
from support.world import World

from kaohe.schema.models import Notification, Person
from kaohe.workflow.aggregation import record_scores
from kaohe.workflow.approvals import submit_results
from kaohe.workflow.claims import ClaimAnswer, check_claims
from kaohe.workflow.cycles import create_cycle, suspend_cycle
from kaohe.workflow.domain.facts.model import CircumstanceKind
from kaohe.workflow.domain.policy.participation import AssignmentKind
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.lists import consent_list, sign_list
from kaohe.workflow.objections import admit_objection, dismiss_objection, file_objection
from kaohe.workflow.participation import exclude
from kaohe.workflow.people import appoint_substitute, assign_person, declare_relative, record_circumstance
from kaohe.workflow.reviews import ReviewInput, approve_reviews
from kaohe.workflow.summaries import ClaimInput, SummaryInput, submit_summary

Prepare = Callable[[AsyncSession, World, datetime], Awaitable[None]]


async def _begun(session: AsyncSession, world: World, now: datetime) -> None:
    """A person without an account, one excluded, a draft cycle, a message, and what is recorded of a2."""
    office = world.actor("office")
    session.add(Person(body_id=world.body_id, number="new", name="新人", unit_id=world.units["a"]))
    session.add(
        Notification(
            body_id=world.body_id,
            assignee_key=person_key(world.people["a1"]),
            kind="reminder",
            subject="assessment",
            subject_id=await world.case(session, "a1"),
            created_at=now,
        )
    )
    await exclude(session, office, now, await world.cases(session, "a4"), "退休")
    await create_cycle(session, office, now, "county-psb", "2026Q2")
    today = now.date()
    await record_circumstance(session, office, now, world.people["a2"], CircumstanceKind.PROBATION, today)
    kind = AssignmentKind.TRAINING
    await assign_person(session, office, now, world.people["a2"], kind, today, unit_id=world.units["b"])
    await declare_relative(session, office, now, world.people["a2"], world.people["b2"])


async def _claimed(session: AsyncSession, world: World, now: datetime) -> None:
    """a1 has filed two claims, of which one is checked; a2 is scored."""
    claims = tuple(ClaimInput("merit_citation", matter, Decimal(2)) for matter in ("立功一", "立功二"))
    case = await world.case(session, "a1")
    await submit_summary(session, world.actor("a1"), now, case, SummaryInput("完成任务", claims=claims))
    await submit_all(session, world, now, "a2")
    checked = await session.scalar(text("SELECT max(id) FROM bonus_claim"))
    await check_claims(session, world.actor("a_clerk"), now, [ClaimAnswer(checked, accept=True)])
    scores = {await world.case(session, "a2"): dict.fromkeys(INDICATORS, Decimal(92))}
    await record_scores(session, world.actor("a_clerk"), now, scores)


async def _reviewed(session: AsyncSession, world: World, now: datetime) -> None:
    """Unit a is through its leader's review; his own case through that of the leader in charge."""
    others = [name for name in UNITS["a"] if name != "a_leader"]
    reviews = [ReviewInput(one, "fairly_good") for one in await world.cases(session, *others)]
    await approve_reviews(session, world.actor("a_leader"), now, reviews)
    own = [ReviewInput(one, "fairly_good") for one in await world.cases(session, "a_leader")]
    await approve_reviews(session, world.actor("deputy"), now, own)
    await approve_reviews(session, world.actor("chief"), now, own)


async def _signed(session: AsyncSession, world: World, now: datetime) -> None:
    await _reviewed(session, world, now)
    await sign_list(session, world.actor("a_leader"), now, await world.list_of(session, "a"))


async def _consented(session: AsyncSession, world: World, now: datetime) -> None:
    await _signed(session, world, now)
    await consent_list(session, world.actor("deputy"), now, await world.list_of(session, "a"))


async def _suspended(session: AsyncSession, world: World, now: datetime) -> None:
    await suspend_cycle(session, world.actor("office"), now, world.cycle_id, "防汛抢险")


async def _objected(session: AsyncSession, world: World, now: datetime) -> None:
    """a2 objects to the result of a1."""
    await file_objection(session, world.actor("a2"), now, await world.case(session, "a1"), "分数有误")


async def _admitted(session: AsyncSession, world: World, now: datetime) -> None:
    await _objected(session, world, now)
    await admit_objection(session, world.actor("office"), now, await _objection(session))


async def _dismissed(session: AsyncSession, world: World, now: datetime) -> None:
    await _admitted(session, world, now)
    await dismiss_objection(session, world.actor("office"), now, await _objection(session), "经核实无误")


async def _submitted(session: AsyncSession, world: World, now: datetime) -> None:
    await submit_results(session, world.actor("office"), now, world.cycle_id)


async def _told(session: AsyncSession, world: World, now: datetime) -> None:
    await give_feedback(session, world, now, "a1")


async def _substituted(session: AsyncSession, world: World, now: datetime) -> None:
    """b1 reviews in the place of a's leader, b2 in the deputy's."""
    for principal, substitute in (("a_leader", "b1"), ("deputy", "b2")):
        people = (world.people[principal], world.people[substitute])
        term = (date(2026, 4, 1), date(2026, 6, 30))
        await appoint_substitute(session, world.actor(principal), now, *people, [WorkKind.REVIEW], *term, "学习")


async def _objection(session: AsyncSession) -> int:
    return int(await session.scalar(text("SELECT max(id) FROM objection")) or 0)


async def _nothing(session: AsyncSession, world: World, now: datetime) -> None:
    """As the stage finds it."""


#: By name: the stage, and what is done there first.
POINTS: dict[str, tuple[str, Prepare]] = {
    "opened": ("self_summary", _nothing),
    "begun": ("self_summary", _begun),
    "claimed": ("self_summary", _claimed),
    "review": ("review", _nothing),
    "substituted": ("review", _substituted),
    "reviewed": ("review", _reviewed),
    "signed": ("review", _signed),
    "consented": ("review", _consented),
    "decision": ("decision", _nothing),
    "suspended": ("decision", _suspended),
    "publicity": ("publicity", _nothing),
    "objected": ("publicity", _objected),
    "admitted": ("publicity", _admitted),
    "dismissed": ("publicity", _dismissed),
    "appeal": ("appeal", _nothing),
    "submitted": ("appeal", _submitted),
    "feedback": ("feedback", _nothing),
    "told": ("feedback", _told),
    "archived": ("archived", _nothing),
}
