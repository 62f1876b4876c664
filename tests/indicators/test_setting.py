"""A unit sets its own indicators, with its own standards, for each category of its posts, and for one quarter."""

from decimal import Decimal

import pytest
from indicators.conftest import ELASTIC, INDIVIDUAL, Measured, elastic, indicator
from sqlalchemy import text
from support.substitutes import lend, signed_in

from kaohe.workflow.cycles import cancel_cycle, create_cycle, suspend_cycle
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.facts import gather
from kaohe.workflow.people import revoke_substitution
from kaohe.workflow.queries.indicators import unit_indicators
from kaohe.workflow.situations import load_situation


async def in_force(measured: Measured, name: str, cycle_id: int | None = None) -> tuple[list[str], list[str]]:
    """The labels of a person's individual and elastic indicators in a cycle."""
    cycle_id = cycle_id or measured.world.cycle_id
    case = await measured.value(
        "SELECT id FROM assessment WHERE cycle_id = :cycle AND person_id = :person",
        cycle=cycle_id,
        person=measured.world.people[name],
    )
    situation = await load_situation(measured.session, measured.world.body_id, cycle_id)
    facts = (await gather(measured.session, situation, [case]))[case]
    return [one.label for one in facts.individual], [one.label for one in facts.elastic]


async def settle(measured: Measured, name: str, state: str = "review", cycle_id: int | None = None) -> None:
    """The person has been aggregated."""
    await measured.session.execute(
        text(
            "UPDATE assessment SET state = :state, score = 90, outcome = 'graded' WHERE cycle_id = :cycle AND person_id = :id"
        ),
        {"state": state, "cycle": cycle_id or measured.world.cycle_id, "id": measured.world.people[name]},
    )


@pytest.mark.req("S0-6")
async def test_each_post_category_of_a_unit_has_its_own_indicators(measured):
    await measured.set(INDIVIDUAL, indicator("办案数量", "每季5件"), indicator("办案质量"), category="办案岗")
    await measured.set(INDIVIDUAL, indicator("办文时效", "3日内办结"), category="综合岗")
    await measured.set(INDIVIDUAL, indicator("服务态度"), category="窗口岗", unit="b")
    assert await in_force(measured, "a1") == (["办案数量", "办案质量"], [])
    assert await in_force(measured, "a3") == (["办文时效"], [])
    assert await in_force(measured, "b1") == (["服务态度"], [])
    assert await in_force(measured, "a_clerk") == ([], [])  # of no category, and none is set for such


@pytest.mark.req("S0-6")
async def test_people_without_a_category_have_a_set_of_their_own(measured):
    await measured.set(INDIVIDUAL, indicator("内勤工作"))
    assert await in_force(measured, "a_clerk") == (["内勤工作"], [])
    assert await in_force(measured, "a1") == ([], [])


@pytest.mark.req("S0-6")
async def test_individual_indicators_hold_until_a_later_set_which_leaves_the_earlier_quarter_alone(measured):
    first = await measured.set(INDIVIDUAL, indicator("办案数量"), category="办案岗")
    second, third = await measured.open_quarter("2026Q2"), await measured.open_quarter("2026Q3")
    assert await in_force(measured, "a1", third) == (["办案数量"], [])
    later = await measured.set(INDIVIDUAL, indicator("办案质量"), category="办案岗", cycle_id=second)
    assert later != first
    assert await in_force(measured, "a1") == (["办案数量"], [])
    assert await in_force(measured, "a1", second) == (["办案质量"], [])
    assert await in_force(measured, "a1", third) == (["办案质量"], [])
    assert await measured.set(INDIVIDUAL, indicator("办案效率"), category="办案岗") == first
    assert await in_force(measured, "a1") == (["办案效率"], [])
    assert await in_force(measured, "a1", second) == (["办案质量"], [])


@pytest.mark.req("S0-7")
async def test_elastic_indicators_are_the_whole_unit_s_for_that_quarter_alone(measured):
    second = await measured.open_quarter("2026Q2")
    await measured.set(ELASTIC, elastic("防汛值守"))
    assert await in_force(measured, "a1") == await in_force(measured, "a_clerk") == ([], ["防汛值守"])
    assert await in_force(measured, "b1") == ([], [])
    assert await in_force(measured, "a1", second) == ([], [])


@pytest.mark.req("S0-9", "S1-17")
async def test_the_unit_s_class_decides_which_kinds_there_are(measured):
    async with measured.refused(Code.BAD_INPUT) as refusals:
        await measured.set(ELASTIC, elastic("窗口值守"), unit="b")
    assert refusals[0].field == "kind"
    await measured.session.execute(
        text("UPDATE unit SET unit_class = '' WHERE id = :id"), {"id": measured.world.units["b"]}
    )
    await measured.set(ELASTIC, elastic("窗口值守"), unit="b")  # the default class has them


