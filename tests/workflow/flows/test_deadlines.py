"""Deadlines: everything due fires in order, once, however long nobody looked."""

from datetime import datetime
from decimal import Decimal

import pytest
from support.drive import EVERYONE, INDICATORS, at, submit_all
from support.scene import Scene

from kaohe.workflow.aggregation import record_scores
from kaohe.workflow.domain.roles import person_key


async def _told(scene: Scene, now: datetime) -> list[tuple[str, str]]:
    await scene.relay(now)
    found = await scene.rows(
        "SELECT kind, assignee_key FROM notification WHERE body_id = :body ORDER BY id", body=scene.world.body_id
    )
    return [(row["kind"], row["assignee_key"]) for row in found]


@pytest.mark.req("S3-28")
async def test_reminders_go_to_those_who_have_not_done_it(at_self_summary: Scene) -> None:
    """The summary is due on 7 April (three working days from the 1st, Qingming between): T−1 is the 3rd, 09:00."""
    scene = at_self_summary
    await submit_all(scene.session, scene.world, at(2), "a1")
    await scene.sweep(at(3, hour=2))
    keys = {person_key(scene.world.people[name]) for name in EVERYONE if name != "a1"}
    told = [key for kind, key in await _told(scene, at(3, hour=2)) if kind == "remind_self_summary"]
    assert sorted(told) == sorted(keys)


@pytest.mark.req("S3-28")
async def test_a_deadline_fires_once(at_self_summary: Scene) -> None:
    scene = at_self_summary
    assert await scene.sweep(at(8)) > 0
    told, triggers = await _told(scene, at(8)), await scene.triggers("a1")
    assert await scene.sweep(at(8)) == 0
    assert (await _told(scene, at(8)), await scene.triggers("a1")) == (told, triggers)
    assert triggers.count("miss_summary") == 1


@pytest.mark.req("S3-28", "S3-31", "§3")
async def test_after_sixty_days_of_outage_everything_due_fires_in_order(at_self_summary: Scene) -> None:
    scene = at_self_summary
    await submit_all(scene.session, scene.world, at(2), "a1")
    back = at(31, month=5)
    assert await scene.sweep(back) > 0
    assert await scene.sweep(back) == 0
    fired = await scene.rows(
        "SELECT due_at FROM deadline WHERE cycle_id = :id AND fired_at = :back ORDER BY id",
        id=scene.world.cycle_id,
        back=back,
    )
    assert fired
    await scene.relay(back)
    assert (await scene.cycle())["state"] == "aggregation"
    assert {await scene.state(name) for name in EVERYONE} == {"aggregation"}
    # Nobody's time is eaten by the outage: the stage that begins now has its least time from now.
    assert (await scene.row("a2"))["due_at"] > back
    assert await scene.value("SELECT min(due_at) FROM deadline WHERE cycle_id = :id AND fired_at IS NULL",
                             id=scene.world.cycle_id) > back  # fmt: skip


@pytest.mark.req("S3-29")
async def test_an_overdue_stage_goes_up_level_by_level(at_aggregation: Scene) -> None:
    """Aggregation is due on the 9th; one working day later the main leaders are told, after three the office.

    What a main leader has in hand himself, or what is about him, goes to the leader in charge.
    """
    scene, units = at_aggregation, at_aggregation.world.units
    seen = len(await _told(scene, at(9)))
    await scene.sweep(at(9, hour=16))
    told = (await _told(scene, at(9, hour=16)))[seen:]
    clerks = {f"unit_clerk@{units[unit]}" for unit in ("a", "b")}
    leaders = {f"main_leader@{units[unit]}" for unit in ("a", "b")}
    assert set(told) == {("expire_aggregation", key) for key in clerks | leaders}
    await scene.sweep(at(10, hour=16))
    after_one = (await _told(scene, at(10, hour=16)))[seen + len(told) :]
    in_charge = {f"leader_in_charge@{units[unit]}" for unit in ("a", "b")}
    assert {key for kind, key in after_one if kind == "overdue_aggregation"} == in_charge | leaders
    assert {key for kind, key in after_one if kind == "escalate_aggregation"} == clerks | leaders
    await scene.sweep(at(20))
    after_three = (await _told(scene, at(20)))[seen + len(told) + len(after_one) :]
    assert [key for kind, key in after_three if kind == "overdue_aggregation"] == ["office"]
    assert {await scene.state(name) for name in EVERYONE} == {"aggregation"}  # nothing complete, nothing added up


@pytest.mark.req("S3-29")
async def test_what_is_complete_is_added_up_at_the_end_of_the_term(at_aggregation: Scene) -> None:
    scene = at_aggregation
    scores = {await scene.case("a1"): {key: Decimal(92) for key in INDICATORS}}
    await record_scores(scene.session, scene.actor("a_clerk"), at(3), scores)
    await scene.sweep(at(20))
    assert await scene.states("a1", "a2") == ["review", "aggregation"]
    assert (await scene.triggers("a1"))[-1] == "aggregate"


@pytest.mark.req("S3-29")
async def test_the_outcome_says_what_was_done(at_self_summary: Scene) -> None:
    scene = at_self_summary
    await submit_all(scene.session, scene.world, at(2), *EVERYONE[:-1])
    await scene.sweep(at(8))
    outcome = await scene.value(
        "SELECT outcome FROM deadline WHERE cycle_id = :id AND stage = 'self_summary' AND kind = 'expire'",
        id=scene.world.cycle_id,
    )
    assert outcome == "moved 1, held 0"


@pytest.mark.req("S3-28")
async def test_one_that_fails_holds_up_no_other_and_is_tried_again(at_self_summary: Scene) -> None:
    scene = at_self_summary
    broken = await scene.value(
        """INSERT INTO deadline (body_id, subject, subject_id, cycle_id, stage, entry_no, step, kind, mark, due_at,
                                 provisional)
           VALUES (:body, 'nothing', :id, :id, 'review', 1, 0, 'expire', 0, :due, false) RETURNING id""",
        body=scene.world.body_id,
        id=scene.world.cycle_id,
        due=at(2),
    )
    assert await scene.sweep(at(8)) > 0
    assert await scene.state("a1") == "aggregation"
    assert await scene.value("SELECT fired_at FROM deadline WHERE id = :id", id=broken) is None
