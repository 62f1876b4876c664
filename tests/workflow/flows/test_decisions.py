"""The party committee: who decides, within which places, and what it costs the unit and the body."""

from datetime import datetime

import pytest
from sqlalchemy import text
from support.drive import MEMBERS, at, office_approves, review_unit
from support.scene import Scene, ledger

from kaohe.schema.models import Relative
from kaohe.workflow.decisions import DecisionInput, SessionInput, hold_session
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.reviews import ReviewInput, approve_reviews, return_to_review


async def _hold(
    scene: Scene,
    *decisions: tuple[str, str | None, str],
    members: tuple[str, ...] = MEMBERS,
    minutes: str = "会议研究决定……",
    rest: str = "accept",
    who: str = "secretary",
    now: datetime | None = None,
) -> int:
    given = SessionInput(
        held_at=now or at(7),
        attendee_ids=[scene.world.people[name] for name in members],
        minutes=minutes,
        decisions=[DecisionInput(await scene.case(name), grade, reason) for name, grade, reason in decisions],
        rest=rest,  # type: ignore[arg-type]
    )
    return await hold_session(scene.session, scene.actor(who), now or at(7), scene.world.cycle_id, given)


async def _items(scene: Scene) -> dict[str, str]:
    found = await scene.rows(
        "SELECT p.name, d.kind FROM decision_item d JOIN assessment a ON a.id = d.assessment_id"
        " JOIN person p ON p.id = a.person_id WHERE d.body_id = :body",
        body=scene.world.body_id,
    )
    return {row["name"]: row["kind"] for row in found}


@pytest.mark.req("S3-2", "S3-3", "S3-34")
async def test_more_than_half_of_the_members_decide(at_decision: Scene) -> None:
    scene = at_decision
    async with scene.refused(Code.NO_QUORUM) as refusals:
        await _hold(scene, members=("chief", "deputy"))
    assert refusals[0].params["needed"] == 3
    async with scene.refused(Code.NOT_A_MEMBER, Code.NO_QUORUM):  # the office has no vote
        await _hold(scene, members=("chief", "deputy", "office"))
    async with scene.refused(Code.NO_QUORUM):  # nobody counts twice
        await _hold(scene, members=("chief", "deputy", "deputy"))
    await _hold(scene, members=("chief", "deputy", "member3"))
    assert await scene.states("a1", "b4") == ["publicity"] * 2


@pytest.mark.req("S3-34")
async def test_the_quorum_holds_for_every_single_case(at_decision: Scene) -> None:
    scene = at_decision
    people = scene.world.people
    scene.session.add(Relative(body_id=scene.world.body_id, person_id=people["member3"], relative_id=people["a1"]))
    await scene.session.flush()
    async with scene.refused(Code.NO_QUORUM) as refusals:
        await _hold(scene, members=("chief", "deputy", "member3"))
    assert "a1的事项须回避" in refusals[0].message
    await _hold(scene, members=MEMBERS)
    recused = await scene.value(
        "SELECT recused FROM decision_item WHERE assessment_id = :id", id=await scene.case("a1")
    )
    assert recused == [people["member3"]]


@pytest.mark.req("S3-34")
async def test_everything_that_is_wrong_is_said_at_once(at_decision: Scene) -> None:
    scene = at_decision
    async with scene.refused(Code.NO_QUORUM, Code.REQUIRED, Code.UNKNOWN_GRADE) as refusals:
        await _hold(scene, ("a1", "excellent", ""), members=("chief",), minutes=" ")
    assert {one.field for one in refusals} >= {"attendee_ids", "minutes", "decisions[0].reason"}
    async with scene.refused(Code.NOT_ALLOWED):
        await _hold(scene, who="office")
    assert await scene.value("SELECT count(*) FROM notice WHERE cycle_id = :id", id=scene.world.cycle_id) == 0


@pytest.mark.req("S3-33")
async def test_no_decision_before_the_forms_are_filed(at_review: Scene) -> None:
    scene = at_review
    await review_unit(scene.session, scene.world, at(3, hour=3), "a")
    await office_approves(scene.session, scene.world, at(3, hour=4), "a")
    async with scene.refused(Code.QUOTA_NOT_FROZEN):
        await _hold(scene)


@pytest.mark.req("S3-35")
async def test_a_rejected_nominee_still_uses_the_units_place(at_decision: Scene) -> None:
    scene = at_decision
    async with scene.refused(Code.REQUIRED) as refusals:
        await _hold(scene, ("a1", "fairly_good", ""))
    assert refusals[0].field == "decisions[0].reason"
    await _hold(scene, ("a1", "fairly_good", "实绩不突出"))
    assert (await _items(scene))["a1"] == "rejected"
    a, b = scene.world.units["a"], scene.world.units["b"]
    lines = await ledger(scene)
    assert lines.count(("unit", "nominee", a, "2026Q1")) == 2
    assert lines.count(("unit", "nominee", b, "2026Q1")) == 2
    assert lines.count(("body", "final_good", None, "2026Q1")) == 3