@pytest.mark.req("S0-6", "S0-7")
async def test_everything_wrong_with_a_set_is_told_at_once(measured):
    wrong = [
        indicator("甲", "", weight="0"),
        indicator("甲", "标准", weight="1.00001", key="K"),
        indicator(" ", "标准" * 300, weight=None),
        indicator("丁" * 101, weight="10001"),
    ]
    with pytest.raises(Refused) as caught:
        await measured.set(INDIVIDUAL, *wrong, category="岗" * 51)
    assert {(one.code, one.field) for one in caught.value.refusals} == {
        (Code.BAD_INPUT, "indicators"),
        (Code.BAD_INPUT, "post_category"),
        (Code.REQUIRED, "indicators[0].standard"),
        (Code.BAD_INPUT, "indicators[0].weight"),
        (Code.BAD_INPUT, "indicators[1].key"),
        (Code.BAD_INPUT, "indicators[1].weight"),
        (Code.DUPLICATE, "indicators[1].label"),
        (Code.REQUIRED, "indicators[2].label"),
        (Code.BAD_INPUT, "indicators[2].standard"),
        (Code.REQUIRED, "indicators[2].weight"),
        (Code.BAD_INPUT, "indicators[3].label"),
        (Code.BAD_INPUT, "indicators[3].weight"),
    }
    assert await measured.value("SELECT count(*) FROM indicator_set") == 0


@pytest.mark.req("S0-7")
async def test_an_elastic_set_has_neither_weights_nor_a_post_category_and_keeps_to_its_number(measured):
    with pytest.raises(Refused) as caught:
        await measured.set(ELASTIC, indicator("甲"), elastic("乙", key="k"), elastic("丙", key="k"), category="办案岗")
    assert {(one.code, one.field) for one in caught.value.refusals} == {
        (Code.BAD_INPUT, "indicators"),
        (Code.BAD_INPUT, "post_category"),
        (Code.BAD_INPUT, "indicators[0].weight"),
        (Code.DUPLICATE, "indicators[2].key"),
    }


async def test_a_set_has_an_indicator_at_least(measured):
    async with measured.refused(Code.REQUIRED):
        await measured.set(INDIVIDUAL, category="办案岗")


@pytest.mark.req("S0-6")
async def test_scores_stay_with_indicators_that_say_the_same_and_pass_to_no_other(measured):
    await measured.set(INDIVIDUAL, indicator("数量"), indicator("质量"), indicator("效率"), category="办案岗")
    await measured.record({"a1": [(INDIVIDUAL, key, "80") for key in ("i1", "i2", "i3")]})
    changed = (indicator("效率", weight="5"), indicator("质量", "另一标准"), indicator("态度"))
    await measured.set(INDIVIDUAL, *changed, category="办案岗")
    stored = await measured.value("SELECT indicators FROM indicator_set")
    assert [(one["key"], one["label"]) for one in stored] == [("i3", "效率"), ("i2", "质量"), ("i4", "态度")]
    assert await measured.points("a1") == {"i3": Decimal(80)}


@pytest.mark.req("S0-6")
async def test_nothing_changes_under_people_already_aggregated(measured):
    await measured.set(INDIVIDUAL, indicator("数量"), category="办案岗")
    await settle(measured, "a2")
    async with measured.refused(Code.INDICATORS_SETTLED):
        await measured.set(INDIVIDUAL, indicator("质量"), category="办案岗")
    async with measured.refused(Code.INDICATORS_SETTLED):
        await measured.set(ELASTIC, elastic("防汛值守"))
    await measured.set(INDIVIDUAL, indicator("时效"), category="综合岗")  # concerns others
    await settle(measured, "a2", "aggregation")  # sent back, to be aggregated again
    await measured.set(INDIVIDUAL, indicator("质量"), category="办案岗")
    assert await in_force(measured, "a2") == (["质量"], [])


@pytest.mark.req("S0-6")
async def test_nor_in_a_later_quarter_in_which_the_set_still_holds(measured):
    await measured.set(INDIVIDUAL, indicator("数量"), category="办案岗")
    second = await measured.open_quarter("2026Q2")
    await settle(measured, "a1", cycle_id=second)
    async with measured.refused(Code.INDICATORS_SETTLED):
        await measured.set(INDIVIDUAL, indicator("质量"), category="办案岗")
    await settle(measured, "a1", "aggregation", cycle_id=second)
    await measured.set(INDIVIDUAL, indicator("效率"), category="办案岗", cycle_id=second)
    await settle(measured, "a1", cycle_id=second)
    await measured.set(INDIVIDUAL, indicator("质量"), category="办案岗")  # the second quarter has its own by now
    assert await in_force(measured, "a1", second) == (["效率"], [])


