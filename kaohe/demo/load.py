"""Loading the demo: a body with its people, a policy, a quarter's figures, and an open cycle with tasks to do."""

from datetime import datetime

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.demo.figures import assessed, attendance_workbook, performance_workbook
from kaohe.demo.logins import BODY, DEMO_PASSWORD
from kaohe.demo.roster import ROSTER
from kaohe.demo.special import LOGINS, SUMMARIES
from kaohe.policies.shipped import shipped_policy, shipped_text
from kaohe.schema.models import Account, Assessment, Body
from kaohe.workflow.accounts import actor_of_login, operator
from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.periods import Period, PeriodKind
from kaohe.workflow.imports import ImportKind, import_file
from kaohe.workflow.people import create_body
from kaohe.workflow.policies import publish
from kaohe.workflow.summaries import SummaryInput, submit_summary

_POLICY = "county-psb"

#: Held while loading, so that several processes that start at once load one demo.
_ADVISORY_LOCK = text("SELECT pg_advisory_xact_lock(5202312)")


async def load(session: AsyncSession, now: datetime) -> bool:
    """Load the demo unless the database has any body already; whether it was loaded. In the caller's transaction."""
    await session.execute(_ADVISORY_LOCK)
    if await session.scalar(select(Body.id).limit(1)) is not None:
        return False
    body_id = await create_body(session, BODY, "某县公安局")
    await _import_roster(session, operator(body_id), now)
    office = await actor_of_login(session, "office", now)
    assert office is not None  # the roster has the login
    period = last_finished_quarter(now)
    await publish(session, office, now, policy_text(period))
    await _import_figures(session, office, now, period)
    await open_cycle(session, office, now, await create_cycle(session, office, now, _POLICY, period.key))
    await _hand_in_summaries(session, now)
    return True


def last_finished_quarter(now: datetime) -> Period:
    """The quarter before the one of `now` in Shanghai."""
    day = now.astimezone(BUSINESS_ZONE).date()
    quarter = (day.month - 1) // 3
    return Period(day.year, PeriodKind.QUARTER, quarter) if quarter else Period(day.year - 1, PeriodKind.QUARTER, 4)


def policy_text(period: Period) -> str:
    """The shipped policy, in force from `period` on where it would begin later: the demo opens whatever the clock says."""
    source, begins = shipped_text(_POLICY), shipped_policy(_POLICY).effective_from
    if period.end >= begins:
        return source
    return source.replace(f"effective_from = {begins}", f"effective_from = {period.start}")


async def _import_roster(session: AsyncSession, actor: Actor, now: datetime) -> None:
    """By the real path; only that nobody has to change a password that everybody knows."""
    await import_file(
        session,
        actor,
        now,
        ImportKind.ROSTER,
        "roster.xlsx",
        ROSTER.read_bytes(),
        initial_password=DEMO_PASSWORD,
    )
    await session.execute(update(Account).where(Account.body_id == actor.body_id).values(must_change=False))


async def _import_figures(session: AsyncSession, actor: Actor, now: datetime, period: Period) -> None:
    who = assessed()
    scores, absences = performance_workbook(who, period.months), attendance_workbook(who, period.months)
    await import_file(session, actor, now, ImportKind.PERFORMANCE, f"月度绩效{period.key}.xlsx", scores)
    await import_file(session, actor, now, ImportKind.ATTENDANCE, f"考勤{period.key}.xlsx", absences)


async def _hand_in_summaries(session: AsyncSession, now: datetime) -> None:
    """A few people are quick; each hands in by his own account, whose login is the staff number or a memorable one."""
    for number, words in SUMMARIES.items():
        person = await actor_of_login(session, LOGINS.get(number, number), now)
        assert person is not None  # the roster has the number
        case = select(Assessment.id).where(Assessment.person_id == person.person_id)
        assessment_id = await session.scalar(case)
        assert assessment_id is not None  # the policy covers the bureau's people
        await submit_summary(session, person, now, assessment_id, SummaryInput(words))
