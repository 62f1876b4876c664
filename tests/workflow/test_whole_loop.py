"""One quarter of a small bureau, from open to archive, by the use cases."""

import pytest
from sqlalchemy import text
from support.drive import UNITS, aggregate_unit, at, decide, office_approves, review_unit, submit_all, tasks_of
from support.world import add_performance, make_world, open_quarter

from kaohe.schema.session import Database
from kaohe.workflow.approvals import answer_results, submit_results
from kaohe.workflow.cycles import freeze_quota
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.feedback import FeedbackInput, acknowledge_result, deliver_feedback
from kaohe.workflow.outbox import relay


@pytest.mark.req("S3-21", "S3-28", "S3-29", "S3-30", "S3-31", "S3-34", "S3-37", "S3-40", "S3-41")
async def test_everyone_walks_from_open_to_archive(fresh_database: Database) -> None:
    database, everyone = fresh_database, [*UNITS["a"], *UNITS["b"]]
    async with database.transaction() as session:
        world = await make_world(session)
        await add_performance(session, world)
        await open_quarter(session, world, at(1))
    async with database.transaction() as session:
        assert await tasks_of(session, world, person_key(world.people["a1"])) == ["write_summary"]
        await submit_all(session, world, at(2), *everyone)
    await relay(database, at(2))
    for unit in ("a", "b"):
        async with database.transaction() as session:
            await aggregate_unit(session, world, at(3), unit, *UNITS[unit])
            await freeze_quota(session, world.actor("office"), at(3), world.cycle_id) if unit == "a" else None
            await review_unit(session, world, at(3, hour=2), unit, good=(f"{unit}1", f"{unit}2"))
            await office_approves(session, world, at(3, hour=3), unit)
    async with database.transaction() as session:
        await decide(session, world, at(7))
        assert await world.state(session, "a1") == "publicity"
    await relay(database, at(7))
    await enforce_due(database, at(20))
    await relay(database, at(20))
    async with database.transaction() as session:
        assert await world.state(session, "a1") == "appeal"
        list_id = await submit_results(session, world.actor("office"), at(20), world.cycle_id)
        await answer_results(session, world.actor("inspector"), at(21), list_id, "inspection_group", "鹰考〔2026〕1号")
        await answer_results(session, world.actor("authority"), at(21), list_id, "county_authority", "核〔2026〕2号")
        assert await world.state(session, "a1") == "appeal"
    await enforce_due(database, at(28))
    async with database.transaction() as session:
        assert await world.state(session, "a1") == "feedback"
        said = FeedbackInput("individual_talk", "工作扎实", "主动性不足", "加强学习", goals=("提高结案率",))
        await deliver_feedback(session, world.actor("deputy"), at(28), await world.cases(session, *everyone), said)
        await acknowledge_result(session, world.actor("a1"), at(28), await world.case(session, "a1"), "同意")
        assert await world.state(session, "a1") == "archived"
    await enforce_due(database, at(20, month=5))
    await relay(database, at(20, month=5))
    async with database.transaction() as session:
        states = await session.execute(text("SELECT DISTINCT state FROM assessment"))
        assert list(states.scalars()) == ["archived"]
        assert await session.scalar(text("SELECT state FROM cycle")) == "archived"
        assert await session.scalar(text("SELECT count(*) FROM task WHERE state = 'open'")) == 0
