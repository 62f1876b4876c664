"""Two outside approvals; whoever is refused goes back to the committee and comes on a supplementary list."""

import pytest
from support.drive import EVERYONE, at, decide
from support.scene import Scene, ledger

from kaohe.workflow.approvals import answer_results, submit_results
from kaohe.workflow.cycles import suspend_cycle
from kaohe.workflow.decisions import DecisionInput
from kaohe.workflow.domain.refusals import Code

APPROVERS = {"inspector": "inspection_group", "authority": "county_authority"}


async def _send(scene: Scene, *names: str, day: int = 16) -> int:
    ids = await scene.cases(*names) if names else None
    return await submit_results(scene.session, scene.actor("office"), at(day), scene.world.cycle_id, ids)


async def _answer(
    scene: Scene, who: str, list_id: int, *refused: str, reason: str = "", day: int = 16, letter: str = "核〔2026〕1号"
) -> None:
    ids = await scene.cases(*refused)
    await answer_results(scene.session, scene.actor(who), at(day), list_id, APPROVERS[who], letter, ids, reason)


@pytest.mark.req("S3-8", "S3-40", "Cross-7")
async def test_nothing_is_final_before_both_have_approved(at_appeal: Scene) -> None:
    scene = at_appeal
    list_id = await _send(scene)
    assert await scene.tasks("office") == []
    await _answer(scene, "inspector", list_id)
    await scene.sweep(at(22))
    assert await scene.state("a1") == "appeal"
    await _answer(scene, "authority", list_id, day=22)
    assert set(await scene.states(*EVERYONE)) == {"feedback"}


@pytest.mark.req("S3-8")
async def test_an_approver_answers_once_for_himself_with_a_letter(at_appeal: Scene) -> None:
    scene = at_appeal
    list_id = await _send(scene)
    async with scene.refused(Code.NOT_ALLOWED):
        await answer_results(
            scene.session, scene.actor("inspector"), at(16), list_id, "county_authority", "核〔2026〕1号"
        )
    async with scene.refused(Code.REQUIRED) as refusals:
        await _answer(scene, "inspector", list_id, "a1", letter=" ")
    assert {one.field for one in refusals} == {"letter", "reason"}
    await _answer(scene, "inspector", list_id)
    async with scene.refused(Code.DUPLICATE):
        await _answer(scene, "inspector", list_id)


@pytest.mark.req("S3-8", "S3-40")
async def test_one_who_is_refused_goes_back_and_comes_on_a_supplementary_list(at_appeal: Scene) -> None:
    scene = at_appeal
    first = await _send(scene)
    await _answer(scene, "inspector", first, "a1", reason="实绩不实")
    await _answer(scene, "authority", first)
    await scene.sweep(at(22))
    row = await scene.row("a1")
    assert (row["state"], row["round"], await scene.state("a2")) == ("decision", 2, "feedback")
    await scene.relay(at(22))
    assert (await scene.cycle())["state"] == "appeal"
    await decide(
        scene.session, scene.world, at(22), (DecisionInput(await scene.case("a1"), "fairly_good", "依核准意见"),)
    )
    assert (await ledger(scene))[-1] == ("body", "freed", None, "2026Q1")
    await scene.sweep(at(30))
    assert await scene.state("a1") == "appeal"
    second = await _send(scene, day=30)
    numbers = await scene.rows(
        "SELECT number, supplements FROM result_list WHERE cycle_id = :id ORDER BY number", id=scene.world.cycle_id
    )
    assert [(one["number"], one["supplements"]) for one in numbers] == [(1, None), (2, first)]
    for who in APPROVERS:
        await _answer(scene, who, second, day=30)
    await scene.sweep(at(13, month=5))
    assert await scene.state("a1") == "feedback"


@pytest.mark.req("S3-8")
async def test_an_earlier_rounds_approval_does_not_count(at_appeal: Scene) -> None:
    scene = at_appeal
    first = await _send(scene)
    await _answer(scene, "authority", first)
    await _answer(scene, "inspector", first, "a1", reason="实绩不实")
    await decide(scene.session, scene.world, at(17))
    await scene.sweep(at(11, month=5))
    assert await scene.state("a1") == "appeal"


@pytest.mark.req("S3-8")
async def test_only_people_in_appeal_are_sent_and_once(at_appeal: Scene) -> None:
    scene = at_appeal
    await _send(scene, "a1")
    async with scene.refused(Code.BAD_INPUT):
        await _send(scene, "a1", "a2")
    await _send(scene)
    async with scene.refused(Code.BAD_INPUT):
        await _send(scene)
    async with scene.refused(Code.NOT_ALLOWED):
        await submit_results(scene.session, scene.actor("secretary"), at(16), scene.world.cycle_id)


@pytest.mark.req("S3-8")
async def test_nobody_answers_while_the_cycle_is_suspended(at_appeal: Scene) -> None:
    scene = at_appeal
    list_id = await _send(scene)
    await suspend_cycle(scene.session, scene.actor("office"), at(16), scene.world.cycle_id, "机构改革")
    async with scene.refused(Code.SUSPENDED):
        await _answer(scene, "inspector", list_id)
