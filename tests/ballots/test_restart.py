"""Voiding a box and having it cast again: nothing of the old ballots remains, and a lost key is told of once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from support.attacker import dump
from support.ballots import MakePolls, Polls, small

from kaohe.workflow.ballots import (
    BallotKeys,
    Proposed,
    approve_raters,
    propose_raters,
    reopen_box,
    restart_box,
    tend_boxes,
)
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.outbox import relay

pytestmark = pytest.mark.req("S1-20")


async def restart(polls: Polls, by: str = "office", reason: str = "密钥丢失") -> None:
    async with polls.database.transaction() as session:
        await restart_box(session, polls.world.actor(by), polls.now, await polls.box_id(), reason)


async def lose_key(polls: Polls) -> None:
    """The host is lost: no worker has the key of unit a's box any more."""
    own = await polls.box_id()
    for one in list(polls.keys):
        if one.box_id == own:
            polls.keys.destroy(one)


async def told(polls: Polls, kind: str) -> list[str]:
    await relay(polls.database, polls.now)
    found = await polls.rows("SELECT assignee_key FROM notification WHERE kind = :kind ORDER BY id", kind=kind)
    return [row["assignee_key"] for row in found]


async def test_nothing_of_the_old_ballots_remains(opened: Polls) -> None:
    for name in ("a3", "a1", "chief"):
        await opened.cast(name)
    box, old = await opened.box(), await opened.private_key()
    sealed = await opened.rows("SELECT id, envelope FROM sealed_ballot")
    raters = await opened.rows("SELECT id FROM ballot_rater WHERE box_id = :id", id=box["id"])
    await restart(opened)
    await opened.tend()
    assert old is not None
    assert len(sealed) == 3
    haystack = await dump(opened.database)
    assert haystack.found(value for row in sealed for value in (str(row["id"]), str(row["envelope"]))) == {}
    assert haystack.found([str(bytes(old.public_key))]) == {}
    assert [one.read_text() for one in opened.folder.iterdir() if one.read_text() == bytes(old).hex()] == []
    now = await opened.rows("SELECT * FROM ballot_rater WHERE box_id = :id", id=box["id"])
    assert {row["has_cast"] for row in now} == {False}
    assert not {row["id"] for row in now} & {row["id"] for row in raters}
    done = await opened.value("SELECT count(*) FROM task WHERE kind = 'cast_ballot' AND state <> 'open'")
    assert done == 0


async def test_it_opens_anew_with_another_key_and_everybody_casts_again(opened: Polls) -> None:
    await opened.cast_all(70)
    before = await opened.box()
    await restart(opened)
    again = await opened.box()
    assert (again["state"], again["public_key"], again["ratees"], again["due_at"]) == ("drafted", None, None, None)
    assert (await opened.tend()).opened == 1
    again = await opened.box()
    assert (again["state"], again["ratees"]) == ("open", before["ratees"])
    assert again["public_key"] != before["public_key"]
    assert len(await opened.cast_all(90 - 5)) == 8
    assert (await opened.tend()).counted == 1
    assert {row["value"] for row in await opened.rows("SELECT value FROM ballot_tally")} == {"85"}
    assert [one for one in opened.keys if one.box_id == again["id"]] == []


async def test_raters_and_the_office_are_told_whether_they_had_cast_or_not(opened: Polls) -> None:
    await opened.cast("a1")
    people = [opened.world.people[name] for name in await opened.raters()]
    await restart(opened)
    assert sorted(await told(opened, "box_restarted")) == sorted(["office", *map(person_key, people)])
    line = await opened.rows("SELECT actor_name, reason, data FROM history WHERE trigger = 'restart_box'")
    assert line == [{"actor_name": "office", "reason": "密钥丢失", "data": {}}]


async def test_external_raters_stay_approved(make_polls: MakePolls) -> None:
    polls = await make_polls(edit=small)
    people = [Proposed(polls.world.people[name], "业务联系") for name in ("b1", "b2", "b3")]
    async with polls.database.transaction() as session:
        await propose_raters(session, polls.world.actor("a_clerk"), polls.now, await polls.box_id(), people)
        await approve_raters(session, polls.world.actor("chief"), polls.now, await polls.box_id())
    await polls.tend()
    await polls.cast("b1")
    before = await polls.raters()
    await restart(polls)
    assert ((await polls.box())["state"], await polls.raters()) == ("approved", ["b1", "b2", "b3"])
    assert (await polls.tend()).opened == 1
    assert await polls.raters() == before
    assert len(await polls.cast_all()) == 11


