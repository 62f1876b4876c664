"""What people reached by their unit's indicators is entered for many at once, and is what their scores are computed from."""

from decimal import Decimal

import pytest
from indicators.conftest import ELASTIC, INDIVIDUAL, Counted, elastic, indicator
from sqlalchemy import text
from support.drive import submit_all
from support.measured import DIMENSIONS

from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.facts import gather
from kaohe.workflow.participation import reassign
from kaohe.workflow.queries.indicators import indicators_of
from kaohe.workflow.situations import load_situation


async def prepare(measured) -> None:
    await measured.set(INDIVIDUAL, indicator("数量", weight="3"), indicator("质量"), category="办案岗")
    await measured.set(ELASTIC, elastic("防汛值守"))


async def facts_of(measured, *names):
    situation = await load_situation(measured.session, measured.world.body_id, measured.world.cycle_id)
    cases = await measured.cases(*names)
    found = await gather(measured.session, situation, cases)
    return [found[case] for case in cases]


@pytest.mark.req("S0-6", "S0-7", "S0-12")
async def test_one_call_enters_many_and_a_later_one_replaces_what_it_names(measured):
    await prepare(measured)
    own = [(INDIVIDUAL, "i1", "80.125"), (INDIVIDUAL, "i2", "90"), (ELASTIC, "i1", "-1.5")]
    await measured.record({"a1": own, "a2": own, "a3": [(ELASTIC, "i1", "3")]})
    await measured.record({"a2": [(INDIVIDUAL, "i2", "0")]})
    first, second, third = await facts_of(measured, "a1", "a2", "a3")
    assert [(one.key, one.label, one.weight, one.score) for one in first.individual] == [
        ("i1", "数量", Decimal(3), Decimal("80.125")),
        ("i2", "质量", Decimal(1), Decimal(90)),
    ]
    assert [(one.key, one.label, one.points) for one in first.elastic] == [("i1", "防汛值守", Decimal("-1.5"))]
    assert [one.score for one in second.individual] == [Decimal("80.125"), Decimal(0)]
    assert (third.individual, [one.points for one in third.elastic]) == ((), [Decimal(3)])


@pytest.mark.req("S0-6", "S0-7")
async def test_what_is_not_entered_yet_is_a_fact_without_a_score(measured):
    await prepare(measured)
    (facts,) = await facts_of(measured, "a1")
    assert [one.score for one in facts.individual] == [None, None]
    assert [one.points for one in facts.elastic] == [None]


@pytest.mark.req("S0-6", "S0-7")
async def test_everything_wrong_with_what_is_entered_is_told_at_once(measured):
    await prepare(measured)
    wrong = [
        (INDIVIDUAL, "i1", "100.001"),
        (INDIVIDUAL, "i1", "-1"),
        (INDIVIDUAL, "i2", "1.0001"),
        (INDIVIDUAL, "i3", "50"),
        (ELASTIC, "i1", "3.001"),
        (ELASTIC, "i2", "1"),
    ]
    with pytest.raises(Refused) as caught:
        await measured.record({"a1": wrong, "a2": [(ELASTIC, "i1", "-2.001")], "a3": [(INDIVIDUAL, "i1", "1E+29")]})
    assert [(one.code, one.field) for one in caught.value.refusals] == [
        (Code.BAD_INPUT, "[0].indicators[0].points"),
        (Code.DUPLICATE, "[0].indicators[1].indicator"),
        (Code.BAD_INPUT, "[0].indicators[1].points"),
        (Code.BAD_INPUT, "[0].indicators[2].points"),
        (Code.BAD_INPUT, "[0].indicators[3].indicator"),
        (Code.BAD_INPUT, "[0].indicators[4].points"),
        (Code.BAD_INPUT, "[0].indicators[5].indicator"),
        (Code.BAD_INPUT, "[1].indicators[0].points"),
        (Code.BAD_INPUT, "[2].indicators[0].indicator"),  # another post category has no such indicator
    ]
    assert await measured.points("a1") == await measured.points("a2") == {}


@pytest.mark.req("S0-7")
async def test_the_bounds_themselves_are_allowed(measured):
    await prepare(measured)
    await measured.record({"a1": [(ELASTIC, "i1", "3"), (INDIVIDUAL, "i1", "100"), (INDIVIDUAL, "i2", "0.001")]})
    await measured.record({"a1": [(ELASTIC, "i1", "-2"), (INDIVIDUAL, "i1", "0")]})


@pytest.mark.parametrize("who", ["a_leader", "deputy"])
async def test_nobody_enters_his_own(measured, who):
    await measured.set(ELASTIC, elastic("防汛值守"))
    async with measured.refused(Code.OWN_CASE):
        await measured.record({"a_clerk": [(ELASTIC, "i1", "1")]})
    await measured.record({"a_clerk": [(ELASTIC, "i1", "1")]}, by=who)


@pytest.mark.parametrize(
    ("who", "code"), [("a2", Code.NOT_FOUND), ("b_clerk", Code.NOT_FOUND), ("office", Code.NOT_ALLOWED)]
)
async def test_nor_does_anybody_but_the_unit(measured, who, code):
    await prepare(measured)
    async with measured.refused(code):
        await measured.record({"a1": [(ELASTIC, "i1", "1")]}, by=who)