async def test_not_in_a_suspended_or_cancelled_cycle(measured):
    await suspend_cycle(measured.session, measured.actor("office"), measured.now, measured.world.cycle_id, "防汛")
    async with measured.refused(Code.SUSPENDED):
        await measured.set(INDIVIDUAL, indicator("数量"))
    draft = await create_cycle(measured.session, measured.actor("office"), measured.now, "county-psb", "2026Q2")
    await measured.set(INDIVIDUAL, indicator("数量"), cycle_id=draft)
    await cancel_cycle(measured.session, measured.actor("office"), measured.now, draft, "误建")
    async with measured.refused(Code.WRONG_STATE):
        await measured.set(INDIVIDUAL, indicator("质量"), cycle_id=draft)


@pytest.mark.parametrize("who", ["a_clerk", "a_leader", "deputy"])
async def test_the_unit_s_clerk_or_leaders_set_them(measured, who):
    assert await measured.set(INDIVIDUAL, indicator("数量"), by=who)
    assert await measured.value("SELECT set_by FROM indicator_set") == measured.world.people[who]


@pytest.mark.parametrize("who", ["a1", "b_clerk", "b_leader", "office", "secretary", "admin", "inspector"])
async def test_nobody_else_does(measured, who):
    async with measured.refused(Code.NOT_ALLOWED):
        await measured.set(INDIVIDUAL, indicator("数量"), by=who)
    assert await measured.value("SELECT count(*) FROM indicator_set") == 0


async def test_a_substitute_does_for_the_work_lent_to_him(measured):
    await lend(measured, "a_clerk", "b1", WorkKind.AGGREGATION)
    await lend(measured, "a_leader", "b2", WorkKind.REVIEW)
    lent = await signed_in(measured, "b1")
    assert await measured.set(INDIVIDUAL, indicator("数量"), by=lent)
    assert await unit_indicators(measured.session, lent, measured.world.units["a"], measured.world.cycle_id)
    async with measured.refused(Code.NOT_LENT):
        await measured.set(INDIVIDUAL, indicator("质量"), by=await signed_in(measured, "b2"))


async def test_nor_once_the_substitution_is_revoked(measured):
    substitution = await lend(measured, "a_clerk", "b1", WorkKind.AGGREGATION)
    lent = await signed_in(measured, "b1")
    await revoke_substitution(measured.session, measured.actor("a_clerk"), measured.now, substitution)
    async with measured.refused(Code.SUBSTITUTION_REVOKED):
        await measured.set(INDIVIDUAL, indicator("数量"), by=lent)


@pytest.mark.req("S0-6", "S0-12")
async def test_a_clerk_sees_which_categories_have_none_yet(measured):
    await measured.set(INDIVIDUAL, indicator("数量"), category="办案岗")
    await measured.set(INDIVIDUAL, indicator("调研"), category="调研岗")
    found = await unit_indicators(
        measured.session, measured.actor("a_clerk"), measured.world.units["a"], measured.world.cycle_id
    )
    assert [(one["kind"], one["post_category"], one["people"], one["set_id"] is not None) for one in found] == [
        ("individual", "", 2, False),
        ("individual", "办案岗", 2, True),
        ("individual", "综合岗", 2, False),
        ("individual", "调研岗", 0, True),
        ("elastic", "", 6, False),
    ]


@pytest.mark.req("S0-6")
async def test_before_the_cycle_opens_the_unit_s_people_are_counted(measured):
    draft = await create_cycle(measured.session, measured.actor("office"), measured.now, "county-psb", "2026Q2")
    args = (measured.session, measured.actor("b_leader"), measured.world.units["b"], draft)
    assert [(one["post_category"], one["people"]) for one in await unit_indicators(*args)] == [("", 4), ("窗口岗", 2)]


async def test_those_who_are_measured_see_it_and_others_do_not(measured):
    args = (measured.world.units["a"], measured.world.cycle_id)
    for who in ("a1", "a_clerk", "deputy", "chief", "office", "secretary"):
        assert await unit_indicators(measured.session, measured.actor(who), *args), who
    for who in ("b1", "b_clerk", "inspector", "admin"):
        assert await unit_indicators(measured.session, measured.actor(who), *args) is None, who
    assert await unit_indicators(measured.session, measured.actor("office"), args[0], 0) is None