async def test_only_the_office_does_and_says_why(opened: Polls) -> None:
    for by, reason, code in (("a_leader", "理由", Code.NOT_ALLOWED), ("office", " ", Code.REQUIRED)):
        with pytest.raises(Refused) as caught:
            await restart(opened, by, reason)
        assert {one.code for one in caught.value.refusals} == {code}


async def test_what_is_counted_stays(opened: Polls) -> None:
    await opened.cast_all()
    await opened.tend()
    with pytest.raises(Refused) as caught:
        await restart(opened)
    assert {one.code for one in caught.value.refusals} == {Code.WRONG_STATE}
    assert await opened.value("SELECT count(*) FROM ballot_tally") > 0


async def test_a_lost_key_is_told_to_the_office_once_and_an_hour_after_the_close(opened: Polls) -> None:
    await opened.cast_all()
    await lose_key(opened)
    assert (await opened.tend()).closed == 1
    assert await opened.tasks("restart_box") == []  # another worker may have it
    for minutes in (60, 61, 90):
        assert not await opened.tend(opened.now + timedelta(minutes=minutes))
    assert await opened.tasks("restart_box") == ["office"]
    assert await told(opened, "restart_box") == ["office"]
    await restart(opened)
    assert await opened.tasks("restart_box") == []
    assert (await opened.tend()).opened == 1


async def test_a_worker_without_the_key_adds_nothing_to_what_the_office_is_asked(opened: Polls) -> None:
    await enforce_due(opened.database, (await opened.box())["due_at"])
    late = (await opened.box())["due_at"] + timedelta(days=1)
    await opened.tend(late)
    await tend_boxes(opened.database, late, BallotKeys(opened.folder.parent / "another host"))
    assert (await opened.tasks("reopen_box"), await opened.tasks("restart_box")) == (["office"] * 2, [])


async def test_a_key_that_no_box_took_is_destroyed_and_one_of_an_unknown_box_is_not(opened: Polls) -> None:
    """A worker died between making it and opening the box; another installation's box is none of ours."""
    left = opened.keys.make(opened.world.body_id, await opened.box_id())
    elsewhere = opened.keys.make(opened.world.body_id, 999_999)
    assert (await opened.tend()).destroyed == 1
    held = {one.public_key for one in opened.keys}
    assert (left in held, elsewhere in held, (await opened.box())["public_key"] in held) == (False, True, True)


async def test_a_ballot_and_a_restart_at_once_leave_nothing_behind(opened: Polls) -> None:
    """Whichever is first: an envelope is destroyed with the others, or there is no open box to cast in."""
    await opened.cast("a2")
    ends = await asyncio.gather(opened.cast("a1"), restart(opened), return_exceptions=True)
    assert ends[1] is None
    assert ends[0] is None or isinstance(ends[0], Refused)
    assert await opened.value("SELECT count(*) FROM sealed_ballot") == 0
    assert await opened.value("SELECT count(*) FROM ballot_rater WHERE has_cast") == 0


async def test_a_restart_meets_a_count_and_one_of_them_is_done(opened: Polls) -> None:
    await opened.cast_all()
    _, restarted = await asyncio.gather(opened.tend(), restart(opened), return_exceptions=True)
    await opened.tend()
    kept = await opened.value("SELECT count(*) FROM ballot_tally")
    state = (await opened.box())["state"]
    assert (state, kept > 0) == (("counted", True) if isinstance(restarted, Refused) else ("open", False))


async def test_of_an_added_rater_and_a_restart_at_once_nobody_stays_unasked(opened: Polls) -> None:
    await enforce_due(opened.database, (await opened.box())["due_at"])
    until, added = opened.now + timedelta(days=30), [Proposed(opened.world.people["b1"], "工作联系")]

    async def reopen() -> None:
        async with opened.database.transaction() as session:
            await reopen_box(session, opened.world.actor("office"), opened.now, await opened.box_id(), until, added)

    ends = await asyncio.gather(reopen(), restart(opened), return_exceptions=True)
    assert ends[1] is None
    await opened.tend()
    assert (await opened.box())["state"] == "open"
    assert ("b1" in await opened.raters()) == (ends[0] is None)
    async with opened.database.session() as session:
        asked = await session.scalars(
            text("SELECT assignee_key FROM task WHERE kind = 'cast_ballot' AND state = 'open' AND subject_id = :id"),
            {"id": await opened.box_id()},
        )
        assert len(list(asked)) == len(await opened.raters())
