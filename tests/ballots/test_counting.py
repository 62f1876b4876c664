"""Counting: once, all of it or nothing, whatever dies on the way; too few ballots wait for the office."""

import asyncio
import subprocess
import sys
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from support.ballots import Polls

from kaohe.schema.session import Database
from kaohe.workflow.ballots import BallotKeys, Proposed, reopen_box, tend_boxes
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.participation import exclude

#: Tends the boxes of a database in a process of its own, which dies by SIGKILL where it comes to `at`.
_DIES = """
import asyncio, os, signal, sys
from datetime import datetime
from pathlib import Path
from kaohe.schema.session import Database
from kaohe.workflow.ballots import BallotKeys, counting, keys, tend_boxes

def die(*_args, **_options):
    os.kill(os.getpid(), signal.SIGKILL)

url, folder, now, at = sys.argv[1:]
if at == "counted":
    keys.BallotKeys.destroy = die
elif at == "counting":
    counting.keep = die
else:
    counting._opened = die
asyncio.run(tend_boxes(Database(url), datetime.fromisoformat(now), BallotKeys(Path(folder))))
"""


def die_at(polls: Polls, at: str) -> None:
    command = [sys.executable, "-c", _DIES, polls.database.url, str(polls.folder), polls.now.isoformat(), at]
    assert subprocess.run(command, check=False, timeout=60).returncode == -9


async def close_all(polls: Polls) -> None:
    """The terms of all boxes end."""
    await enforce_due(polls.database, (await polls.box())["due_at"])


@pytest.mark.req("S1-21")
async def test_the_end_of_the_term_closes_and_the_next_round_counts(opened: Polls) -> None:
    for name in ("a1", "a2", "a3", "a4", "chief", "deputy"):
        await opened.cast(name)
    await close_all(opened)
    assert (await opened.box())["state"] == "closed"
    assert (await opened.tend()).counted == 1
    assert (await opened.box())["cast"] == 6


@pytest.mark.req("S1-18", "S1-19")
async def test_tallies_weigh_leaders_peers_and_others_and_stand_for_three_or_more(opened: Polls) -> None:
    """Of a1: his leader gives 90 (alone), the two above 60, four members 80. The single leader's ballot is merged."""
    given = {"a_leader": 90, "chief": 60, "deputy": 60}
    case = (await opened.rows("SELECT id FROM assessment WHERE person_id = :p", p=opened.world.people["a1"]))[0]["id"]
    for name in await opened.raters():
        place = {one: n for n, one in enumerate(await opened.paper(name))}.get(case)
        await opened.cast(name, lambda n, name=name, place=place: given.get(name, 80) if n == place else 70)
    await opened.tend()
    tallies = await opened.rows("SELECT * FROM ballot_tally WHERE assessment_id = :id ORDER BY id", id=case)
    assert [(row["categories"], row["ballots"]) for row in tallies] == [(["main", "deputy"], 3), (["peer"], 4)]
    weights = [Fraction(row["weight"]) for row in tallies]
    values = [Fraction(row["value"]) for row in tallies]
    assert weights == [4, 3]
    assert values == [(Fraction(90) * 6 + Fraction(60) * 4) / 10, 80]
    kept = await opened.rows("SELECT category FROM ballot_score WHERE assessment_id = :id", id=case)
    assert {row["category"] for row in kept} == {"peer"}


@pytest.mark.req("S1-20")
async def test_too_few_ballots_are_not_counted_and_the_office_opens_the_box_again(opened: Polls) -> None:
    await opened.cast("a1")
    await close_all(opened)
    assert not (await opened.tend()).counted
    assert ((await opened.box())["state"], await opened.tasks("reopen_box")) == ("closed", ["office"] * 2)
    await opened.tend()
    assert len(await opened.tasks("reopen_box")) == 2
    assert await opened.value("SELECT count(*) FROM ballot_tally") == 0
    added = [Proposed(opened.world.people[name], "工作联系") for name in ("b1", "b2", "b3")]
    until = opened.now + timedelta(days=30)
    async with opened.database.transaction() as session:
        await reopen_box(session, opened.world.actor("office"), opened.now, await opened.box_id(), until, added)
    assert (await opened.box())["state"] == "open"
    for name in ("b1", "b2", "b3", "a2"):
        await opened.cast(name)
    await enforce_due(opened.database, until)
    await opened.tend(until)
    assert [(row["state"], row["cast"]) for row in [await opened.box()]] == [("counted", 5)]
    kept = (
        "SELECT count(*) FROM task WHERE kind = 'cast_ballot' AND subject_id = :id"  # who had not cast by the first end
    )
    assert await opened.value(kept, id=await opened.box_id()) == 0
    assert await opened.tasks("reopen_box") == ["office"]  # unit b's


async def test_a_box_is_opened_again_with_people_from_outside_who_do_not_rate_yet(opened: Polls) -> None:
    await close_all(opened)
    world, past = opened.world, opened.now - timedelta(days=1)
    added = [Proposed(world.people[name], why) for name, why in (("a1", "联系"), ("chief", "联系"), ("b1", ""))]
    with pytest.raises(Refused) as caught:
        await _reopen(opened, past, added)
    assert {(one.code, one.field) for one in caught.value.refusals} == {
        (Code.BAD_INPUT, "due_at"),
        (Code.RATER_OF_THE_UNIT, "people[0].person_id"),
        (Code.DUPLICATE, "people[1].person_id"),
        (Code.REQUIRED, "people[2].reason"),
    }


