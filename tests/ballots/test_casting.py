"""Casting: one ballot a rater, checked as a whole, and nothing written beside it."""

import asyncio
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, text
from support.ballots import MORNING, Polls

from kaohe.workflow.ballots import Vote, cast_ballot, extend_box
from kaohe.workflow.cycles import resume_cycle, suspend_cycle
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.people import declare_relative


async def cast(polls: Polls, name: str, votes: list[Vote], now: datetime) -> None:
    async with polls.database.transaction() as session:
        await cast_ballot(session, polls.world.actor(name), now, await polls.box_id(), votes)


async def refused(polls: Polls, name: str, votes: list[Vote], now: datetime | None = None) -> set[Code]:
    """The codes with which a ballot is refused; nothing of it is there afterwards."""
    before = await polls.value("SELECT count(*) FROM sealed_ballot")
    with pytest.raises(Refused) as caught:
        await cast(polls, name, votes, now or polls.now)
    assert await polls.value("SELECT count(*) FROM sealed_ballot") == before
    return {one.code for one in caught.value.refusals}


async def votes_of(polls: Polls, name: str, *scores: int) -> list[Vote]:
    """A ballot on everybody on the paper: these scores, and 80 for the rest."""
    paper = await polls.paper(name)
    return [Vote(one, Decimal(score)) for one, score in zip(paper, (*scores, *[80] * len(paper)), strict=False)]


@pytest.mark.req("S1-22")
@pytest.mark.parametrize("score", ["49", "49.99", "100.01", "0"])
async def test_a_score_outside_50_to_100_is_refused(opened: Polls, score: str) -> None:
    votes = await votes_of(opened, "a1")
    assert Code.BALLOT_RANGE in await refused(opened, "a1", [Vote(votes[0].assessment_id, Decimal(score)), *votes[1:]])


@pytest.mark.req("S1-23")
async def test_of_a_unit_of_six_one_may_have_90_or_above(opened: Polls) -> None:
    assert await refused(opened, "a1", await votes_of(opened, "a1", 90, 95)) == {Code.BALLOT_TOO_MANY_HIGH}
    await opened.cast("a1", lambda n: 100 if n == 0 else 89)
    assert await opened.value("SELECT count(*) FROM sealed_ballot") == 1


@pytest.mark.req("S1-22", "S1-23")
async def test_everything_that_is_wrong_with_a_ballot_is_told_at_once(opened: Polls) -> None:
    votes = await votes_of(opened, "a1", 20, 90, 91)
    stranger = Vote(await _case(opened, "b1"), Decimal(70))
    assert await refused(opened, "a1", [*votes[:-1], stranger]) == {
        Code.BALLOT_RANGE,
        Code.BALLOT_TOO_MANY_HIGH,
        Code.BALLOT_STRANGER,
        Code.BALLOT_INCOMPLETE,
    }


@pytest.mark.req("S1-15")
async def test_nobody_rates_himself_or_a_declared_relative(opened: Polls) -> None:
    world = opened.world
    async with opened.database.transaction() as session:
        await declare_relative(session, world.actor("office"), opened.now, world.people["a1"], world.people["a2"])
    assert await opened.paper("a1") == [await _case(opened, name) for name in ("a_leader", "a_clerk", "a3", "a4")]
    for name in ("a1", "a2"):
        votes = [*await votes_of(opened, "a1"), Vote(await _case(opened, name), Decimal(80))]
        assert await refused(opened, "a1", votes) == {Code.BALLOT_STRANGER}


@pytest.mark.req("S1-20")
async def test_a_second_ballot_is_told_that_the_first_counts(opened: Polls) -> None:
    votes = await votes_of(opened, "a1")
    await opened.cast("a1")
    assert await refused(opened, "a1", votes) == {Code.ALREADY_CAST}
    assert await refused(opened, "a1", votes, now=opened.now + timedelta(days=30)) == {Code.ALREADY_CAST}


@pytest.mark.req("S1-20")
async def test_of_two_ballots_at_once_one_is_cast(opened: Polls) -> None:
    ends = await asyncio.gather(opened.cast("a1"), opened.cast("a1", 70), return_exceptions=True)
    codes = [one.refusals[0].code for one in ends if isinstance(one, Refused)]
    assert (codes, await opened.value("SELECT count(*) FROM sealed_ballot")) == ([Code.ALREADY_CAST], 1)


