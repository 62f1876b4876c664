"""Points between the stages of the small bureau's quarter at which one mutation or another is due."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.ballots import box_closed, box_opened, drafted_for_small_units, proposed_by_clerk
from support.carded import KEY, with_cards
from support.drive import INDICATORS, UNITS, give_feedback, submit_all
from support.measured import measured_quarter
from support.records import log, publish_records
from support.world import World

from kaohe.policies.shipped import shipped_text
from kaohe.schema.models import Inspection, Notification, Person
from kaohe.workflow import policies
from kaohe.workflow.aggregation import record_scores
from kaohe.workflow.approvals import submit_results
from kaohe.workflow.cards import issue_cards
from kaohe.workflow.claims import ClaimAnswer, check_claims
from kaohe.workflow.cycles import create_cycle, open_cycle, suspend_cycle
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.facts.model import CircumstanceKind
from kaohe.workflow.domain.merits import MeritInput
from kaohe.workflow.domain.plans.finding import answer_task
from kaohe.workflow.domain.policy.participation import AssignmentKind
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.door import Newcomer, begin
from kaohe.workflow.lists import consent_list, sign_list
from kaohe.workflow.merits import record_merits
from kaohe.workflow.objections import admit_objection, dismiss_objection, file_objection
from kaohe.workflow.participation import exclude
from kaohe.workflow.people import appoint_substitute, assign_person, declare_relative, record_circumstance
from kaohe.workflow.records import record_leave, write_records
from kaohe.workflow.reviews import ReviewInput, approve_reviews
from kaohe.workflow.situations import load_situation
from kaohe.workflow.summaries import ClaimInput, SummaryInput, submit_summary
from kaohe.workflow.supervision import answer_finding, enter_reserve

Prepare = Callable[[AsyncSession, World, datetime], Awaitable[None]]


async def _begun(session: AsyncSession, world: World, now: datetime) -> None:
    """A person without an account, one excluded, a draft cycle, a message, and what is recorded of a2, a merit too."""
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
    merit = MeritInput(world.people["a2"], "county_commendation", "获县委表彰", date(2026, 2, 2), "县委〔2026〕2号")
    await record_merits(session, office, now, "county-psb", [merit])


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


async def _recorded(session: AsyncSession, world: World, now: datetime) -> None:
    """A scheme asks for logs; a1 has written today's, and is away for a week in May."""
    await publish_records(session, world, now)
    await write_records(session, world.actor("a1"), now, [log("2026-04-01")])
    week = (date(2026, 5, 11), date(2026, 5, 15))
    await record_leave(session, world.actor("office"), now, world.people["a1"], "annual", *week)


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


async def _found(session: AsyncSession, world: World, now: datetime) -> None:
    """A gap was found at unit a by the office, whose own policy has no inspections: it is put there; a2 is in the
    reserve pool."""
    office = world.actor("office")
    inspection = Inspection(
        body_id=world.body_id,
        cycle_id=world.cycle_id,
        unit_id=world.units["a"],
        kind="site_visit",
        held_on=now.date(),
        inspectors=["王考察"],
        looked_at="台账",
        note="",
        recorded_by=office.person_id,
        recorded_at=now,
    )
    session.add(inspection)
    await session.flush()
    columns = {"cycle_id": world.cycle_id, "unit_id": world.units["a"], "inspection_id": inspection.id, "kind": "gap"}
    columns |= {"text": "台账不全", "wanted": "补齐", "issuer_key": "office", "asked_at": now, "due_at": now}
    columns |= {"reply": "", "conclusion": ""}
    situation = await load_situation(session, world.body_id, world.cycle_id)
    task = answer_task(world.units["a"], now, situation)
    await begin(session, Subject.FINDING, [Newcomer(columns, [task])], Command("issue", office, now), situation)
    await enter_reserve(session, office, now, world.people["a2"], now.date(), "实绩突出")


async def _answered(session: AsyncSession, world: World, now: datetime) -> None:
    await _found(session, world, now)
    finding = await session.scalar(text("SELECT max(id) FROM finding"))
    await answer_finding(session, world.actor("a_clerk"), now, finding, "已补齐")


async def _carded(session: AsyncSession, world: World, now: datetime) -> None:
    """The second quarter is open under a version with evaluation cards and unit items; unit a has issued a batch."""
    office = world.actor("office")
    source = with_cards(shipped_text("county-psb")).replace('version = "1"', 'version = "cards"', 1)
    await policies.publish(session, office, now, source)
    cycle_id = await create_cycle(session, office, now, "county-psb", "2026Q2")
    await open_cycle(session, office, now, cycle_id)
    await issue_cards(session, world.actor("a_clerk"), now, KEY, cycle_id, world.units["a"], 2)


async def _objection(session: AsyncSession) -> int:
    return int(await session.scalar(text("SELECT max(id) FROM objection")) or 0)


async def _nothing(session: AsyncSession, world: World, now: datetime) -> None:
    """As the stage finds it."""


#: By name: the stage, and what is done there first.
POINTS: dict[str, tuple[str, Prepare]] = {
    "opened": ("self_summary", _nothing),
    "begun": ("self_summary", _begun),
    "claimed": ("self_summary", _claimed),
    "recorded": ("self_summary", _recorded),
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
    "found": ("self_summary", _found),
    "answered": ("self_summary", _answered),
    "archived": ("archived", _nothing),
    "carded": ("self_summary", _carded),
    "measured": ("self_summary", measured_quarter),
    "boxes_drafted": ("self_summary", drafted_for_small_units),
    "raters_proposed": ("self_summary", proposed_by_clerk),
    "box_open": ("self_summary", box_opened),
    "box_closed": ("self_summary", box_closed),
}
