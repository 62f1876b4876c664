"""Cycles: created, opened, extended, suspended, cancelled; the stage is a high-water mark."""

from datetime import datetime, timedelta

import pytest
from support.drive import EVERYONE, answer_all, at, submit_all
from support.scene import Scene

from kaohe.policies.shipped import shipped_text
from kaohe.workflow import policies
from kaohe.workflow.cycles import (
    cancel_cycle,
    create_cycle,
    extend_stage,
    freeze_quota,
    open_cycle,
    resume_cycle,
    suspend_cycle,
)
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.objections import admit_objection, dismiss_objection, file_objection
from kaohe.workflow.participation import exclude, include
from kaohe.workflow.reviews import return_for_rework


async def _due(scene: Scene, stage: str) -> datetime:
    statement = "SELECT due_at FROM stage_term WHERE cycle_id = :id AND stage = :stage"
    return await scene.value(statement, id=scene.world.cycle_id, stage=stage)  # type: ignore[no-any-return]


async def _extend(scene: Scene, stage: str, until: datetime, reason: str = "集中办案", who: str = "office") -> None:
    await extend_stage(scene.session, scene.actor(who), at(2), scene.world.cycle_id, stage, until, reason)


async def _expiries(scene: Scene, stage: str) -> list[datetime]:
    found = await scene.rows(
        "SELECT due_at FROM deadline WHERE subject = 'cycle' AND subject_id = :id AND stage = :stage AND kind = 'expire'"
        " AND fired_at IS NULL",
        id=scene.world.cycle_id,
        stage=stage,
    )
    return [row["due_at"] for row in found]


@pytest.mark.req("S3-10", "S3-21")
async def test_everyone_whom_the_policy_covers_takes_part(at_self_summary: Scene) -> None:
    scene = at_self_summary
    found = await scene.rows(
        "SELECT p.name FROM assessment a JOIN person p ON p.id = a.person_id WHERE a.cycle_id = :id",
        id=scene.world.cycle_id,
    )
    assert {row["name"] for row in found} == set(EVERYONE)  # nobody county-managed, nobody of an outside unit
    async with scene.refused(Code.DUPLICATE):
        await create_cycle(scene.session, scene.actor("office"), at(2), "county-psb", "2026Q1")
    async with scene.refused(Code.BAD_INPUT):
        await create_cycle(scene.session, scene.actor("office"), at(2), "county-psb", "2026-01")
    async with scene.refused(Code.NOT_ALLOWED):
        await create_cycle(scene.session, scene.actor("secretary"), at(2), "county-psb", "2026Q2")
    async with scene.refused(Code.WRONG_STATE):
        await open_cycle(scene.session, scene.actor("office"), at(2), scene.world.cycle_id)


@pytest.mark.req("S3-1", "S0-2")
async def test_a_policy_is_immutable_once_used(at_self_summary: Scene) -> None:
    scene = at_self_summary
    office, source = scene.actor("office"), shipped_text("county-psb")
    assert await policies.publish(scene.session, office, at(2), source)  # the same text is the same version
    async with scene.refused(Code.POLICY_LOCKED):
        await policies.publish(scene.session, office, at(2), source.replace('ratio = "0.40"', 'ratio = "0.35"'))
    newer = source.replace('ratio = "0.40"', 'ratio = "0.35"').replace('version = "1"', 'version = "2"')
    first = await policies.publish(scene.session, office, at(2), newer)
    assert (
        await policies.publish(scene.session, office, at(2), newer.replace('"0.35"', '"0.36"')) == first
    )  # not used yet


