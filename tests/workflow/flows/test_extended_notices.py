"""Extending publicity and the time to object: the notices that are out move, each with its deadlines."""

from datetime import timedelta

import pytest
from support.drive import at
from support.scene import Scene

from kaohe.workflow.cycles import extend_stage


async def _notice(scene: Scene) -> dict[str, object]:
    rows = await scene.rows("SELECT * FROM notice WHERE cycle_id = :id", id=scene.world.cycle_id)
    return dict(rows[0])


async def _due(scene: Scene, stage: str) -> list[object]:
    found = await scene.rows(
        "SELECT due_at FROM deadline WHERE subject = 'notice' AND stage = :stage AND kind = 'expire' AND fired_at IS NULL",
        stage=stage,
    )
    return [row["due_at"] for row in found]


@pytest.mark.req("S3-37", "S3-38")
async def test_a_longer_publicity_moves_the_time_to_object_with_it(at_publicity: Scene) -> None:
    scene, until = at_publicity, at(8, month=6, hour=16)
    before = await _notice(scene)
    await extend_stage(
        scene.session, scene.actor("office"), scene.now, scene.world.cycle_id, "publicity", until, "网络故障"
    )
    after = await _notice(scene)
    assert after["closes_at"] == until > before["closes_at"]
    # Five working days from Monday 8 June: Monday the 15th, 24:00 in Shanghai.
    assert after["objections_until"] == at(15, month=6, hour=16)
    assert await _due(scene, "publicity") == [until]
    assert await _due(scene, "appeal") == [after["objections_until"]]
    await scene.sweep(until - timedelta(hours=1))
    assert await scene.state("a1") == "publicity"
    await scene.sweep(until)
    assert await scene.state("a1") == "appeal"


@pytest.mark.req("S3-38")
async def test_a_longer_time_to_object_leaves_publicity_alone(at_publicity: Scene) -> None:
    scene, until = at_publicity, at(30, month=6, hour=16)
    before = await _notice(scene)
    await extend_stage(
        scene.session, scene.actor("office"), scene.now, scene.world.cycle_id, "appeal", until, "人员出差"
    )
    after = await _notice(scene)
    assert (after["closes_at"], after["objections_until"]) == (before["closes_at"], until)
