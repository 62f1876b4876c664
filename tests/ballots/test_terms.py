"""A box's time: reminders to those who have not cast alone, the end, and pauses that move it."""

from datetime import timedelta

import pytest
from support.ballots import MakePolls, Polls

from kaohe.workflow.ballots import extend_box
from kaohe.workflow.cycles import cancel_cycle, resume_cycle, suspend_cycle
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.outbox import relay


async def told(polls: Polls, kind: str) -> set[str]:
    """The keys that were notified with a kind."""
    await relay(polls.database, polls.now)
    return {row["assignee_key"] for row in await polls.rows("SELECT * FROM notification WHERE kind = :kind", kind=kind)}


@pytest.mark.req("S1-20")
async def test_a_day_before_the_end_those_are_reminded_who_have_not_cast_and_nobody_else(opened: Polls) -> None:
    await opened.cast("a1")
    people, due_at = opened.world.people, (await opened.box())["due_at"]
    await enforce_due(opened.database, due_at - timedelta(hours=1))
    waiting = {*await opened.raters("a"), *await opened.raters("b")} - {"a1"}
    assert await told(opened, "remind_ballot") == {person_key(people[name]) for name in waiting}
    outcomes = await opened.rows("SELECT outcome FROM deadline WHERE subject = 'ballot_box' AND kind = 'remind'")
    assert sorted(row["outcome"] for row in outcomes) == ["reminded 7", "reminded 8"]


@pytest.mark.req("S1-20")
async def test_at_the_end_nobody_above_learns_who_has_not_cast(opened: Polls) -> None:
    await enforce_due(opened.database, (await opened.box())["due_at"])
    await relay(opened.database, opened.now)
    about_box = await opened.rows("SELECT DISTINCT kind FROM notification WHERE subject = 'ballot_box'")
    assert {row["kind"] for row in about_box} == {"cast_ballot", "remind_ballot"}
    lines = await opened.rows(
        "SELECT DISTINCT data FROM history WHERE subject = 'ballot_box' AND trigger = 'close_box'"
    )
    assert [row["data"] for row in lines] == [{}]


@pytest.mark.parametrize("by_hand", [False, True])
async def test_a_pause_moves_the_end_with_its_tasks_and_deadlines(opened: Polls, by_hand: bool) -> None:
    office, cycle_id, box_id = opened.world.actor("office"), opened.world.cycle_id, await opened.box_id()
    if by_hand:
        until = (await opened.box())["due_at"] + timedelta(days=1)
        async with opened.database.transaction() as session:
            await extend_box(session, office, opened.now, box_id, until, "出差较多")
    before = (await opened.box())["due_at"]
    async with opened.database.transaction() as session:
        await suspend_cycle(session, office, opened.now + timedelta(hours=1), cycle_id, "防汛")
    assert not await opened.tend()
    async with opened.database.transaction() as session:
        await resume_cycle(session, office, opened.now + timedelta(days=14), cycle_id)
    after = (await opened.box())["due_at"]
    assert timedelta(days=10) < after - before < timedelta(days=20)
    tasks = await opened.rows(
        "SELECT DISTINCT due_at FROM task WHERE subject = 'ballot_box' AND subject_id = :id AND state = 'open'",
        id=box_id,
    )
    ends = await opened.rows(
        "SELECT due_at FROM deadline WHERE subject = 'ballot_box' AND subject_id = :id AND kind = 'expire' "
        "AND fired_at IS NULL",
        id=box_id,
    )
    assert [row["due_at"] for row in (*tasks, *ends)] == [after, after]


@pytest.mark.req("S1-20")
async def test_a_pause_tells_all_raters_alike_whether_they_have_cast_or_not(opened: Polls) -> None:
    """The office pauses a cycle when it likes, and reads in the delivery log whom that was told."""
    office, cycle_id, people = opened.world.actor("office"), opened.world.cycle_id, opened.world.people
    await opened.cast("a1")
    raters = {person_key(people[name]) for unit in ("a", "b") for name in await opened.raters(unit)}
    async with opened.database.transaction() as session:
        await suspend_cycle(session, office, opened.now + timedelta(hours=1), cycle_id, "防汛")
    assert raters <= await told(opened, "cycle_suspended")
    async with opened.database.transaction() as session:
        await resume_cycle(session, office, opened.now + timedelta(days=14), cycle_id)
    assert raters <= await told(opened, "cycle_resumed")


@pytest.mark.req("S1-20")
async def test_a_cancelled_cycle_leaves_no_envelope_and_no_key(opened: Polls) -> None:
    await opened.cast("a1")
    async with opened.database.transaction() as session:
        await cancel_cycle(session, opened.world.actor("office"), opened.now, opened.world.cycle_id, "方案有误")
    assert {row["state"] for row in await opened.rows("SELECT state FROM ballot_box")} == {"cancelled"}
    assert await opened.value("SELECT count(*) FROM sealed_ballot") == 0
    assert (await opened.tend()).destroyed == 2
    assert list(opened.keys) == []


async def test_a_box_that_nobody_can_help_is_the_offices_to_see_to(make_polls: MakePolls) -> None:
    def leader_alone(box: str) -> str:
        head = box.split("[[ballots.boxes.rater_sets]]", maxsplit=1)[0]
        raters = '{ group = "main_leader", of_deputy = "main", of_staff = "main" }'
        return f"{head}[[ballots.boxes.rater_sets]]\nraters = [{raters}]\n"

    polls = await make_polls(edit=leader_alone)
    assert not await polls.tend()
    assert await polls.tasks("find_raters") == ["office"] * 2
    await polls.tend()
    assert len(await polls.tasks("find_raters")) == 2


async def test_a_box_with_too_few_raters_asks_its_unit_for_external_ones(make_polls: MakePolls) -> None:
    polls = await make_polls(edit=lambda box: box.replace("term =", "fewest_ballots = 8\nterm ="))
    assert not await polls.tend()
    assert len(await polls.tasks("propose_raters")) == 2


async def test_a_rater_who_has_left_holds_up_no_box(opened: Polls) -> None:
    await opened.run("UPDATE person SET active = false WHERE id = :id", id=opened.world.people["a4"])
    for name in await opened.raters():
        if name != "a4":
            await opened.cast(name)
    assert (await opened.tend()).counted == 1