async def test_nothing_is_entered_once_the_unit_has_handed_in_or_the_case_is_aggregated(measured):
    await prepare(measured)
    case = await measured.case("a1")
    handed_in = text(
        "UPDATE unit_list SET state = 'handed_in', members = to_jsonb(ARRAY[:case]::bigint[]) WHERE id = :id"
    )
    await measured.session.execute(handed_in, {"case": case, "id": await measured.list_of("a")})
    async with measured.refused(Code.LIST_HANDED_IN):
        await measured.record({"a1": [(ELASTIC, "i1", "1")]})
    await measured.session.execute(text("UPDATE assessment SET state = 'review' WHERE id = :id"), {"id": case})
    async with measured.refused(Code.WRONG_STATE):
        await measured.record({"a1": [(ELASTIC, "i1", "1")]})


async def test_the_history_says_what_was_entered(measured):
    await prepare(measured)
    await measured.record({"a1": [(INDIVIDUAL, "i1", "80"), (ELASTIC, "i1", "-1")]})
    found = await measured.rows(
        "SELECT trigger, data FROM history WHERE subject = 'assessment' AND subject_id = :id ORDER BY seq DESC LIMIT 1",
        id=await measured.case("a1"),
    )
    assert found == [{"trigger": "record_indicators", "data": {"individual.i1": "80", "elastic.i1": "-1"}}]


@pytest.mark.req("S0-6", "S0-9")
async def test_whom_another_unit_assesses_is_measured_by_its_indicators(measured):
    await prepare(measured)
    await measured.set(INDIVIDUAL, indicator("窗口办案"), category="办案岗", unit="b")
    await measured.record({"a1": [(INDIVIDUAL, "i1", "80"), (ELASTIC, "i1", "1")]})
    office, unit = measured.actor("office"), measured.world.units["b"]
    await reassign(measured.session, office, measured.now, await measured.cases("a1"), unit, "借调")
    (facts,) = await facts_of(measured, "a1")
    assert facts.unit_class == "window"
    assert [(one.label, one.score) for one in facts.individual] == [("窗口办案", None)]
    assert facts.elastic == ()


@pytest.mark.req("S0-5", "S0-6", "S0-7", "S0-9")
async def test_five_dimensions_own_indicators_and_the_elastic_one_make_the_score_and_classes_differ(measured):
    await prepare(measured)
    await measured.set(INDIVIDUAL, indicator("服务态度"), category="窗口岗", unit="b")
    await submit_all(measured.session, measured.world, measured.now, "a1", "a2", "b1")
    for unit, names in (("a", ("a1", "a2")), ("b", ("b1",))):
        common = {case: dict.fromkeys(DIMENSIONS, Decimal(90)) for case in await measured.cases(*names)}
        await record_scores(measured.session, measured.actor(f"{unit}_clerk"), measured.now, common)
    await measured.record({"a1": [(INDIVIDUAL, "i1", "80"), (INDIVIDUAL, "i2", "100"), (ELASTIC, "i1", "1.5")]})
    await measured.record({"b1": [(INDIVIDUAL, "i1", "70")]}, by="b_clerk")
    async with measured.refused(Code.INPUTS_INCOMPLETE):
        await aggregate(measured.session, measured.actor("a_clerk"), measured.now, await measured.cases("a2"))
    await aggregate(measured.session, measured.actor("a_clerk"), measured.now, await measured.cases("a1"))
    await aggregate(measured.session, measured.actor("b_clerk"), measured.now, await measured.cases("b1"))
    # 90 · 40 / 100, then (80 · 3 + 100 · 1) / 4 · 60 / 100, then the elastic points; the window unit has none
    assert (await measured.row("a1"))["score"] == Decimal("36") + Decimal("51") + Decimal("1.5")
    assert (await measured.row("b1"))["score"] == Decimal("36") + Decimal("42")
    async with measured.refused(Code.INDICATORS_SETTLED):
        await measured.set(ELASTIC, elastic("防汛值守"))


@pytest.mark.req("S0-6")
async def test_a_case_shows_its_indicators_to_whoever_may_see_it(measured):
    await prepare(measured)
    await measured.record({"a1": [(INDIVIDUAL, "i1", "80")]})
    one, other = await measured.cases("a1", "b1")
    shown = await indicators_of(measured.session, measured.actor("a1"), [one, other])
    assert [(line["kind"], line["key"], line["label"], line["standard"], line["points"]) for line in shown[one]] == [
        ("individual", "i1", "数量", "按时办结", Decimal(80)),
        ("individual", "i2", "质量", "按时办结", None),
        ("elastic", "i1", "防汛值守", "每次加一分", None),
    ]
    assert shown[other] == []
    assert await indicators_of(measured.session, measured.actor("b1"), [one]) == {one: []}


@pytest.mark.req("S0-3", "S0-12")
async def test_the_number_of_statements_does_not_grow_with_the_number_of_people(measured):
    await prepare(measured)
    situation = await load_situation(measured.session, measured.world.body_id, measured.world.cycle_id)
    counts = []
    for names in (("a1",), ("a1", "a2", "a3", "b1", "b2", "b3")):
        with Counted(measured.session) as statements:
            await gather(measured.session, situation, await measured.cases(*names))
        counts.append(len(statements) - len(names))  # finding each case takes one
    assert counts[0] == counts[1]
    given = {name: [(ELASTIC, "i1", "1")] for name in ("a1", "a2", "a3", "a4")}
    counts = []
    for names in (("a1",), tuple(given)):
        with Counted(measured.session) as statements:
            await measured.record({name: given[name] for name in names})
        counts.append(len(statements) - len(names))
    assert counts[0] == counts[1]