async def test_whoever_was_excluded_meanwhile_is_not_counted(opened: Polls) -> None:
    async with opened.database.transaction() as session:
        cases = await opened.world.cases(session, "a4")
        await exclude(session, opened.world.actor("office"), opened.now, cases, "调离")
    await opened.cast_all()
    await opened.tend()
    assert (await opened.box())["state"] == "counted"
    for table in ("ballot_tally", "ballot_score"):
        assert await opened.value(f"SELECT count(*) FROM {table} WHERE assessment_id = :id", id=cases[0]) == 0


async def test_a_box_from_which_everybody_was_excluded_ends_without_results(opened: Polls) -> None:
    async with opened.database.transaction() as session:
        cases = (await opened.box())["ratees"]
        await exclude(session, opened.world.actor("office"), opened.now, cases, "机构撤销")
    await opened.cast("a1")
    await close_all(opened)
    await opened.tend()
    box = await opened.box()
    assert (box["state"], box["cast"]) == ("counted", 1)
    assert await opened.value("SELECT count(*) FROM ballot_tally WHERE box_id = :id", id=box["id"]) == 0


@pytest.mark.req("S1-20")
@pytest.mark.parametrize(
    "tampering",
    [
        "INSERT INTO sealed_ballot SELECT body_id, gen_random_uuid(), box_id, envelope FROM sealed_ballot LIMIT 1",
        "DELETE FROM sealed_ballot WHERE id = (SELECT id FROM sealed_ballot LIMIT 1)",
        "UPDATE sealed_ballot SET envelope = '\\x00' WHERE id = (SELECT id FROM sealed_ballot LIMIT 1)",
    ],
)
async def test_ballots_that_do_not_add_up_are_not_counted(opened: Polls, tampering: str) -> None:
    await opened.cast_all()
    await opened.run(tampering)
    done = await opened.tend()
    assert (done.closed, done.counted) == (1, 0)
    assert ((await opened.box())["state"], await opened.tasks("reopen_box")) == ("closed", ["office"])


async def test_of_two_workers_at_once_one_counts(opened: Polls) -> None:
    await opened.cast_all()
    other = Database(opened.database.url)
    try:
        done = await asyncio.gather(opened.tend(), tend_boxes(other, opened.now, BallotKeys(opened.folder)))
    finally:
        await other.close()
    done = [*done, await opened.tend()]  # who found the box in the other's hands looks again
    assert (sum(one.closed for one in done), sum(one.counted for one in done)) == (1, 1)
    assert await opened.value("SELECT count(*) FROM history WHERE trigger = 'count_box'") == 1
    assert await opened.value("SELECT sum(ballots) FROM ballot_tally") == 6 * 7


@pytest.mark.req("S1-20")
async def test_a_ballot_at_the_last_second_counts_or_is_refused_and_never_half(opened: Polls) -> None:
    due_at = (await opened.box())["due_at"]
    for name in ("a2", "a3", "a4", "chief", "deputy"):
        await opened.cast(name)
    cast, _ = await asyncio.gather(
        opened.cast("a1", now=due_at - timedelta(seconds=1)),
        enforce_due(opened.database, due_at),
        return_exceptions=True,
    )
    took_part = 5 if isinstance(cast, Refused) else 6
    assert await opened.value("SELECT count(*) FROM sealed_ballot") == took_part
    assert (await opened.tend()).counted == 1
    assert (await opened.box())["cast"] == took_part


async def test_a_worker_without_the_key_leaves_the_box_to_the_one_that_has_it(opened: Polls) -> None:
    await opened.cast_all()
    elsewhere = BallotKeys(opened.folder.parent / "another host")
    assert (await tend_boxes(opened.database, opened.now, elsewhere)).counted == 0
    assert (await opened.tend()).counted == 1


@pytest.mark.req("S1-20")
@pytest.mark.parametrize("at", ["reading", "counting"])
async def test_a_worker_killed_while_it_counts_loses_no_vote(opened: Polls, at: str) -> None:
    await opened.cast_all()
    die_at(opened, at)
    assert await opened.value("SELECT count(*) FROM sealed_ballot") == 8
    assert (await opened.tend()).counted == 1
    assert (await opened.box())["cast"] == 8


@pytest.mark.req("S1-20")
async def test_a_worker_killed_before_it_destroys_the_key_leaves_none_after_the_next_round(opened: Polls) -> None:
    await opened.cast_all()
    die_at(opened, "counted")
    box = await opened.box()
    assert (box["state"], await opened.private_key() is None) == ("counted", False)
    assert (await opened.tend()).destroyed == 1
    assert await opened.private_key() is None
    assert await opened.value("SELECT count(*) FROM ballot_tally") > 0


async def _reopen(polls: Polls, until: datetime, added: list[Proposed]) -> None:
    async with polls.database.transaction() as session:
        await reopen_box(session, polls.world.actor("office"), polls.now, await polls.box_id(), until, added)
