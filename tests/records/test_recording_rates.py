"""Recording rates: who keeps records, the lowest first, for those who look after them, in a fixed number of statements."""

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import event, text
from support.records import KEY, log, shanghai, write_logs

from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.participation import exclude
from kaohe.workflow.queries.keyset import Window
from kaohe.workflow.queries.recording_rates import RatesAsked, recording_rates
from kaohe.workflow.records import record_leave

MIDDLE = shanghai(1, 8)  # a Thursday: since the new year the 4th to the 7th were worked
AFTER = shanghai(4, 9)


async def rates(bureau, now, who, *, kind=RecordKind.DAILY_LOG, first=100, after=None, **asked):
    page, total = await recording_rates(
        bureau.session,
        bureau.world.actor(who),
        now,
        RatesAsked(bureau.world.cycle_id, kind, **asked),
        Window(first, after),
    )
    names = {number: name for name, number in bureau.world.people.items()}
    return {names[row["person_id"]]: row for row, _ in page.rows}, page, total


@pytest.fixture
async def drafted(bureau):
    """The quarter's cycle is created and not open yet."""
    world = bureau.world
    world.cycle_id = await create_cycle(bureau.session, world.actor("office"), shanghai(1, 4), KEY, "2026Q1")
    return bureau


@pytest.mark.req("S1-4", "S1-14")
async def test_while_the_quarter_is_under_way_the_lowest_come_first(drafted):
    bureau = drafted
    await write_logs(bureau.session, bureau.world, "a1", *(date(2026, 1, day) for day in (4, 5, 6, 7)))
    await write_logs(bureau.session, bureau.world, "a2", date(2026, 1, 5))
    await bureau.write(MIDDLE, "a3", log("2026-01-08"))
    found, _, total = await rates(bureau, MIDDLE, "office", unit_id=bureau.world.units["a"])
    assert (total, list(found)[-1]) == (6, "a1")
    assert found["a1"]["rate"] == 1
    assert (found["a2"]["rate"], found["a2"]["missing"]) == (Fraction(1, 4), ["2026-01-04", "2026-01-06", "2026-01-07"])
    assert (found["a3"]["due"], found["a3"]["recorded"]) == (5, 1)  # today's is there before it is due
    ordered = [row["rate"] for row in found.values()]
    assert ordered == sorted(ordered)
    assert (found["a4"]["rate"], found["a4"]["due"]) == (0, 4)


@pytest.mark.req("S1-4")
async def test_leave_and_people_who_owe_nothing(drafted):
    bureau = drafted
    person = bureau.world.people["a4"]
    await bureau.do(MIDDLE, "office", record_leave, person, "sick", date(2025, 12, 30), date(2026, 1, 9))
    found, _, _ = await rates(bureau, MIDDLE, "a_leader")
    assert list(found)[-1] == "a4"
    assert (found["a4"]["rate"], found["a4"]["due"], found["a4"]["missing"]) == (None, 0, [])


@pytest.mark.req("S1-4", "S1-10")
@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("a1", {"a1"}),
        ("a_leader", "a"),
        ("a_clerk", "a"),
        ("deputy", "ab"),
        ("office", "ab"),
        ("b1", {"b1"}),
        ("admin", set()),
    ],
)
async def test_one_sees_his_own_units_and_leaders_theirs(drafted, who, sees):
    found, _, total = await rates(drafted, MIDDLE, who)
    if isinstance(sees, str):
        units = {drafted.world.units[unit] for unit in sees}
        sees = {name for name, unit in drafted.world.unit_of.items() if unit in units}
    assert (set(found), total) == (sees, len(sees))


@pytest.mark.req("S1-14")
async def test_once_it_is_open_those_count_who_take_part(drafted):
    bureau = drafted
    session, world = bureau.session, bureau.world
    await open_cycle(session, world.actor("office"), shanghai(4, 1), world.cycle_id)
    await exclude(session, world.actor("office"), shanghai(4, 1), [await world.case(session, "a4")], "退休")
    found, _, _ = await rates(bureau, AFTER, "office", unit_id=world.units["a"])
    assert "a4" not in found
    assert len(found) == 5
    assert (len(found["a1"]["missing"]), found["a1"]["recorded"]) == (31, 0)
    assert found["a1"]["due"] > 50


@pytest.mark.req("S1-7", "S1-14")
async def test_other_kinds_have_a_rate_of_their_own(drafted):
    found, _, _ = await rates(drafted, AFTER, "office", kind=RecordKind.INVENTORY)
    assert (found["a1"]["due"], found["a1"]["missing"]) == (1, ["2026Q1"])
    nothing_due, _, _ = await rates(drafted, AFTER, "office", kind=RecordKind.ANNUAL_SUMMARY)
    assert (nothing_due["a1"]["due"], nothing_due["a1"]["rate"]) == (0, None)
    assert (await rates(drafted, AFTER, "office", kind=RecordKind.MONTHLY_RECORD))[2] == 0  # the scheme has none


@pytest.mark.req("S1-14")
async def test_a_cycle_of_nobody_is_not_found(drafted):
    asked = RatesAsked(10**9, RecordKind.DAILY_LOG)
    with pytest.raises(Refused) as caught:
        await recording_rates(drafted.session, drafted.world.actor("office"), MIDDLE, asked, Window(1))
    assert caught.value.refusals[0].code is Code.NOT_FOUND


@pytest.mark.req("S1-14")
async def test_pages_miss_and_repeat_nobody(drafted):
    await write_logs(drafted.session, drafted.world, "a1", date(2026, 1, 5))
    whole, _, total = await rates(drafted, MIDDLE, "office")
    names, after = [], None
    while True:
        found, page, _ = await rates(drafted, MIDDLE, "office", first=5, after=after)
        names += found
        if not page.more:
            break
        after = page.rows[-1][1]
    assert names == list(whole)
    assert len(names) == total == 12


@pytest.mark.req("S1-1", "S1-14")
async def test_the_rates_of_1340_people_take_a_fixed_number_of_statements(drafted):
    session, world = drafted.session, drafted.world
    await session.execute(
        text("""
INSERT INTO person (body_id, number, name, unit_id, post, rank, work_in_charge, management, active)
SELECT :body, 'n' || n, '干部' || n, :unit, '', '', '', '', true FROM generate_series(1, 1328) n"""),
        {"body": world.body_id, "unit": world.units["a"]},
    )
    await session.execute(
        text("""
INSERT INTO work_record (body_id, person_id, unit_id, policy_version_id, kind, covers, first_day, last_day, text, items,
                         recorded_at, changed_at, revision, backfilled)
SELECT p.body_id, p.id, p.unit_id, :version, 'daily_log', d::date::text, d::date, d::date, '日志', '[]', d, d, 1, false
  FROM person p, generate_series(date '2026-01-04', date '2026-01-07', '1 day') d
 WHERE p.body_id = :body AND p.number LIKE 'n%' AND p.id % 2 = 0"""),
        {"body": world.body_id, "version": drafted.version_id},
    )
    seen: list[str] = []
    connection = (await session.connection()).sync_connection
    event.listen(connection, "before_cursor_execute", lambda *given: seen.append(given[2]))
    page, total = await recording_rates(
        session, world.actor("office"), MIDDLE, RatesAsked(world.cycle_id, RecordKind.DAILY_LOG), Window(100)
    )
    assert (total, len(page.rows), page.rows[0][0]["rate"]) == (1340, 100, 0)
    assert len(seen) == 2
