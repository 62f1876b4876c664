"""Schemes that lack stages: they are passed through in the same transaction, without task or deadline."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import EVERYONE, UNITS, aggregate_unit, answer_all, at, decide, give_feedback, opened, walk_to
from support.scene import Scene

from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.objections import file_objection

#: What a policy may say of the end of these stages' terms.
_EXPIRY = {"self_summary": "advance", "publicity": "advance", "appeal": "advance"}


def without(*stages: str, approvals: bool = True) -> Callable[[str], str]:
    """The shipped policy's text with `present = false` in these stages, and without outside approvals if asked."""

    def edit(text: str) -> str:
        for stage in stages:
            section = re.search(rf"\[stages\.{stage}\]\n(.*?)(?=\n\[|\n# -)", text, re.S)
            assert section is not None
            expiry = _EXPIRY.get(stage, "hold")
            text = text.replace(section.group(0), f'[stages.{stage}]\npresent = false\non_expiry = "{expiry}"\n')
        return text if approvals else re.sub(r"outside_approvals = \[.*?\n\]\n", "", text, flags=re.S)

    return edit


async def _deadline_stages(scene: Scene) -> set[str]:
    found = await scene.rows("SELECT DISTINCT stage FROM deadline WHERE cycle_id = :id", id=scene.world.cycle_id)
    return {row["stage"] for row in found}


@pytest.mark.req("S3-37", "S3-38")
async def test_without_publicity_and_appeal_a_decision_leads_to_feedback(session: AsyncSession) -> None:
    world = await opened(session, at(1), edit=without("publicity", "appeal", approvals=False))
    scene = Scene(session, world, await walk_to(session, world, "decision"))
    await decide(session, world, at(7))
    assert {await scene.state(name) for name in EVERYONE} == {"feedback"}
    assert (await scene.triggers("a1"))[-3:] == ["decide", "skip_stage", "skip_stage"]
    await scene.relay(at(7))
    assert (await scene.cycle())["state"] == "feedback"
    assert await _deadline_stages(scene) & {"publicity", "appeal"} == set()
    assert await scene.value("SELECT count(*) FROM notice WHERE cycle_id = :id", id=world.cycle_id) == 0
    assert await scene.tasks("office") == []


@pytest.mark.req("S3-38")
async def test_without_appeal_the_end_of_publicity_leads_to_feedback(session: AsyncSession) -> None:
    world = await opened(session, at(1), edit=without("appeal", approvals=False))
    scene = Scene(session, world, await walk_to(session, world, "publicity"))
    async with scene.refused(Code.BAD_INPUT):
        await file_objection(session, scene.actor("a1"), at(8), await scene.case("a1"), "计分有误")
    await scene.sweep(at(15))
    assert await scene.state("a1") == "feedback"
    assert await scene.desk_of("a1") == [f"deliver_feedback leader_in_charge@{world.units['a']}"]
    assert "appeal" not in await _deadline_stages(scene)


@pytest.mark.req("S3-41")
async def test_without_feedback_the_last_approval_archives(session: AsyncSession) -> None:
    world = await opened(session, at(1), edit=without("feedback"))
    scene = Scene(session, world, await walk_to(session, world, "appeal"))
    await answer_all(session, world, at(16))
    await scene.sweep(at(22))
    await scene.relay(at(22))
    assert {await scene.state(name) for name in EVERYONE} == {"archived"}
    assert (await scene.cycle())["state"] == "archived"
    assert (await scene.triggers("a1"))[-2:] == ["close_appeal", "skip_stage"]
    assert (
        await scene.value("SELECT count(*) FROM task WHERE cycle_id = :id AND state = 'open'", id=world.cycle_id) == 0
    )


@pytest.mark.req("S3-28")
async def test_without_summaries_the_unit_begins(session: AsyncSession) -> None:
    world = await opened(session, at(1), edit=without("self_summary"))
    scene = Scene(session, world, at(1))
    assert {await scene.state(name) for name in EVERYONE} == {"aggregation"}
    assert await scene.triggers("a1") == ["open", "skip_stage"]
    assert await scene.tasks(person_key(world.people["a1"])) == []
    await scene.relay(at(1))
    assert (await scene.cycle())["state"] == "aggregation"
    await aggregate_unit(session, world, at(3), "a", *UNITS["a"])
    assert await scene.state("a1") == "review"
    assert "self_summary" not in await _deadline_stages(scene)


@pytest.mark.req("S3-28", "S3-41")
async def test_the_whole_loop_without_its_optional_stages(session: AsyncSession) -> None:
    world = await opened(session, at(1), edit=without("publicity", "appeal", "feedback", approvals=False))
    scene = Scene(session, world, await walk_to(session, world, "decision"))
    await decide(session, world, at(7))
    await scene.relay(at(7))
    assert {await scene.state(name) for name in EVERYONE} == {"archived"}
    assert (await scene.cycle())["state"] == "archived"


async def test_feedback_still_waits_for_a_human(session: AsyncSession) -> None:
    world = await opened(session, at(1), edit=without("publicity", "appeal", approvals=False))
    scene = Scene(session, world, await walk_to(session, world, "decision"))
    await decide(session, world, at(7))
    await give_feedback(session, world, at(8), "a1")
    assert await scene.desk_of("a1") == [f"acknowledge {person_key(world.people['a1'])}"]
