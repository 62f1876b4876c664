"""Inspections, and what is found: issued, answered, sent back, closed, reminded of, and for whom it is there."""

from datetime import date
from typing import Any

import pytest
from supervision.found import DIFFICULTY, GAP, PRACTICE, finding, found, inspection
from support.drive import at, opened
from support.scene import Scene
from support.substitutes import lend, signed_in

from kaohe.schema.session import Database
from kaohe.workflow.actions import available_actions
from kaohe.workflow.cycles import cancel_cycle, resume_cycle, suspend_cycle
from kaohe.workflow.domain.calendar import end_of_day
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.people import grant_role, revoke_role, set_calendar_day
from kaohe.workflow.queries import overdue, reading, supervision
from kaohe.workflow.queries.keyset import Window
from kaohe.workflow.supervision import FindingInput, answer_finding, close_finding, record_inspection, return_finding

DUE = end_of_day(date(2026, 4, 16))  # ten working days after 1 April, over Qingming


def clerk(scene: Scene, unit: str = "a") -> str:
    return role_key(Role.UNIT_CLERK, scene.world.units[unit])


async def tasks(scene: Scene, finding_id: int) -> list[tuple[str, str]]:
    rows = await scene.rows(
        "SELECT kind, assignee_key FROM task WHERE subject = 'finding' AND subject_id = :id AND state = 'open'",
        id=finding_id,
    )
    return [(row["kind"], row["assignee_key"]) for row in rows]


async def told(scene: Scene, kind: str) -> list[str]:
    rows = await scene.rows("SELECT assignee_key FROM notification WHERE kind = :kind ORDER BY id", kind=kind)
    return [row["assignee_key"] for row in rows]


@pytest.mark.req("S0-26", "S0-27")
async def test_a_gap_is_answered_by_the_unit_and_closed_by_who_issued_it(inspected: Scene) -> None:
    gap, difficulty = await found(inspected, GAP, DIFFICULTY)
    assert (await finding(inspected, gap))["due_at"] == DUE
    assert await tasks(inspected, gap) == [("answer_finding", clerk(inspected))]
    session = inspected.session
    await answer_finding(session, inspected.actor("a_clerk"), at(8), gap, " 已补齐 ")
    row = await finding(inspected, gap)
    assert (row["state"], row["reply"], row["replied_by"]) == ("answered", "已补齐", inspected.world.people["a_clerk"])
    assert await tasks(inspected, gap) == [("close_finding", "office")]
    await close_finding(session, inspected.actor("office"), at(9), gap, "整改到位")
    row = await finding(inspected, gap)
    assert (row["state"], row["conclusion"], row["due_at"], row["closed_at"]) == ("closed", "整改到位", None, at(9))
    assert await tasks(inspected, gap) == []
    assert await tasks(inspected, difficulty) == [("answer_finding", clerk(inspected))]
    trail = await inspected.rows(
        "SELECT trigger, acted_as FROM history WHERE subject = 'finding' AND subject_id = :id ORDER BY seq", id=gap
    )
    assert [(line["trigger"], line["acted_as"]) for line in trail] == [
        ("issue", "office"),
        ("answer_finding", clerk(inspected)),
        ("close_finding", "office"),
    ]


@pytest.mark.req("S0-27")
async def test_an_answer_that_is_sent_back_is_due_again(inspected: Scene) -> None:
    (gap,) = await found(inspected, GAP)
    await answer_finding(inspected.session, inspected.actor("a_leader"), at(8), gap, "已补齐")
    async with inspected.refused(Code.REQUIRED):
        await return_finding(inspected.session, inspected.actor("office"), at(9), gap, " ")
    await return_finding(inspected.session, inspected.actor("office"), at(9), gap, "缺三月台账")
    row = await finding(inspected, gap)
    assert (row["state"], row["due_at"]) == ("issued", end_of_day(date(2026, 4, 23)))
    assert await tasks(inspected, gap) == [("answer_finding", clerk(inspected))]


@pytest.mark.req("S0-26", "S0-27")
async def test_a_leader_of_a_unit_above_issues_and_closes(inspected: Scene) -> None:
    (gap,) = await found(inspected, GAP, who="chief")
    head = role_key(Role.MAIN_LEADER, inspected.world.units["root"])
    await answer_finding(inspected.session, inspected.actor("a_clerk"), at(8), gap, "已补齐")
    assert await tasks(inspected, gap) == [("close_finding", head)]
    await close_finding(inspected.session, inspected.actor("chief"), at(9), gap, "整改到位")
    issued = await inspected.value(
        "SELECT acted_as FROM history WHERE subject = 'finding' AND subject_id = :id AND trigger = 'issue'", id=gap
    )
    assert issued == head


@pytest.mark.req("S0-26")
@pytest.mark.parametrize("who", ["a1", "a_clerk", "a_leader", "b_leader", "deputy", "member3", "admin", "authority"])
async def test_nobody_else_inspects(inspected: Scene, who: str) -> None:
    async with inspected.refused(Code.NOT_ALLOWED) as refusals:
        await found(inspected, GAP, who=who)
    assert "考核办" in refusals[0].message


