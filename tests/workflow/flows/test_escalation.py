"""Reminders and escalation: who is told of what, once each, through the outbox."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import EVERYONE, UNITS, at, opened, submit_all, walk_to
from support.scene import Scene

from kaohe.workflow.approvals import submit_results
from kaohe.workflow.cycles import suspend_cycle
from kaohe.workflow.deadlines import late
from kaohe.workflow.deadlines.remind import remind_alike
from kaohe.workflow.domain.changes import TaskSpec
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.door import About, open_tasks
from kaohe.workflow.objections import file_objection
from kaohe.workflow.people import declare_relative
from kaohe.workflow.reviews import ReviewInput, approve_reviews
from kaohe.workflow.summaries import return_summary

Told = list[tuple[str, str]]


async def _fire(scene: Scene, now: datetime) -> Told:
    """Sweep and relay; what that told people of stages' terms, as (kind, key)."""
    last = await scene.value("SELECT COALESCE(max(id), 0) FROM notification")
    await scene.sweep(now)
    await scene.relay(now)
    found = await scene.rows(
        "SELECT kind, assignee_key FROM notification WHERE id > :last "
        "AND kind ~ '^(remind|expire|escalate|overdue)_' ORDER BY id",
        last=last,
    )
    return [(row["kind"], row["assignee_key"]) for row in found]


def _keys(told: Told, kind: str) -> list[str]:
    return sorted(key for of, key in told if of == kind)


async def _outcomes(scene: Scene, stage: str) -> dict[tuple[str, int], str]:
    found = await scene.rows(
        "SELECT kind, mark, outcome FROM deadline WHERE cycle_id = :id AND subject = 'cycle' AND stage = :stage",
        id=scene.world.cycle_id,
        stage=stage,
    )
    return {(row["kind"], row["mark"]): row["outcome"] for row in found}


def _without_levels(stage: str) -> Callable[[str], str]:
    """The shipped policy's text without levels of escalation for a stage."""

    def edit(source: str) -> str:
        section = re.search(rf"\[stages\.{stage}\]\n.*?(?=\n\n)", source, re.S)
        assert section is not None
        return source.replace(section.group(0), re.sub(r"escalations = \[.*\]", "", section.group(0), flags=re.S))

    return edit


async def _at_review(session: AsyncSession) -> Scene:
    world = await opened(session, at(1), key="levels", edit=_without_levels("review"))
    return Scene(session, world, await walk_to(session, world, "review"))


@pytest.mark.req("S3-31")
async def test_without_levels_one_step_up_is_told_at_once_and_the_office_a_day_later(session: AsyncSession) -> None:
    """Review is due on Friday the 10th, 24:00."""
    scene = await _at_review(session)
    units = scene.world.units
    told = await _fire(scene, at(10, hour=16))
    # The leader's own case is the leader in charge's to review.
    holders = [f"{role}@{units[unit]}" for role in ("leader_in_charge", "main_leader") for unit in ("a", "b")]
    assert _keys(told, "expire_review") == sorted(holders)
    assert _keys(told, "overdue_review") == sorted([*holders[:2], f"main_leader@{units['root']}"])
    later = await _fire(scene, at(13, hour=16))
    assert _keys(later, "overdue_review") == ["office"]
    assert _keys(later, "escalate_review") == sorted(holders)


@pytest.mark.req("S3-31", "§3")
async def test_a_vacant_post_is_passed_over(session: AsyncSession) -> None:
    scene = await _at_review(session)
    units, chief = scene.world.units, f"main_leader@{scene.world.units['root']}"
    await session.execute(
        text("DELETE FROM role_grant WHERE body_id = :body AND role = 'leader_in_charge' AND unit_id = :unit"),
        {"body": scene.world.body_id, "unit": units["a"]},
    )
    told = await _fire(scene, at(10, hour=16))
    assert _keys(told, "overdue_review") == sorted([f"leader_in_charge@{units['b']}", chief])


@pytest.mark.req("S3-29", "§3")
async def test_who_keeps_away_from_a_case_is_not_told_of_it(at_aggregation: Scene) -> None:
    """a1 is a relative of a's leader: of a1 alone the leader in charge is told."""
    scene, unit = at_aggregation, at_aggregation.world.units["a"]
    people = scene.world.people
    await declare_relative(scene.session, scene.actor("office"), at(3), people["a1"], people["a_leader"])
    await scene.session.execute(
        text("UPDATE task SET state = 'done' WHERE state = 'open' AND subject = 'assessment' AND subject_id <> :id"),
        {"id": await scene.case("a1")},
    )
    told = await _fire(scene, at(10, hour=16))
    assert _keys(told, "overdue_aggregation") == [f"leader_in_charge@{unit}"]


