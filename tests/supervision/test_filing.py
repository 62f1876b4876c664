"""Review and filing (审核备案): results go to who keeps them on file, and nobody waits for his answer."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from support.drive import EVERYONE, at, give_feedback, opened, walk_to
from support.scene import Scene

from kaohe.schema.session import Database
from kaohe.workflow.approvals import answer_results, submit_results
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.roles import Role, role_key

AUTHORITY = role_key(Role.OUTSIDE_APPROVER, "county_authority")


def _approvers(source: str, *lines: str) -> str:
    return re.sub(
        r"outside_approvals = \[.*?\n\]", f"outside_approvals = [{', '.join(lines)}]", source, count=1, flags=re.S
    )


FILED = '{ key = "county_authority", label = "县公务员主管部门", filing = true }'
APPROVED = '{ key = "inspection_group", label = "一线实绩考察组" }'


def only_filed(source: str) -> str:
    return _approvers(source, FILED)


def approved_and_filed(source: str) -> str:
    return _approvers(source, APPROVED, FILED)


@pytest_asyncio.fixture
async def filed(database: Database) -> AsyncIterator[Scene]:
    """Publicity is over; results are only filed, no one approves them."""
    async with database.session() as session:
        world = await opened(session, at(1), key="psb-filed", edit=only_filed)
        yield Scene(session, world, await walk_to(session, world, "appeal"))
        await session.rollback()


@pytest.mark.req("S0-26")
async def test_the_office_is_asked_to_send_the_results_and_nobody_waits_for_the_answer(filed: Scene) -> None:
    assert "submit_results" in await filed.tasks("office")
    await filed.sweep(at(22))
    assert await filed.states("a1", "b4") == ["feedback", "feedback"]
    list_id = await submit_results(filed.session, filed.actor("office"), at(22), filed.world.cycle_id)
    assert await filed.tasks(AUTHORITY) == ["answer_results"]
    assert "submit_results" not in await filed.tasks("office")
    sent = await filed.value("SELECT count(*) FROM result_list_item WHERE list_id = :id", id=list_id)
    assert sent == len(EVERYONE)


@pytest.mark.req("S0-26")
async def test_the_answer_is_a_receipt(filed: Scene) -> None:
    list_id = await submit_results(filed.session, filed.actor("office"), at(16), filed.world.cycle_id)
    async with filed.refused(Code.REQUIRED) as refusals:
        await answer_results(filed.session, filed.actor("authority"), at(17), list_id, "county_authority", " ")
    assert refusals[0].message == "“备案号”不能为空"
    await answer_results(filed.session, filed.actor("authority"), at(17), list_id, "county_authority", "备〔2026〕1号")
    assert await filed.tasks(AUTHORITY) == []
    assert await filed.state("a1") == "appeal"  # the time to object is not over


@pytest.mark.req("S0-26")
async def test_whose_result_is_not_final_may_be_sent_back(filed: Scene) -> None:
    list_id = await submit_results(filed.session, filed.actor("office"), at(16), filed.world.cycle_id)
    refused = await filed.cases("a1")
    authority = filed.actor("authority")
    await answer_results(filed.session, authority, at(17), list_id, "county_authority", "备1", refused, "佐证不足")
    assert await filed.states("a1", "a2") == ["decision", "appeal"]
    assert (await filed.row("a1"))["round"] == 2


@pytest.mark.req("S0-26")
async def test_a_final_result_is_not_sent_back(filed: Scene) -> None:
    await filed.sweep(at(22))
    list_id = await submit_results(filed.session, filed.actor("office"), at(22), filed.world.cycle_id)
    refused = await filed.cases("a1", "b1")
    authority = filed.actor("authority")
    async with filed.refused(Code.RESULT_FINAL) as refusals:
        await answer_results(filed.session, authority, at(23), list_id, "county_authority", "备1", refused, "佐证不足")
    assert "a1、b1" in refusals[0].message
    assert await filed.value("SELECT count(*) FROM outside_approval WHERE list_id = :id", id=list_id) == 0


@pytest.mark.req("S0-26")
async def test_nobody_is_sent_twice(filed: Scene) -> None:
    await submit_results(filed.session, filed.actor("office"), at(16), filed.world.cycle_id)
    await filed.sweep(at(22))
    await give_feedback(filed.session, filed.world, at(22, hour=2), "a1")
    async with filed.refused(Code.BAD_INPUT):
        await submit_results(filed.session, filed.actor("office"), at(23), filed.world.cycle_id)


@pytest.mark.req("S0-26", "S3-8")
async def test_beside_an_approver_only_the_approver_is_waited_for(database: Database) -> None:
    async with database.session() as session:
        world = await opened(session, at(1), key="psb-both", edit=approved_and_filed)
        scene = Scene(session, world, await walk_to(session, world, "appeal"))
        await scene.sweep(at(22))
        assert await scene.state("a1") == "appeal"
        list_id = await submit_results(session, scene.actor("office"), at(22), world.cycle_id)
        assert await scene.tasks(AUTHORITY) == ["answer_results"]
        await answer_results(session, scene.actor("inspector"), at(22), list_id, "inspection_group", "核1")
        assert await scene.state("a1") == "feedback"
        await session.rollback()