async def test_who_does_not_rate_in_a_box_finds_none(opened: Polls) -> None:
    votes = await votes_of(opened, "a1")
    for name in ("b1", "office", "authority"):
        assert await refused(opened, name, votes) == {Code.NOT_FOUND}


async def test_nothing_is_cast_before_the_box_opens(drafted: Polls) -> None:
    assert await refused(drafted, "a1", []) == {Code.NOT_FOUND}


async def test_nothing_is_cast_once_the_term_is_over(opened: Polls) -> None:
    votes, due_at = await votes_of(opened, "a1"), (await opened.box())["due_at"]
    assert await refused(opened, "a1", votes, now=due_at) == {Code.BALLOT_CLOSED}
    await opened.cast("a1", now=due_at - timedelta(seconds=1))


async def test_nothing_is_cast_while_the_cycle_is_suspended(opened: Polls) -> None:
    office, cycle_id, votes = opened.world.actor("office"), opened.world.cycle_id, await votes_of(opened, "a1")
    async with opened.database.transaction() as session:
        await suspend_cycle(session, office, opened.now, cycle_id, "防汛")
    assert await refused(opened, "a1", votes) == {Code.SUSPENDED}
    async with opened.database.transaction() as session:
        await resume_cycle(session, office, opened.now + timedelta(hours=1), cycle_id)
    await opened.cast("a1")


@pytest.mark.req("S1-20")
async def test_casting_writes_the_envelope_that_he_has_cast_and_nothing_else(opened: Polls) -> None:
    async def counts() -> dict[str, int]:
        names = await opened.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {one["tablename"]: await opened.value(f"SELECT count(*) FROM {one['tablename']}") for one in names}

    before, paper = await counts(), await opened.paper("a1")
    await opened.cast("a1")
    after = await counts()
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
        "sealed_ballot": 1,
        "task": -1,
    }
    rater = await opened.rows("SELECT * FROM ballot_rater WHERE person_id = :person", person=opened.world.people["a1"])
    assert [(row["has_cast"], set(row)) for row in rater] == [
        (True, {"body_id", "id", "box_id", "person_id", "rater_group", "reason", "has_cast"})
    ]
    sealed = (await opened.rows("SELECT * FROM sealed_ballot"))[0]
    assert set(sealed) == {"body_id", "id", "box_id", "envelope"}
    assert len(sealed["envelope"]) == 48 + 6 * (len(paper) + 1)


@pytest.mark.req("S1-20")
async def test_every_envelope_of_a_box_has_the_same_size(opened: Polls) -> None:
    await opened.cast_all(lambda name, n: 50 + len(name) + n)
    assert len(set(await _sizes(opened))) == 1


async def test_casting_takes_a_fixed_number_of_statements(opened: Polls) -> None:
    await opened.cast("a2")  # whoever is first reads the policy
    votes, box_id = await votes_of(opened, "a1"), await opened.box_id()
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = opened.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        async with opened.database.transaction() as session:
            await cast_ballot(session, opened.world.actor("a1"), opened.now, box_id, votes)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(seen) == 6, seen


async def test_more_time_moves_the_end_and_the_tasks_of_those_who_have_not_cast(opened: Polls) -> None:
    await opened.cast("a1")
    until = MORNING + timedelta(days=20)
    async with opened.database.transaction() as session:
        await extend_box(session, opened.world.actor("office"), opened.now, await opened.box_id(), until, "出差较多")
    open_tasks = await opened.rows(
        "SELECT due_at FROM task WHERE subject = 'ballot_box' AND subject_id = :id AND state = 'open'",
        id=await opened.box_id(),
    )
    assert [row["due_at"] for row in open_tasks] == [until] * 7
    await opened.cast("a2", now=until - timedelta(minutes=1))


async def _sizes(polls: Polls) -> list[int]:
    async with polls.database.session() as session:
        return list(await session.scalars(text("SELECT length(envelope) FROM sealed_ballot")))


async def _case(polls: Polls, name: str) -> int:
    async with polls.database.session() as session:
        return await polls.world.case(session, name)