@pytest.mark.req("S3-31")
async def test_a_review_waits_for_lists_too(at_review: Scene) -> None:
    """a's leader has reviewed everybody, and has still to sign the list: he is reminded of it."""
    scene, unit = at_review, at_review.world.units["a"]
    others = [name for name in UNITS["a"] if name != "a_leader"]
    reviews = [ReviewInput(one, "fairly_good", "评语") for one in await scene.cases(*others)]
    await approve_reviews(scene.session, scene.actor("a_leader"), at(3), reviews)
    own = [ReviewInput(one, "fairly_good", "评语") for one in await scene.cases("a_leader")]
    await approve_reviews(scene.session, scene.actor("deputy"), at(3), own)
    assert await scene.tasks(f"main_leader@{unit}") == ["sign_list"]
    told = await _fire(scene, at(9, hour=2))
    assert f"main_leader@{unit}" in _keys(told, "remind_review")


@pytest.mark.req("S3-33")
async def test_the_office_is_reminded_of_its_forms_before_the_decision(at_decision: Scene) -> None:
    scene, cycle = at_decision, at_decision.world.cycle_id
    about = About(scene.world.body_id, "cycle", cycle, cycle)
    await open_tasks(scene.session, scene.now, [(about, TaskSpec("freeze_quota", "office", at(20)))])
    told = await _fire(scene, at(17, hour=2))
    assert _keys(told, "remind_decision") == ["committee_secretary", "office"]


@pytest.mark.req("S3-8", "S3-40")
async def test_outside_approvers_are_reminded_in_appeal(at_appeal: Scene) -> None:
    """Objections may be raised until the 21st, 24:00: one working day before is the 20th."""
    scene = at_appeal
    assert _keys(await _fire(scene, at(19)), "remind_appeal") == []
    await submit_results(scene.session, scene.actor("office"), at(19), scene.world.cycle_id)
    told = await _fire(scene, at(21, hour=2))
    approvers = ["outside_approver@county_authority", "outside_approver@inspection_group"]
    assert _keys(told, "remind_appeal") == approvers


@pytest.mark.req("S3-8")
async def test_the_office_is_reminded_of_results_that_it_has_not_sent(at_appeal: Scene) -> None:
    assert _keys(await _fire(at_appeal, at(21, hour=2)), "remind_appeal") == ["office"]


@pytest.mark.req("S3-38")
async def test_an_objection_is_reminded_of_then_told_to_the_office_and_the_head(at_publicity: Scene) -> None:
    """Filed on Friday the 10th, to be admitted by Wednesday the 15th: the reminder comes on the 14th."""
    scene = at_publicity
    await file_objection(scene.session, scene.actor("a2"), at(10), await scene.case("a1"), "分数有误")
    assert await _fire(scene, at(14, hour=2)) == [("remind_appeal", "office")]
    head = f"main_leader@{scene.world.units['root']}"
    told = [(kind, key) for kind, key in await _fire(scene, at(15, hour=16)) if kind != "remind_appeal"]
    assert sorted(told) == [("expire_appeal", "office"), ("overdue_appeal", head)]


@pytest.mark.req("S3-28")
async def test_after_weeks_nobody_gets_more_than_the_newest_message(session: AsyncSession) -> None:
    """Both reminders, the end and a level are due at once: whoever has not written is told once, the office too."""
    levels = 'on_expiry = "escalate"\nescalations = [{ after = { working_days = 1 }, to = "office" }]'
    world = await opened(
        session, at(1), key="away", edit=lambda source: source.replace('on_expiry = "advance"', levels, 1)
    )
    scene = Scene(session, world, at(1))
    await submit_all(session, world, at(1, hour=2), *EVERYONE[1:])
    told = await _fire(scene, at(31, month=5))
    own = person_key(world.people[EVERYONE[0]])
    assert sorted((kind, key) for kind, key in told if "self_summary" in kind) == sorted(
        [("escalate_self_summary", own), ("overdue_self_summary", "office")]
    )
    outcomes = await _outcomes(scene, "self_summary")
    assert outcomes["remind", 2] == "superseded by a later one"
    assert outcomes["expire", 0].startswith("moved 0, held 1")
    assert outcomes["escalate", 1] == "told office of 1"
    late_row = await scene.rows(
        "SELECT DISTINCT fired_at FROM deadline WHERE fired_at IS NOT NULL AND due_at < :d", d=at(9)
    )
    assert [row["fired_at"] for row in late_row] == [at(31, month=5)]


