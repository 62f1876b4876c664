"""A box's life: drafted with the cycle, open when all summaries are in, closed, counted, its key gone."""

from datetime import timedelta

import pytest
from support.ballots import UNIT_A, MakePolls, Polls

from kaohe.workflow.participation import reassign
from kaohe.workflow.people import set_unit_class


@pytest.mark.req("S1-15", "S1-25")
async def test_boxes_open_when_all_summaries_are_in(drafted: Polls) -> None:
    assert [(row["state"], row["key"]) for row in await drafted.rows("SELECT * FROM ballot_box")] == [
        ("drafted", "quarter")
    ] * 2
    done = await drafted.tend()
    assert done.opened == 2
    box = await drafted.box()
    assert (box["state"], box["headcount"], len(box["ratees"])) == ("open", 6, 6)
    assert await drafted.raters() == sorted([*UNIT_A, "chief", "deputy"])
    assert box["due_at"] > drafted.now
    assert len(await drafted.tasks("cast_ballot")) == 16
    assert not await drafted.tend()


@pytest.mark.req("S1-18", "S1-21")
async def test_a_box_in_which_all_have_cast_is_closed_and_counted_and_its_key_destroyed(opened: Polls) -> None:
    assert (opened.folder.stat().st_mode & 0o777, len(list(opened.folder.iterdir()))) == (0o700, 2)
    await opened.cast_all()
    done = await opened.tend()
    assert (done.closed, done.counted, done.destroyed) == (1, 1, 1)
    box = await opened.box()
    assert (box["state"], box["cast"], await opened.tasks("cast_ballot") != []) == ("counted", 8, True)
    assert await opened.private_key() is None
    assert await opened.value("SELECT count(*) FROM sealed_ballot") == 0
    tallies = await opened.rows("SELECT * FROM ballot_tally")
    assert len(tallies) > 0
    assert {row["value"] for row in tallies} == {"80"}
    assert min(row["ballots"] for row in tallies) >= 3
    assert not await opened.tend(opened.now + timedelta(seconds=1))


async def test_a_unit_that_takes_somebody_over_gets_a_box_and_whoever_is_in_one_stays_there(opened: Polls) -> None:
    world = opened.world
    async with opened.database.transaction() as session:
        cases = await world.cases(session, "a1")
        await reassign(session, world.actor("office"), opened.now, cases, world.units["root"], "借调")
    assert (await opened.box("root"))["state"] == "drafted"
    await opened.tend()
    assert (await opened.box("root"))["state"] == "drafted"  # nobody to rate: his box is that of unit a
    await opened.cast_all()
    await opened.tend()
    tallies = await opened.rows("SELECT DISTINCT box_id FROM ballot_tally WHERE assessment_id = :id", id=cases[0])
    assert [row["box_id"] for row in tallies] == [await opened.box_id()]


@pytest.mark.req("S1-17")
async def test_the_class_of_the_unit_as_it_opened_decides_who_rates_whom(make_polls: MakePolls) -> None:
    """In class `window` members rate nobody: whoever changes the class while the box is open takes no ballot away."""
    polls = await make_polls(edit=by_class)
    await polls.tend()
    before = await polls.paper("a1")
    async with polls.database.transaction() as session:
        await set_unit_class(session, polls.world.actor("office"), polls.now, polls.world.units["a"], "window")
    assert (await polls.box())["unit_class"] == ""
    assert (await polls.paper("a1"), len(before)) == (before, 5)
    assert len(await polls.cast_all()) == 8
    assert (await polls.tend()).counted == 1


CLASSES = """
[[unit_classes]]
key = "plain"
label = "一般"
label_en = "plain"
default = true

[[unit_classes]]
key = "window"
label = "窗口"
label_en = "window"
"""


def by_class(box: str) -> str:
    """Two classes of units, the first by default; in the second only the leader rates."""
    raters = 'raters = [{ group = "main_leader", of_staff = "main" }]'
    window = f'[[ballots.boxes.rater_sets]]\nunit_classes = ["window"]\n{raters}\n\n'
    return box.replace("[[ballots.boxes.rater_sets]]", f"{window}[[ballots.boxes.rater_sets]]", 1) + CLASSES