@pytest.mark.req("S3-31")
async def test_an_extension_moves_the_later_stages(at_self_summary: Scene) -> None:
    scene = at_self_summary
    before = await _due(scene, "aggregation")
    async with scene.refused(Code.REQUIRED, Code.NOT_EXTENDED):
        await _extend(scene, "self_summary", at(3), reason="")
    async with scene.refused(Code.NOT_ALLOWED):
        await _extend(scene, "self_summary", at(20, hour=16), who="a_leader")
    await _extend(scene, "self_summary", at(20, hour=16))
    assert await _due(scene, "self_summary") == at(20, hour=16)
    assert await _due(scene, "aggregation") > before
    assert await _expiries(scene, "self_summary") == [at(20, hour=16)]
    assert (await scene.row("a1"))["due_at"] == at(20, hour=16)
    await scene.sweep(at(20, hour=15))
    assert await scene.state("a1") == "self_summary"
    await scene.sweep(at(20, hour=16))
    assert await scene.state("a1") == "aggregation"


@pytest.mark.req("S3-31")
async def test_a_stage_that_is_over_is_not_extended(at_review: Scene) -> None:
    async with at_review.refused(Code.BAD_INPUT):
        await _extend(at_review, "self_summary", at(20))


@pytest.mark.req("S3-31")
async def test_suspension_stops_the_clock_and_every_hand(at_self_summary: Scene) -> None:
    """Suspended from Thursday 2 April to Thursday 16 April: the terms keep the working days that they had left."""
    scene = at_self_summary
    office, cycle = scene.actor("office"), scene.world.cycle_id
    due = await _due(scene, "self_summary")
    async with scene.refused(Code.NOT_SUSPENDED):
        await resume_cycle(scene.session, office, at(2), cycle)
    await suspend_cycle(scene.session, office, at(2), cycle, "机构改革")
    await scene.sweep(at(12))
    assert await scene.state("a1") == "self_summary"
    async with scene.refused(Code.SUSPENDED):
        await submit_all(scene.session, scene.world, at(12), "a1")
    async with scene.refused(Code.SUSPENDED):
        await suspend_cycle(scene.session, office, at(12), cycle, "再次")
    await resume_cycle(scene.session, office, at(16), cycle)
    shifted = await _due(scene, "self_summary")
    assert shifted > due + timedelta(days=10)
    assert (await scene.row("a1"))["due_at"] == shifted
    assert await _expiries(scene, "self_summary") == [shifted]
    await scene.sweep(shifted - timedelta(hours=1))
    assert await scene.state("a1") == "self_summary"
    await scene.sweep(shifted)
    assert await scene.state("a1") == "aggregation"


@pytest.mark.req("S3-38")
async def test_suspension_eats_nobodys_time_for_the_second_instance(at_appeal: Scene) -> None:
    scene = at_appeal
    office, cycle = scene.actor("office"), scene.world.cycle_id
    await answer_all(scene.session, scene.world, at(15))
    one = await file_objection(scene.session, scene.actor("a1"), at(15), await scene.case("a1"), "计分有误")
    await admit_objection(scene.session, office, at(15), one)
    await dismiss_objection(scene.session, office, at(15), one, "无误")
    until = await scene.value("SELECT second_until FROM objection WHERE id = :id", id=one)
    await suspend_cycle(scene.session, office, at(16), cycle, "机构改革")
    await resume_cycle(scene.session, office, at(11, month=5), cycle)
    moved = await scene.value("SELECT second_until FROM objection WHERE id = :id", id=one)
    assert moved > until + timedelta(days=20)
    await scene.sweep(moved - timedelta(hours=1))
    assert await scene.state("a1") == "appeal"
    await scene.sweep(moved)
    assert await scene.state("a1") == "feedback"


@pytest.mark.req("S3-21")
async def _told_of(scene: Scene, kind: str) -> set[str]:
    await scene.relay(at(4))
    found = await scene.rows("SELECT assignee_key FROM notification WHERE kind = :kind", kind=kind)
    keys = [row["assignee_key"] for row in found]
    assert len(keys) == len(set(keys))
    return set(keys)