@pytest.mark.req("S3-31")
async def test_of_two_reminders_that_are_due_the_newer_is_told(at_review: Scene) -> None:
    """Due on the 10th, 24:00; three working days before is the 7th, one the 9th."""
    scene = at_review
    told = await _fire(scene, at(10))
    assert len(_keys(told, "remind_review")) == len(set(_keys(told, "remind_review"))) > 0
    outcomes = await _outcomes(scene, "review")
    assert outcomes["remind", 1] == "superseded by a later one"
    assert outcomes["remind", 2] == f"reminded {len(EVERYONE)}"


@pytest.mark.req("S3-31")
async def test_a_reminder_of_a_stage_that_was_left_is_a_no_op(at_decision: Scene) -> None:
    scene = at_decision
    assert _keys(await _fire(scene, at(9, hour=2)), "remind_review") == []
    assert set((await _outcomes(scene, "review")).values()) <= {"void", "passed"}


@pytest.mark.req("S3-31")
async def test_a_suspended_cycle_tells_nobody(at_review: Scene) -> None:
    scene = at_review
    await suspend_cycle(scene.session, scene.actor("office"), at(6), scene.world.cycle_id, "防汛抢险")
    assert await _fire(scene, at(30)) == []
    assert set((await _outcomes(scene, "review")).values()) == {None}


@pytest.mark.req("S3-28")
async def test_one_row_of_the_outbox_for_a_deadline_and_more_only_where_it_would_be_long(
    at_self_summary: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = at_self_summary
    rows = "SELECT jsonb_array_length(payload->'notify') AS lines, payload FROM outbox WHERE topic = 'told' ORDER BY id"
    savepoint = await scene.session.begin_nested()
    await scene.sweep(at(3, hour=2))
    (one,) = await scene.rows(rows)
    assert one["lines"] == len(EVERYONE)
    assert {name: one["payload"][name] for name in ("subject", "id", "cycle_id", "tasks")} == {
        "subject": "cycle",
        "id": scene.world.cycle_id,
        "cycle_id": scene.world.cycle_id,
        "tasks": [],
    }
    await savepoint.rollback()
    monkeypatch.setattr(late, "LINES", 5)
    await scene.sweep(at(3, hour=2))
    several = await scene.rows(rows)
    assert [row["lines"] for row in several] == [5, 5, 2]
    assert sorted(line for row in several for line in row["payload"]["notify"]) == one["payload"]["notify"]


@pytest.mark.req("S3-28")
async def test_stragglers_are_told_each_of_his_own_case_in_a_fixed_number_of_statements(at_aggregation: Scene) -> None:
    scene, names = at_aggregation, ("a1", "a2", "a3", "a4")
    await return_summary(scene.session, scene.actor("a_clerk"), at(3), await scene.cases(*names), "补充数据")
    rows = await scene.rows(
        "SELECT * FROM deadline WHERE subject = 'assessment' AND kind = 'remind' AND mark = 2 AND fired_at IS NULL"
        " AND cycle_id = :id ORDER BY id",
        id=scene.world.cycle_id,
    )
    assert len(rows) == len(names)
    counts = []
    for some in (rows[:1], rows):
        seen: list[str] = []
        savepoint = await scene.session.begin_nested()
        engine = scene.session.get_bind()

        def note(_c: object, _cursor: object, statement: str, *_rest: object, seen: list[str] = seen) -> None:
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        outcomes = await remind_alike(scene.session, some, [row["subject_id"] for row in some], at(8))
        event.remove(engine, "before_cursor_execute", note)
        assert outcomes == {row["id"]: "reminded 1" for row in some}
        told = await scene.rows(
            "SELECT payload FROM outbox WHERE topic = 'told' AND payload->>'subject' = 'assessment' ORDER BY id"
        )
        assert {row["payload"]["id"] for row in told} == {row["subject_id"] for row in some}
        assert all(len(row["payload"]["notify"]) == 1 for row in told)
        counts.append(len(seen))
        await savepoint.rollback()
    assert counts[0] == counts[1]