@pytest.mark.req("S3-36")
async def test_an_added_one_uses_the_bodys_place_not_the_units(at_decision: Scene) -> None:
    scene = at_decision
    await _hold(scene, ("a1", "fairly_good", "实绩不突出"), ("a3", "good", "重大立功"))
    assert (await _items(scene))["a3"] == "added"
    lines = await ledger(scene)
    assert len([line for line in lines if line[:2] == ("unit", "nominee")]) == 4
    assert [line[1] for line in lines if line[0] == "body"].count("final_good") == 3
    assert [line[1] for line in lines if line[0] == "body"].count("addition") == 1


@pytest.mark.req("S3-7", "S3-23", "S3-36")
async def test_more_than_the_bodys_places_are_refused(at_decision: Scene) -> None:
    """12 people at 40 % are 4.8, so 4 places, all nominated."""
    scene = at_decision
    async with scene.refused(Code.OVER_BODY_PLACES) as refusals:
        await _hold(scene, ("a3", "good", "重大立功"))
    assert refusals[0].params == {"places": 4, "used": 5, "over": 1}
    assert await scene.state("a1") == "decision"


@pytest.mark.req("S3-34")
async def test_whoever_is_left_out_is_decided_at_a_supplementary_session(at_decision: Scene) -> None:
    scene = at_decision
    unit_a = [(name, "good" if name in ("a1", "a2") else "fairly_good", "") for name in ("a1", "a2", "a3", "a4")]
    await _hold(scene, *unit_a, rest="leave")
    assert await scene.states("a1", "b1") == ["publicity", "decision"]
    async with scene.refused(Code.OVER_BODY_PLACES):
        await _hold(scene, ("b3", "good", "重大立功"), now=at(8))
    await _hold(scene, now=at(8))
    sessions = await scene.rows(
        "SELECT number, supplementary FROM decision_session WHERE cycle_id = :id ORDER BY number",
        id=scene.world.cycle_id,
    )
    assert [(row["number"], row["supplementary"]) for row in sessions] == [(1, False), (2, True)]
    terms = await scene.rows(
        "SELECT closes_at FROM notice WHERE cycle_id = :id ORDER BY number", id=scene.world.cycle_id
    )
    assert terms[0]["closes_at"] < terms[1]["closes_at"]  # a notice has a term of its own
    async with scene.refused(Code.BAD_INPUT):
        await _hold(scene, now=at(9))
    async with scene.refused(Code.WRONG_STATE):
        await _hold(scene, ("a1", "good", ""), now=at(9))


@pytest.mark.req("S3-34")
async def test_nobody_is_decided_twice_in_one_session(at_decision: Scene) -> None:
    async with at_decision.refused(Code.BAD_INPUT):
        await _hold(at_decision, ("a1", "good", ""), ("a1", "good", ""))


@pytest.mark.req("N-8", "N-11")
async def test_who_is_not_graded_gets_no_grade(at_decision: Scene) -> None:
    scene = at_decision
    case = await scene.case("a4")
    await return_to_review(scene.session, scene.actor("office"), at(7), [case], "office", "立案")
    await scene.session.execute(
        text("UPDATE assessment SET outcome = 'pending', suggested_grade = NULL WHERE id = :id"), {"id": case}
    )
    async with scene.refused(Code.GRADE_WITHOUT_OUTCOME):
        await approve_reviews(scene.session, scene.actor("office"), at(7), [ReviewInput(case, "poor")])
    await approve_reviews(scene.session, scene.actor("office"), at(7), [ReviewInput(case)])
    async with scene.refused(Code.GRADE_WITHOUT_OUTCOME):
        await _hold(scene, ("a4", "poor", ""))
    await _hold(scene)
    assert (await _items(scene))["a4"] == "not_graded"
    row = await scene.row("a4")
    assert (row["state"], row["grade"]) == ("publicity", None)


@pytest.mark.req("S3-34")
async def test_another_bodys_or_cycles_case_is_not_there(at_decision: Scene) -> None:
    scene = at_decision
    given = SessionInput(at(7), [scene.world.people[one] for one in MEMBERS], "纪要", [DecisionInput(999_999, "good")])
    async with scene.refused(Code.NOT_FOUND):
        await hold_session(scene.session, scene.actor("secretary"), at(7), scene.world.cycle_id, given)