@pytest.mark.req("S0-26")
async def test_an_inspection_without_findings_is_fine(inspected: Scene) -> None:
    assert await found(inspected) == []
    assert await inspected.value("SELECT count(*) FROM inspection") == 1


@pytest.mark.req("S0-26")
async def test_everything_that_is_wrong_is_said_at_once(inspected: Scene) -> None:
    given = inspection(FindingInput(GAP.kind, "", ""), PRACTICE, held_on=date(2026, 4, 2), inspectors=[], looked_at=" ")
    async with inspected.refused(Code.BAD_INPUT, Code.REQUIRED) as refusals:
        await record_inspection(
            inspected.session,
            inspected.actor("office"),
            at(1),
            inspected.world.cycle_id,
            inspected.world.units["a"],
            given,
        )
    assert {one.field for one in refusals} == {
        "heldOn",
        "inspectors",
        "lookedAt",
        "findings[0].text",
        "findings[0].wanted",
    }


@pytest.mark.req("S0-26")
async def test_a_scheme_without_inspections_has_none(database: Database) -> None:
    async with database.session() as session:
        scene = Scene(session, await opened(session, at(1), key="psb-uninspected"), at(1))
        async with scene.refused(Code.BAD_INPUT):
            await found(scene, GAP)
        await session.rollback()


@pytest.mark.req("S0-27")
async def test_good_practice_asks_for_nothing_and_is_told_to_every_unit(inspected: Scene) -> None:
    (practice,) = await found(inspected, PRACTICE)
    assert await tasks(inspected, practice) == []
    assert await inspected.value("SELECT count(*) FROM deadline WHERE subject = 'finding'") == 0
    await inspected.relay(at(1))
    assert sorted(await told(inspected, "good_practice")) == sorted([clerk(inspected), clerk(inspected, "b")])
    async with inspected.refused(Code.NO_ANSWER_WANTED):
        await answer_finding(inspected.session, inspected.actor("a_clerk"), at(2), practice, "谢谢")
    shown = await available_actions(inspected.session, inspected.actor("a_clerk"), Subject.FINDING, [practice])
    assert shown == {practice: []}
    await close_finding(inspected.session, inspected.actor("office"), at(2), practice, "全局推广")


@pytest.mark.req("S0-27")
async def test_good_practice_is_for_the_whole_body_and_the_rest_for_the_unit_and_those_above(inspected: Scene) -> None:
    gap, practice = await found(inspected, GAP, PRACTICE)

    async def seen(who: str) -> set[int]:
        page = await reading.rows(inspected.session, inspected.actor(who), supervision.FINDINGS, [])
        return {row["id"] for row in page}

    for who in ("a_clerk", "a_leader", "deputy", "chief", "office", "secretary", "member3"):
        assert await seen(who) == {gap, practice}, who
    for who in ("a1", "b_clerk", "b_leader", "authority", "admin"):
        assert await seen(who) == {practice}, who
    async with inspected.refused(Code.NOT_FOUND):
        await answer_finding(inspected.session, inspected.actor("b_clerk"), at(2), gap, "已补齐")
    async with inspected.refused(Code.NOT_ALLOWED):
        await close_finding(inspected.session, inspected.actor("a_clerk"), at(2), gap, "已补齐")


@pytest.mark.req("S0-27")
async def test_reminded_a_working_day_ahead_and_reported_when_the_term_is_over(inspected: Scene) -> None:
    (gap,) = await found(inspected, GAP)
    await inspected.sweep(at(15, hour=2))
    await inspected.relay(at(15, hour=2))
    assert await told(inspected, "remind_finding") == [clerk(inspected)]
    await inspected.sweep(DUE)
    await inspected.relay(DUE)
    assert await told(inspected, "expire_finding") == [clerk(inspected)]
    leader = role_key(Role.MAIN_LEADER, inspected.world.units["a"])
    assert sorted(await told(inspected, "overdue_finding")) == [leader, "office"]
    row = await finding(inspected, gap)
    assert row["state"] == "issued"


@pytest.mark.req("S0-27")
async def test_what_is_late_stands_on_the_overdue_list(inspected: Scene) -> None:
    (gap,) = await found(inspected, GAP)
    await inspected.sweep(DUE)

    async def late(who: str) -> list[dict[str, Any]]:
        page = await overdue.overdue_page(inspected.session, inspected.actor(who), at(20), {}, Window.of(100, None))
        return [row for row, _ in page.rows if row["subject"] == "finding"]

    (item,) = await late("office")
    assert (item["subject_id"], item["stage"], item["reported_level"]) == (gap, "feedback", 0)
    assert [row["subject_id"] for row in await late("a_leader")] == [gap]
    assert await late("b_leader") == []


