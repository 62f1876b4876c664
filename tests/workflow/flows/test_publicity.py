"""Notices: what they list, how long they stand."""

import pytest
from support.drive import at, decide
from support.scene import Scene

from kaohe.workflow.decisions import DecisionInput
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.participation import exclude


async def _notice(scene: Scene) -> dict:  # type: ignore[type-arg]
    return (await scene.rows("SELECT * FROM notice WHERE cycle_id = :id", id=scene.world.cycle_id))[0]


@pytest.mark.req("S3-37", "N-3")
async def test_only_public_grades_are_listed(at_decision: Scene) -> None:
    scene = at_decision
    poor = DecisionInput(await scene.case("a3"), "poor", "履职不力")
    await decide(scene.session, scene.world, at(7), (poor,))
    notice = await _notice(scene)
    assert [line["name"] for line in notice["content"]] == ["a1", "a2", "b1", "b2"]
    assert {line["grade"] for line in notice["content"]} == {"good"}
    assert set(notice["content"][0]) == {"assessment_id", "name", "unit", "post", "grade"}


@pytest.mark.req("S3-37", "N-3", "Cross-6")
async def test_five_working_days_over_a_holiday(at_decision: Scene) -> None:
    """Decided on Friday 3 April 2026; Qingming is from the 4th to the 6th: the 7th to the 10th, and the 13th."""
    scene = at_decision
    await decide(scene.session, scene.world, at(3, hour=6))
    notice = await _notice(scene)
    assert notice["closes_at"] == at(13, hour=16)  # 24:00 in Shanghai
    assert notice["objections_until"] == at(20, hour=16)
    await scene.sweep(at(13, hour=15))
    assert await scene.state("a1") == "publicity"
    await scene.sweep(at(13, hour=16))
    assert await scene.state("a1") == "appeal"


@pytest.mark.req("S3-37", "S3-8")
async def test_the_end_of_a_notice_asks_the_office_to_send_the_results(at_publicity: Scene) -> None:
    scene = at_publicity
    assert await scene.tasks("office") == []
    await scene.sweep(at(15))
    assert await scene.tasks("office") == ["submit_results"]
    assert (await scene.row("a1"))["due_at"] == (await _notice(scene))["objections_until"]


@pytest.mark.req("S3-37")
async def test_a_published_result_is_not_excluded(at_publicity: Scene) -> None:
    async with at_publicity.refused(Code.WRONG_STATE):
        await exclude(at_publicity.session, at_publicity.actor("office"), at(8), await at_publicity.cases("a1"), "退休")