async def test_whoever_has_his_date_moved_is_told_of_the_extension(at_self_summary: Scene) -> None:
    scene = at_self_summary
    await submit_all(scene.session, scene.world, at(2), "a1")
    await _extend(scene, "self_summary", at(20, hour=16))
    told = await _told_of(scene, "stage_extended")
    people = scene.world.people
    assert told >= {"office", person_key(people["a2"])}
    assert person_key(people["a1"]) not in told


async def test_everybody_at_work_is_told_of_a_suspension_and_of_its_end(at_self_summary: Scene) -> None:
    scene = at_self_summary
    await submit_all(scene.session, scene.world, at(2), "a1")
    office, cycle, people = scene.actor("office"), scene.world.cycle_id, scene.world.people
    await suspend_cycle(scene.session, office, at(2), cycle, "机构改革")
    await resume_cycle(scene.session, office, at(3), cycle)
    for kind in ("cycle_suspended", "cycle_resumed"):
        told = await _told_of(scene, kind)
        assert told >= {"office", person_key(people["a2"])}
        assert person_key(people["a1"]) not in told


async def test_cancelling_ends_every_case_beside_the_loop(at_review: Scene) -> None:
    scene = at_review
    await exclude(scene.session, scene.actor("office"), at(3), await scene.cases("a4"), "退休")
    async with scene.refused(Code.REQUIRED):
        await cancel_cycle(scene.session, scene.actor("office"), at(3), scene.world.cycle_id, "")
    await suspend_cycle(scene.session, scene.actor("office"), at(3), scene.world.cycle_id, "机构改革")
    await cancel_cycle(scene.session, scene.actor("office"), at(3), scene.world.cycle_id, "机构撤销")
    assert await scene.states("a1", "a4", "b1") == ["cancelled", "excluded", "cancelled"]
    cycle = scene.world.cycle_id
    assert await scene.value("SELECT count(*) FROM task WHERE cycle_id = :id AND state = 'open'", id=cycle) == 0
    assert await scene.value("SELECT count(*) FROM deadline WHERE cycle_id = :id AND fired_at IS NULL", id=cycle) == 0
    async with scene.refused(Code.BAD_INPUT):
        await include(scene.session, scene.actor("office"), at(3), await scene.cases("a4"), "返聘")


@pytest.mark.req("S3-31")
async def test_the_stage_is_a_high_water_mark(at_review: Scene) -> None:
    scene = at_review
    await return_for_rework(
        scene.session, scene.actor("a_leader"), at(3), await scene.cases("a1"), "self_summary", "小结不实"
    )
    await scene.relay(at(3))
    assert (await scene.cycle())["state"] == "review"
    left = await scene.rows("SELECT stage FROM stage_term WHERE cycle_id = :id AND left_at IS NOT NULL",
                            id=scene.world.cycle_id)  # fmt: skip
    assert {row["stage"] for row in left} == {"self_summary", "aggregation"}


@pytest.mark.req("S3-33")
async def test_freezing_ends_no_deadline(at_self_summary: Scene) -> None:
    scene = at_self_summary
    before = await _expiries(scene, "self_summary")
    await freeze_quota(scene.session, scene.actor("office"), at(2), scene.world.cycle_id)
    assert await _expiries(scene, "self_summary") == before != []
    assert await scene.tasks("office") == []
    async with scene.refused(Code.QUOTA_FROZEN):
        await freeze_quota(scene.session, scene.actor("office"), at(2), scene.world.cycle_id)
    async with scene.refused(Code.NOT_ALLOWED, Code.QUOTA_FROZEN):
        await freeze_quota(scene.session, scene.actor("secretary"), at(2), scene.world.cycle_id)


@pytest.mark.req("S3-21")
async def test_a_cycle_of_another_body_is_not_there(at_self_summary: Scene) -> None:
    async with at_self_summary.refused(Code.NOT_FOUND):
        await suspend_cycle(at_self_summary.session, at_self_summary.actor("office"), at(2), 999_999, "x")
