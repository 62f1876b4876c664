"""A row of the outbox that can't be relayed holds up no other, and is kept for an operator."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import Inside, at, opened
from support.scene import Scene

from kaohe.workflow.outbox import failed, replay, tell

POISON = text("""
INSERT INTO outbox (body_id, topic, payload, created_at)
VALUES (:body, 'told', '{"subject": "cycle", "id": 1, "cycle_id": null, "tasks": [], "notify": [[null, "x"]]}', :now)
""")


async def _scene(session: AsyncSession) -> Scene:
    world = await opened(session, at(1))
    scene = Scene(session, world, at(1))
    await scene.relay(at(1))
    return scene


async def test_the_rows_beside_a_poisoned_one_are_relayed(session: AsyncSession) -> None:
    scene = await _scene(session)
    told = {"subject": "cycle", "subject_id": scene.world.cycle_id}
    await tell(session, scene.world.body_id, at(2), [("office", "first")], **told)  # type: ignore[arg-type]
    await session.execute(POISON, {"body": scene.world.body_id, "now": at(2)})
    await tell(session, scene.world.body_id, at(2), [("office", "second")], **told)  # type: ignore[arg-type]
    await scene.relay(at(2))
    kinds = await scene.rows("SELECT kind FROM notification WHERE kind IN ('first', 'second', 'x') ORDER BY id")
    assert [one["kind"] for one in kinds] == ["first", "second"]
    (left,) = await scene.rows("SELECT attempts, error, retry_at FROM outbox WHERE done_at IS NULL")
    assert left["attempts"] == 1
    assert "assignee_key" in left["error"]
    assert left["retry_at"] == at(2) + timedelta(seconds=2)


async def test_after_ten_attempts_it_is_left_to_an_operator_who_replays_it(session: AsyncSession) -> None:
    scene = await _scene(session)
    await session.execute(POISON, {"body": scene.world.body_id, "now": at(2)})
    moment = at(2)
    for _ in range(12):
        await scene.relay(moment)
        moment += timedelta(minutes=10)
    (given_up,) = await failed(Inside(session), 10)  # type: ignore[arg-type]
    assert given_up["attempts"] == 10
    await session.execute(
        text("""UPDATE outbox SET payload = jsonb_set(payload, '{notify}', '[["office", "x"]]') WHERE id = :id"""),
        {"id": given_up["id"]},
    )
    assert await scene.relay(moment) == 0
    assert await replay(Inside(session), moment, given_up["id"]) == 1  # type: ignore[arg-type]
    assert await scene.relay(moment) == 1
    assert await scene.value("SELECT count(*) FROM notification WHERE kind = 'x'") == 1
    assert await failed(Inside(session), 10) == []  # type: ignore[arg-type]
