"""Ballots that meet the end of their box: whoever locks the box first is done, the other is told or finds nothing to do."""

import asyncio
from datetime import timedelta

import pytest
from support.ballots import Polls

from kaohe.workflow.ballots import reopen_box
from kaohe.workflow.cycles import cancel_cycle
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.domain.refusals import Code, Refused

pytestmark = pytest.mark.req("S1-20")

ENOUGH = ("a1", "a2", "a3", "a4", "chief", "deputy")


async def test_a_box_is_counted_or_opened_again_and_never_both(opened: Polls) -> None:
    for name in ENOUGH:
        await opened.cast(name)
    await enforce_due(opened.database, (await opened.box())["due_at"])
    until = opened.now + timedelta(days=30)

    async def reopen() -> None:
        async with opened.database.transaction() as session:
            await reopen_box(session, opened.world.actor("office"), opened.now, await opened.box_id(), until)

    ends = await asyncio.gather(opened.tend(), reopen(), return_exceptions=True)
    state = (await opened.box())["state"]
    kept = await opened.value("SELECT count(*) FROM ballot_tally")
    sealed = await opened.value("SELECT count(*) FROM sealed_ballot")
    if isinstance(ends[1], Refused):
        assert {one.code for one in ends[1].refusals} == {Code.WRONG_STATE}
        assert (state, kept > 0, sealed) == ("counted", True, 0)
    else:
        assert (ends[1], state, kept, sealed) == (None, "open", 0, len(ENOUGH))
        assert await opened.private_key() is not None


async def test_a_ballot_and_the_cancellation_of_its_cycle_leave_no_envelope(opened: Polls) -> None:
    async def cancel() -> None:
        async with opened.database.transaction() as session:
            await cancel_cycle(session, opened.world.actor("office"), opened.now, opened.world.cycle_id, "方案有误")

    ends = await asyncio.gather(opened.cast("a1"), cancel(), return_exceptions=True)
    assert ends[1] is None
    assert ends[0] is None or {one.code for one in ends[0].refusals} == {Code.WRONG_STATE}
    assert await opened.value("SELECT count(*) FROM sealed_ballot") == 0
    await opened.tend()
    assert list(opened.keys) == []


async def test_raters_who_cast_at_once_do_not_wait_for_each_other_and_all_count(opened: Polls) -> None:
    names = await opened.raters()
    assert await asyncio.gather(*(opened.cast(name) for name in names)) == [None] * 8
    assert (await opened.tend()).counted == 1
    assert (await opened.box())["cast"] == 8


async def test_workers_that_open_at_once_leave_each_box_with_one_key_and_that_is_its_own(drafted: Polls) -> None:
    await asyncio.gather(*(drafted.tend() for _ in range(4)))
    await drafted.tend()
    held = sorted((one.box_id, one.public_key) for one in drafted.keys)
    boxes = await drafted.rows("SELECT id, public_key FROM ballot_box ORDER BY id")
    assert held == [(row["id"], row["public_key"]) for row in boxes]
