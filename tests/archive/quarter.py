"""A quarter of the small bureau with a little of everything that an archive must hold."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from nacl.signing import SigningKey
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import UNITS, aggregate_unit, at, decide, submit_all
from support.world import World, add_performance, make_world, open_quarter

from kaohe.config import Settings
from kaohe.schema.models import Attendance, Circumstance, ImportBatch
from kaohe.schema.session import Database
from kaohe.workflow.approvals import answer_results, submit_results
from kaohe.workflow.archive import export_cycle
from kaohe.workflow.claims.settle import ClaimAnswer, audit_claims, check_claims
from kaohe.workflow.cycles import freeze_quota
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.evidence import store_evidence
from kaohe.workflow.feedback import FeedbackInput, acknowledge_result, deliver_feedback
from kaohe.workflow.lists import consent_list, hand_in_list, sign_list
from kaohe.workflow.objections import file_objection, refuse_objection
from kaohe.workflow.outbox import relay
from kaohe.workflow.participation import exclude
from kaohe.workflow.reviews import ReviewInput, approve_reviews
from kaohe.workflow.summaries import SummaryInput, submit_summary
from kaohe.workflow.summaries.submit import ClaimInput

EVERYONE = (*UNITS["a"], *UNITS["b"])
TAKING_PART = {unit: tuple(name for name in names if name != "b3") for unit, names in UNITS.items()}
ARCHIVED = at(20, month=5)


@dataclass
class Archived:
    """A sealed cycle, where it lies, and its exported archive."""

    database: Database
    world: World
    settings: Settings
    key: SigningKey
    content: bytes


async def start_quarter(database: Database, settings: Settings) -> World:
    """Open the cycle; a1 claims a bonus with evidence, b4 is on probation, a2 was ill for two days."""
    async with database.transaction() as session:
        world = await make_world(session)
        await add_performance(session, world)
        await _add_facts(session, world)
        await open_quarter(session, world, at(1))
    async with database.transaction() as session:
        actor, case = world.actor("a1"), await world.case(session, "a1")
        scan = await store_evidence(session, actor, at(2), settings, "表彰决定.pdf", b"%PDF-1.7 commendation", case)
        claim = ClaimInput("county_commendation", "2026年3月获县委表彰", Decimal(2), (scan,))
        await submit_summary(session, actor, at(2), case, SummaryInput(text="=1+1 不是公式", claims=(claim,)))
        await submit_all(session, world, at(2), *(name for name in EVERYONE if name != "a1"))
    await relay(database, at(2))
    return world


async def archive_quarter(database: Database, settings: Settings) -> World:
    """The whole loop; at the end of it the cycle is archived, and not sealed yet."""
    world = await start_quarter(database, settings)
    await _up_to_decision(database, world)
    async with database.transaction() as session:
        await decide(session, world, at(7))
    await relay(database, at(7))
    async with database.transaction() as session:
        case = await world.case(session, "a3")
        objection = await file_objection(session, world.actor("a3"), at(8), case, "加分未计")
        await refuse_objection(session, world.actor("office"), at(9), objection, "未申报加分")
    await enforce_due(database, at(20))
    await relay(database, at(20))
    async with database.transaction() as session:
        list_id = await submit_results(session, world.actor("office"), at(20), world.cycle_id)
        await answer_results(session, world.actor("inspector"), at(21), list_id, "inspection_group", "考察〔2026〕1号")
        await answer_results(session, world.actor("authority"), at(21), list_id, "county_authority", "核〔2026〕2号")
    await enforce_due(database, at(28))
    await _feedback(database, world)
    return world


async def _add_facts(session: AsyncSession, world: World) -> None:
    body, people = world.body_id, world.people
    batch = ImportBatch(body_id=body, kind="attendance", file_name="考勤.xlsx", sha256="0" * 64, rows=1, summary={})
    session.add(batch)
    await session.flush()
    days = {"absent_days": Decimal(0), "sick_days": Decimal(2), "personal_days": Decimal(1), "late_count": 1}
    session.add(Attendance(body_id=body, person_id=people["a2"], month="2026-02", batch_id=batch.id, **days))
    for name, kind, sanction in (("b4", "probation", None), ("a4", "sanction", "warning")):
        session.add(
            Circumstance(
                body_id=body,
                person_id=people[name],
                kind=kind,
                sanction=sanction,
                starts=date(2026, 1, 5),
                note="",
                recorded_at=at(1),
            )
        )


async def _up_to_decision(database: Database, world: World) -> None:
    async with database.transaction() as session:
        claim = await session.scalar(text("SELECT id FROM bonus_claim"))
        await check_claims(session, world.actor("a_clerk"), at(3), [ClaimAnswer(claim, accept=True)])
        await audit_claims(session, world.actor("office"), at(3), [ClaimAnswer(claim, accept=True)])
        await exclude(session, world.actor("office"), at(3), [await world.case(session, "b3")], "已调离")
        for unit, names in TAKING_PART.items():
            await aggregate_unit(session, world, at(3, hour=2), unit, *names)
        await freeze_quota(session, world.actor("office"), at(3, hour=3), world.cycle_id)
        for unit, names in TAKING_PART.items():
            await _review(session, world, at(3, hour=4), unit, names)


async def _review(session: AsyncSession, world: World, now: datetime, unit: str, names: tuple[str, ...]) -> None:
    leader = f"{unit}_leader"
    of = {name: ReviewInput(await world.case(session, name), _suggested(name), "评语") for name in names}
    await approve_reviews(session, world.actor(leader), now, [one for name, one in of.items() if name != leader])
    for above in ("deputy", "chief"):
        await approve_reviews(session, world.actor(above), now, [of[leader]])
    one = await world.list_of(session, unit)
    await sign_list(session, world.actor(leader), now, one)
    await consent_list(session, world.actor("deputy"), now, one)
    await hand_in_list(session, world.actor(f"{unit}_clerk"), now, one)
    await approve_reviews(
        session, world.actor("office"), now, [ReviewInput(given.assessment_id) for given in of.values()]
    )


def _suggested(name: str) -> str | None:
    if name == "b4":
        return None  # on probation: a comment, and no grade
    return "good" if name in ("a1", "a2", "b1") else "fairly_good"


async def _feedback(database: Database, world: World) -> None:
    said = FeedbackInput("individual_talk", "工作扎实", "主动性不足", "加强学习", goals=("提高结案率",))
    taking_part = [name for names in TAKING_PART.values() for name in names]
    async with database.transaction() as session:
        await deliver_feedback(session, world.actor("deputy"), at(28), await world.cases(session, *taking_part), said)
        await acknowledge_result(session, world.actor("a1"), at(28), await world.case(session, "a1"), "同意")
    await enforce_due(database, ARCHIVED)
    await relay(database, ARCHIVED)


async def export(
    database: Database, world: World, settings: Settings, now: datetime, who: str = "office", *, evidence: bool = False
) -> bytes:
    """The archive's bytes as `who` exports it."""
    to = BytesIO()
    async with database.transaction() as session:
        await export_cycle(session, world.actor(who), now, settings, world.cycle_id, to, with_evidence=evidence)
    return to.getvalue()
