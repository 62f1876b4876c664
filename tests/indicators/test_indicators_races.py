"""A set changes while somebody scores or aggregates by it: one comes first, and the other judges by what then holds."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal

import pytest
import pytest_asyncio
from indicators.conftest import INDIVIDUAL, Measured, _prepare, indicator
from races.conftest import Arena
from support.drive import at, submit_all
from support.measured import DIMENSIONS

from kaohe.schema.session import Database
from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.domain.refusals import Code, Refused

pytestmark = pytest.mark.req("S0-6")


class Ground(Arena):
    """The measured bureau, committed: a1 and a2 are scored by the only indicator of theirs."""

    @asynccontextmanager
    async def hand(self) -> AsyncIterator[Measured]:
        async with self.database.transaction() as session:
            yield Measured(session, self.scene.world, self.scene.now)


@pytest_asyncio.fixture
async def ground(fresh_database: Database) -> Ground:
    async with fresh_database.transaction() as session:
        measured = await _prepare(session, at(1))
        await measured.set(INDIVIDUAL, indicator("数量"), category="办案岗")
        await submit_all(session, measured.world, at(1), "a1", "a2")
        common = {case: dict.fromkeys(DIMENSIONS, Decimal(90)) for case in await measured.cases("a1", "a2")}
        await record_scores(session, measured.actor("a_clerk"), at(1), common)
        await measured.record({name: [(INDIVIDUAL, "i1", "80")] for name in ("a1", "a2")})
    return Ground(fresh_database, measured)


async def set_anew(measured: Measured) -> None:
    await measured.set(INDIVIDUAL, indicator("质量"), category="办案岗")


async def add_up(measured: Measured) -> None:
    await aggregate(measured.session, measured.actor("a_leader"), measured.now, await measured.cases("a2", "a1"))


async def enter(measured: Measured) -> None:
    await measured.record({"a2": [(INDIVIDUAL, "i1", "95")]}, by="a_leader")


def codes(outcome: object) -> set[Code]:
    assert isinstance(outcome, Refused), outcome
    return {one.code for one in outcome.refusals}


async def test_who_sets_after_an_aggregation_is_told_so(ground: Ground) -> None:
    assert codes(await ground.meet(add_up, set_anew)) == {Code.INDICATORS_SETTLED}
    async with ground.hand() as measured:
        assert await measured.states("a1", "a2") == ["review", "review"]
        assert await measured.points("a1") == {"i1": Decimal(80)}


async def test_who_aggregates_after_a_change_lacks_the_new_scores(ground: Ground) -> None:
    assert codes(await ground.meet(set_anew, add_up)) == {Code.INPUTS_INCOMPLETE}
    async with ground.hand() as measured:
        assert await measured.states("a1", "a2") == ["aggregation", "aggregation"]
        assert await measured.points("a1") == {}


async def test_who_scores_after_a_change_scores_no_indicator_that_is_gone(ground: Ground) -> None:
    assert codes(await ground.meet(set_anew, enter)) == {Code.BAD_INPUT}
    async with ground.hand() as measured:
        assert await measured.points("a2") == {}


async def test_who_changes_after_a_score_takes_it_away(ground: Ground) -> None:
    assert await ground.meet(enter, set_anew) is None
    async with ground.hand() as measured:
        assert await measured.points("a2") == {}