@pytest.mark.req("S0-27")
async def test_an_answer_in_time_leaves_nothing_to_tell(inspected: Scene) -> None:
    (gap,) = await found(inspected, GAP)
    await answer_finding(inspected.session, inspected.actor("a_clerk"), at(8), gap, "已补齐")
    await inspected.sweep(DUE)
    await inspected.relay(DUE)
    assert await told(inspected, "expire_finding") == []
    (waiting,) = await inspected.rows(
        "SELECT due_at FROM deadline WHERE subject = 'finding' AND kind = 'expire' AND fired_at IS NULL"
    )
    assert waiting["due_at"] == end_of_day(date(2026, 4, 22))


@pytest.mark.req("S0-27")
async def test_a_suspended_cycle_stops_its_findings_and_their_terms(inspected: Scene) -> None:
    (gap,) = await found(inspected, GAP)
    office = inspected.actor("office")
    await suspend_cycle(inspected.session, office, at(8), inspected.world.cycle_id, "防汛抢险")
    async with inspected.refused(Code.SUSPENDED):
        await answer_finding(inspected.session, inspected.actor("a_clerk"), at(9), gap, "已补齐")
    async with inspected.refused(Code.SUSPENDED):
        await found(inspected, GAP)
    await resume_cycle(inspected.session, office, at(14), inspected.world.cycle_id)
    # seven working days were left on the 8th, that day included
    later = end_of_day(date(2026, 4, 23))
    assert (await finding(inspected, gap))["due_at"] == later
    dates = await inspected.rows(
        "SELECT due_at FROM task WHERE subject = 'finding' AND state = 'open' "
        "UNION ALL SELECT due_at FROM deadline WHERE subject = 'finding' AND kind = 'expire' AND fired_at IS NULL"
    )
    assert [row["due_at"] for row in dates] == [later, later]


@pytest.mark.req("S0-27", "§3")
async def test_the_date_follows_the_calendar(inspected: Scene) -> None:
    (gap,) = await found(inspected, GAP)
    day = date(2026, 4, 10)
    await set_calendar_day(inspected.session, inspected.actor("office"), at(2), day, working=False, reason="统一安排")
    assert (await finding(inspected, gap))["due_at"] == end_of_day(date(2026, 4, 17))
    reminder = await inspected.value("SELECT due_at FROM deadline WHERE subject = 'finding' AND kind = 'remind'")
    assert reminder == at(16)


@pytest.mark.req("S0-27")
async def test_a_cancelled_cycle_leaves_its_findings(inspected: Scene) -> None:
    (gap,) = await found(inspected, GAP)
    await cancel_cycle(inspected.session, inspected.actor("office"), at(2), inspected.world.cycle_id, "机构改革")
    assert await tasks(inspected, gap) == [("answer_finding", clerk(inspected))]
    await answer_finding(inspected.session, inspected.actor("a_clerk"), at(3), gap, "已补齐")
    async with inspected.refused(Code.WRONG_STATE):
        await found(inspected, GAP)


@pytest.mark.req("S0-27", "design: tasks")
async def test_somebody_may_stand_in(inspected: Scene) -> None:
    """In the clerk's place for this kind of work, named so in the history."""
    (gap,) = await found(inspected, GAP)
    await lend(inspected, "a_clerk", "b1", WorkKind.SUPERVISION)
    actor = await signed_in(inspected, "b1")
    await answer_finding(inspected.session, actor, at(8), gap, "已补齐")
    data = await inspected.value(
        "SELECT data FROM history WHERE subject = 'finding' AND subject_id = :id ORDER BY seq DESC LIMIT 1", id=gap
    )
    assert data["in_place_of"]["person_id"] == inspected.world.people["a_clerk"]


@pytest.mark.req("S0-27", "§3")
async def test_a_task_goes_up_when_a_post_falls_vacant_and_comes_back(inspected: Scene) -> None:
    (gap,) = await found(inspected, GAP, who="chief")
    session, office = inspected.session, inspected.actor("office")
    grants = {
        (row["role"], row["unit_id"]): row["id"]
        for row in await inspected.rows(
            "SELECT id, role, unit_id FROM role_grant WHERE body_id = :body", body=office.body_id
        )
    }
    unit, root = inspected.world.units["a"], inspected.world.units["root"]
    await revoke_role(session, office, at(2), grants["unit_clerk", unit])
    assert await tasks(inspected, gap) == [("answer_finding", role_key(Role.MAIN_LEADER, unit))]
    clerk_id = inspected.world.people["a1"]
    await grant_role(session, office, at(2), clerk_id, Role.UNIT_CLERK, unit_id=unit)
    assert await tasks(inspected, gap) == [("answer_finding", clerk(inspected))]
    await answer_finding(session, inspected.actor("a_leader"), at(8), gap, "已补齐")
    await revoke_role(session, office, at(9), grants["main_leader", root])
    assert await tasks(inspected, gap) == [("close_finding", "office")]
