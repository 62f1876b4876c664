"""What a case takes along to another unit, out of the cycle and back."""

from decimal import Decimal

import pytest
from support.drive import UNITS, aggregate_unit, at, submit_all
from support.scene import Scene

from kaohe.workflow.inputs_open import stages_of_units
from kaohe.workflow.participation import exclude, include, reassign
from kaohe.workflow.reviews import return_for_rework
from kaohe.workflow.summaries import ClaimInput, SummaryInput, submit_summary


@pytest.mark.req("S3-20")
async def test_claims_that_wait_for_the_office_are_not_lost_on_the_way(at_self_summary: Scene) -> None:
    scene = at_self_summary
    cases = await scene.cases("a1")
    await claim(scene)
    desk = ["aggregate unit_clerk@{}", "audit_claims office"]
    assert await scene.desk_of("a1") == [one.format(scene.world.units["a"]) for one in desk]
    await reassign(scene.session, scene.actor("office"), at(2), cases, scene.world.units["b"], "借用")
    assert await scene.desk_of("a1") == [one.format(scene.world.units["b"]) for one in desk]
    await exclude(scene.session, scene.actor("office"), at(2), cases, "调出")
    assert await scene.desk_of("a1") == []
    await submit_all(scene.session, scene.world, at(2), "a2", "a3", "a4", "a_leader", "a_clerk", *UNITS["b"])
    await scene.relay(at(2))
    await include(scene.session, scene.actor("office"), at(2), cases, "未调出")
    assert await scene.desk_of("a1") == [one.format(scene.world.units["b"]) for one in desk]


async def claim(scene: Scene) -> None:
    """a1 hands in his summary with a claim."""
    given = SummaryInput(text="完成任务。", claims=[ClaimInput("merit_citation", "破案", Decimal(1))])
    await submit_summary(scene.session, scene.actor("a1"), at(1), await scene.case("a1"), given)


@pytest.mark.req("S3-10")
async def test_a_returned_case_that_was_out_for_a_while_is_aggregated_anew(at_review: Scene) -> None:
    scene = at_review
    cases = await scene.cases("a1")
    await return_for_rework(scene.session, scene.actor("a_leader"), at(3), cases, "aggregation", "分数有误")
    for _ in range(2):  # only where he was the last time counts
        await exclude(scene.session, scene.actor("office"), at(3), cases, "调出")
        await include(scene.session, scene.actor("office"), at(3), cases, "未调出")
        assert await scene.state("a1") == "aggregation"
    await aggregate_unit(scene.session, scene.world, at(3), "a", "a1")
    await exclude(scene.session, scene.actor("office"), at(3), cases, "调出")
    await include(scene.session, scene.actor("office"), at(3), cases, "未调出")
    assert await scene.state("a1") == "review"


@pytest.mark.req("S0-8", "S0-20")
async def test_who_was_taken_out_with_his_score_holds_what_it_rests_on(at_review: Scene) -> None:
    """He comes back with it: cards and items of his unit must not change meanwhile."""
    scene = at_review
    await exclude(scene.session, scene.actor("office"), at(3), await scene.cases("a1"), "调出")
    unit = scene.world.units["a"]
    stages = await stages_of_units(scene.session, scene.world.body_id, scene.world.cycle_id, [unit])
    assert set(stages[unit]) == {"review"}
