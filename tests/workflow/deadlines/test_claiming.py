"""What a sweep leaves alone."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from support.drive import at, opened, submit_all

from kaohe.schema.session import Database
from kaohe.workflow.cycles import extend_stage
from kaohe.workflow.deadlines import claim as claiming
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.deadlines.claim import claim
from kaohe.workflow.summaries import return_summary

_HOLD = text("SELECT 1 FROM cycle WHERE id = :id FOR UPDATE")


@pytest.mark.req("S3-28")
async def test_an_extension_moves_all_that_is_due_although_a_sweep_is_looking(fresh_database: Database) -> None:
    """The sweep looks while the office has the cycle: it finds nothing, and keeps nothing for itself."""
    async with fresh_database.transaction() as session:
        world = await opened(session, at(1))
        await submit_all(session, world, at(2), "a1")
        await return_summary(session, world.actor("a_clerk"), at(6), [await world.case(session, "a1")], "过于简略")
    async with fresh_database.session() as office, fresh_database.session() as sweep:
        await office.execute(_HOLD, {"id": world.cycle_id})
        assert await claim(sweep, at(10)) == []
        await extend_stage(office, world.actor("office"), at(10), world.cycle_id, "self_summary", at(25), "防汛执勤")
        await office.commit()
    await enforce_due(fresh_database, at(24))
    async with fresh_database.session() as session:
        assert await world.state(session, "a1") == "self_summary"
    await enforce_due(fresh_database, at(25))
    async with fresh_database.session() as session:
        assert await world.state(session, "a1") == "aggregation"


@pytest.mark.req("S3-28")
async def test_a_case_that_somebody_holds_for_long_holds_up_no_other(
    fresh_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that hangs in the middle of a transaction: the rest goes on, and his turn comes when he has let go."""
    monkeypatch.setattr(claiming, "_WAIT", text("SET LOCAL lock_timeout = '50ms'"))
    async with fresh_database.transaction() as session:
        world = await opened(session, at(1))
        await submit_all(session, world, at(2), "a1", "a2", "a3")
        cases = await world.cases(session, "a1", "a2", "a3")
        await return_summary(session, world.actor("a_clerk"), at(6), cases, "过于简略")
    due = at(24)
    async with fresh_database.session() as hanging:
        await hanging.execute(text("SELECT 1 FROM assessment WHERE id = :id FOR UPDATE"), {"id": cases[1]})
        for moment in (due, due + timedelta(seconds=5)):  # together they wait; then each alone
            await enforce_due(fresh_database, moment)
        async with fresh_database.session() as session:
            states = [await world.state(session, name) for name in ("a1", "a2", "a3")]
            assert states == ["aggregation", "self_summary", "aggregation"]
    await enforce_due(fresh_database, due + timedelta(minutes=1))
    async with fresh_database.session() as session:
        assert await world.state(session, "a2") == "aggregation"
