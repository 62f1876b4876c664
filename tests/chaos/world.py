"""The world that a run of chaos begins with: bureaus at every stage that a clock can end, built by the use cases."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from chaos.bureau import Bureau, opened, policy_text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.session import Database
from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.cycles import freeze_quota
from kaohe.workflow.decisions import DecisionInput, SessionInput, hold_session
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move
from kaohe.workflow.feedback import FeedbackInput, deliver_feedback
from kaohe.workflow.objections import file_objection
from kaohe.workflow.reviews import ReviewInput, approve_reviews
from kaohe.workflow.summaries import return_summary

INDICATORS = ("de", "neng", "qin", "ji", "lian")

#: People decided in one session, and so on one notice.
ON_A_NOTICE = 3

#: Deadlines that the cycles of the bureaus have, beside those of people, notices and objections.
_OF_CYCLES = 17

_FEEDBACK = FeedbackInput("written_delivery", "工作扎实", "主动性不足", "加强学习", goals=("提高结案率",))


@dataclass(frozen=True)
class Sizes:
    """How many people each bureau has, for a number of deadlines in all.

    A returned summary and an objection have two each (a reminder and the end), a notice three, feedback one. Those who
    share a cycle's term (`waiting`, `scoring`) are many for few rows: those rows are split among the workers.
    """

    returned: int
    waiting: int
    scoring: int
    reviewing: int
    notices: int
    objections: int
    told: int

    @classmethod
    def of(cls, deadlines: int) -> "Sizes":
        returned, notices, objections = deadlines * 35 // 100, deadlines // 50, deadlines * 3 // 100
        return cls(
            returned=returned,
            waiting=600 + deadlines // 5,
            scoring=40 + deadlines // 50,
            reviewing=20 + deadlines // 50,
            notices=notices,
            objections=objections,
            told=max(deadlines - 2 * returned - 3 * notices - 2 * objections - _OF_CYCLES, 20),
        )


@dataclass
class World:
    """The bureaus by what their people wait for."""

    returned: Bureau
    waiting: Bureau
    scoring: Bureau
    published: Bureau
    told: Bureau
    reviewing: Sequence[int]
    objectors: Sequence[int]

    @property
    def bureaus(self) -> tuple[Bureau, ...]:
        return (self.returned, self.waiting, self.scoring, self.published, self.told)


async def build(database: Database, sizes: Sizes, now: datetime) -> World:
    """Build all bureaus, committed, with an outbox that is empty. `now` is when all of it happened."""
    reviewing, published = await _published(database, sizes, now)
    return World(
        returned=await _returned(database, sizes, now),
        waiting=await opened(database, "waiting", sizes.waiting, now, policy=policy_text()),
        scoring=await _scoring(database, "scoring", sizes.scoring, now, policy_text()),
        published=published,
        told=await _told(database, sizes, now),
        reviewing=reviewing,
        objectors=published.people[sizes.objections : sizes.notices * ON_A_NOTICE],
    )


async def _returned(database: Database, sizes: Sizes, now: datetime) -> Bureau:
    """Everybody handed in, and had it back when the cycle had moved on: each has a term of his own."""
    bureau = await opened(database, "returned", sizes.returned, now, policy=policy_text())
    await _submitted(bureau)
    async with _at_work(bureau) as session:
        await return_summary(session, bureau.staff["clerk"], now, list(bureau.cases.values()), "内容不完整")
    return bureau


async def _scoring(database: Database, key: str, count: int, now: datetime, policy: str) -> Bureau:
    """Everybody's scores are in: the end of the term aggregates them."""
    bureau = await opened(database, key, count, now, policy=policy, scored=True)
    await _submitted(bureau)
    scores = {one: {key: Decimal(85) for key in INDICATORS} for one in bureau.cases.values()}
    async with _at_work(bureau) as session:
        await record_scores(session, bureau.staff["clerk"], now, scores)
    return bureau


async def _published(database: Database, sizes: Sizes, now: datetime) -> tuple[list[int], Bureau]:
    """Small sessions, each with a notice of its own; some people object, others are still before their reviewer."""
    shown = sizes.notices * ON_A_NOTICE
    bureau = await _scoring(database, "published", shown + sizes.reviewing, now, policy_text())
    cases = list(bureau.cases.values())
    await _reviewed(bureau, cases[:shown])
    async with _at_work(bureau) as session:
        for start in range(0, shown, ON_A_NOTICE):
            await _decided(session, bureau, cases[start : start + ON_A_NOTICE])
        for person in bureau.people[: sizes.objections]:
            await file_objection(session, bureau.own(person), now, bureau.cases[person], "计分有误")
    return cases[shown:], bureau


async def _told(database: Database, sizes: Sizes, now: datetime) -> Bureau:
    """Everybody has been told the result, and has to sign for it."""
    bureau = await _scoring(database, "told", sizes.told, now, policy_text("publicity", "appeal"))
    cases = list(bureau.cases.values())
    await _reviewed(bureau, cases)
    async with _at_work(bureau) as session:
        await _decided(session, bureau, cases)
    async with _at_work(bureau) as session:
        await deliver_feedback(session, bureau.staff["leader"], now, cases, _FEEDBACK)
    return bureau


async def _submitted(bureau: Bureau) -> None:
    """Everybody's summary, as the clerk enters it from the signed scans."""
    said = {"text": "本季度完成了各项工作任务。", "scan": 1}
    async with _at_work(bureau) as session:
        command = Command("submit_summary", bureau.staff["clerk"], bureau.now, args=said)
        await move(session, Subject.ASSESSMENT, list(bureau.cases.values()), command)


async def _reviewed(bureau: Bureau, approved: Sequence[int]) -> None:
    leader, now = bureau.staff["leader"], bureau.now
    async with _at_work(bureau) as session:
        await aggregate(session, bureau.staff["clerk"], now, list(bureau.cases.values()))
    async with _at_work(bureau) as session:
        await freeze_quota(session, bureau.staff["office"], now, bureau.cycle_id)
        await approve_reviews(session, leader, now, [ReviewInput(one, "fairly_good") for one in approved])


async def _decided(session: AsyncSession, bureau: Bureau, cases: Sequence[int]) -> None:
    attendees = [bureau.staff[name].person_id or 0 for name in ("member1", "member2", "member3")]
    decisions = [DecisionInput(one, "fairly_good") for one in cases]
    given = SessionInput(bureau.now, attendees, "会议研究决定……", decisions)
    await hold_session(session, bureau.staff["secretary"], bureau.now, bureau.cycle_id, given)


@asynccontextmanager
async def _at_work(bureau: Bureau) -> AsyncIterator[AsyncSession]:
    """A transaction, and what leaves by the outbox afterwards."""
    async with bureau.database.transaction() as session:
        yield session
    await bureau.relayed()
