"""Leave: entered by the unit's clerk or the office, never by oneself, without overlap."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from support.records import KEY, shanghai

from kaohe.schema.models import Attendance, ImportBatch, Leave
from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.domain.policy.outcomes import LeaveKind
from kaohe.workflow.domain.quota import QuotaScope
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.facts import gather, outcomes_of
from kaohe.workflow.people import declare_relative
from kaohe.workflow.queries import reading
from kaohe.workflow.queries.records import LEAVES
from kaohe.workflow.quota.participants import participants_now
from kaohe.workflow.records import record_leave, withdraw_leave
from kaohe.workflow.situations import load_situation

NOW = shanghai(3, 6)
MONDAY, FRIDAY = date(2026, 3, 9), date(2026, 3, 13)


@pytest.mark.req("§4", "S1-13")
@pytest.mark.parametrize("who", ["a_clerk", "a_leader", "deputy", "office"])
async def test_the_clerk_or_the_office_records_leave(bureau, who):
    person = bureau.world.people["a1"]
    one = await bureau.do(NOW, who, record_leave, person, "annual", MONDAY, FRIDAY, note=" 年休 ")
    row = await bureau.session.scalar(select(Leave).where(Leave.id == one))
    assert (row.person_id, row.kind, row.starts, row.ends, row.note) == (person, "annual", MONDAY, FRIDAY, "年休")
    assert (row.recorded_by, row.recorded_at) == (bureau.world.people[who], NOW)


@pytest.mark.req("§4")
@pytest.mark.parametrize(
    ("who", "code"),
    [("a1", Code.NOT_ALLOWED), ("a2", Code.NOT_ALLOWED), ("b_clerk", Code.NOT_ALLOWED), ("chief", Code.NOT_ALLOWED)],
)
async def test_nobody_else_records_it(bureau, who, code):
    person = bureau.world.people["a1"]
    assert await bureau.refused(NOW, who, record_leave, person, "sick", MONDAY, FRIDAY) == [(code, None)]


@pytest.mark.req("§4")
@pytest.mark.parametrize("who", ["a_clerk", "office"])
async def test_nobody_records_or_withdraws_his_own(bureau, who):
    person = bureau.world.people[who]
    refusal = [(Code.OWN_CASE, "personId")]
    assert await bureau.refused(NOW, who, record_leave, person, "sick", MONDAY, FRIDAY) == refusal
    one = await bureau.do(NOW, "office2", record_leave, person, "sick", MONDAY, FRIDAY)
    assert await bureau.refused(NOW, who, withdraw_leave, one) == refusal


@pytest.mark.req("§3", "§4")
async def test_nobody_records_or_withdraws_a_relatives(bureau):
    """Leave takes days from those that are due: it counts in the score."""
    people = bureau.world.people
    await bureau.do(NOW, "office", declare_relative, people["a1"], people["a_clerk"], "配偶")
    refusal = [(Code.RELATIVE, "personId")]
    assert await bureau.refused(NOW, "a_clerk", record_leave, people["a1"], "sick", MONDAY, FRIDAY) == refusal
    one = await bureau.do(NOW, "office", record_leave, people["a1"], "sick", MONDAY, FRIDAY)
    assert await bureau.refused(NOW, "a_clerk", withdraw_leave, one) == refusal


@pytest.mark.req("§4")
async def test_days_are_in_order_not_too_many_and_do_not_overlap(bureau):
    person = bureau.world.people["a1"]
    await bureau.do(NOW, "office", record_leave, person, "sick", MONDAY, FRIDAY)
    assert await bureau.refused(NOW, "office", record_leave, person, "sick", FRIDAY, FRIDAY) == [
        (Code.BAD_INPUT, "starts")
    ]
    assert await bureau.refused(NOW, "office", record_leave, person, "sick", date(2026, 4, 2), date(2026, 4, 1)) == [
        (Code.BAD_INPUT, "ends")
    ]
    assert await bureau.refused(
        NOW, "office", record_leave, person, "sick", date(2026, 4, 1), date(2027, 4, 2), note="字" * 501
    ) == [(Code.BAD_INPUT, "note"), (Code.BAD_INPUT, "ends")]
    await bureau.do(NOW, "office", record_leave, person, "sick", date(2026, 3, 14), date(2026, 3, 14))
    await bureau.do(NOW, "office", record_leave, bureau.world.people["a2"], "sick", MONDAY, FRIDAY)


@pytest.mark.req("§4")
async def test_it_is_withdrawn_by_whom_it_is_for_to_see(bureau):
    one = await bureau.do(NOW, "office", record_leave, bureau.world.people["a1"], "sick", MONDAY, FRIDAY)
    assert await bureau.refused(NOW, "b_clerk", withdraw_leave, one) == [(Code.NOT_FOUND, "leaveId")]
    assert await bureau.refused(NOW, "a2", withdraw_leave, one) == [(Code.NOT_FOUND, "leaveId")]
    assert await bureau.refused(NOW, "a1", withdraw_leave, one) == [(Code.NOT_ALLOWED, None)]
    seen = {
        who: len(await reading.rows(bureau.session, bureau.world.actor(who), LEAVES, []))
        for who in ("a1", "a2", "a_leader", "b_leader", "office")
    }
    assert seen == {"a1": 1, "a2": 0, "a_leader": 1, "b_leader": 0, "office": 1}
    assert await bureau.do(NOW, "a_clerk", withdraw_leave, one) == bureau.world.people["a1"]
    assert await bureau.session.scalar(select(Leave)) is None


@pytest.mark.req("N-10", "§4")
async def test_dated_leave_over_half_the_period_leaves_no_grade_to_determine(bureau):
    """A day that attendance counts too is one day; other kinds of leave, and days outside the period, are none. 28 of the
    quarter's 59 working days are less than half, 31 are more."""
    session, world = bureau.session, bureau.world
    office = world.actor("office")
    world.cycle_id = await create_cycle(session, office, NOW, KEY, "2026Q1")
    await open_cycle(session, office, NOW, world.cycle_id)
    sick = (date(2025, 12, 1), date(2026, 2, 6))
    given = {"a1": [("sick", *sick)], "a2": [("annual", *sick)], "a3": [("sick", *sick), ("personal", MONDAY, FRIDAY)]}
    for name, leaves in given.items():
        for one in leaves:
            await bureau.do(NOW, "office", record_leave, world.people[name], *one)
    batch = ImportBatch(body_id=world.body_id, kind="attendance", file_name="x", sha256="0" * 64, rows=1, summary={})
    session.add(batch)
    await session.flush()
    days = {"absent_days": 0, "sick_days": Decimal("20.5"), "personal_days": Decimal(2), "late_count": 0}
    session.add(
        Attendance(body_id=world.body_id, person_id=world.people["a1"], month="2026-01", batch_id=batch.id, **days)
    )
    await session.flush()
    situation = await load_situation(session, world.body_id, world.cycle_id)
    cases = {name: await world.case(session, name) for name in given}
    facts = await gather(session, situation, list(cases.values()))
    kept = {name: tuple(facts[case].leave[kind] for kind in LeaveKind) for name, case in cases.items()}
    assert kept == {"a1": (26, 2), "a2": (0, 0), "a3": (26, 5)}
    outcomes = await outcomes_of(session, situation, list(cases.values()))
    assert {name: str(outcomes[case].outcome) for name, case in cases.items()} == {
        "a1": "graded",
        "a2": "graded",
        "a3": "not_determined",
    }
    assert (await participants_now(session, situation))[QuotaScope.UNIT, world.units["a"]] == 5
