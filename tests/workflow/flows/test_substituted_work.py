"""Each kind of work done in another's place, from the clerk's to the committee's."""

import pytest
from support.drive import MEMBERS, UNITS, at, review_unit
from support.scene import Scene
from support.substitutes import lend, signed_in

from kaohe.workflow.approvals import answer_results, submit_results
from kaohe.workflow.cycles import create_cycle, suspend_cycle
from kaohe.workflow.decisions import SessionInput, hold_session
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.feedback import FeedbackInput, deliver_feedback, record_refusal_to_sign
from kaohe.workflow.lists import consent_list, hand_in_list, sign_list
from kaohe.workflow.objections import admit_objection, file_objection, sustain_objection
from kaohe.workflow.participation import exclude
from kaohe.workflow.reviews import ReviewInput, approve_reviews

SAID = FeedbackInput("individual_talk", "工作扎实", "主动性不足", "加强学习")


async def principals(scene: Scene, subject: str, subject_id: int) -> list[tuple[str, str, str | None]]:
    """(trigger, who, in whose place) of a history's lines under a person's own hand."""
    found = await scene.rows(
        "SELECT trigger, actor_name, data->'in_place_of'->>'name' AS principal FROM history "
        "WHERE subject = :subject AND subject_id = :id AND account_id IS NOT NULL ORDER BY seq",
        subject=subject,
        id=subject_id,
    )
    return [(row["trigger"], row["actor_name"], row["principal"]) for row in found]


@pytest.mark.req("S3-31")
async def test_a_list_through_three_substitutes(at_review: Scene) -> None:
    scene, now = at_review, at(3, hour=3)
    await lend(scene, "a_leader", "b1", WorkKind.UNIT_LIST)
    await lend(scene, "deputy", "b2", WorkKind.UNIT_LIST, WorkKind.REVIEW)
    await lend(scene, "a_clerk", "b3", WorkKind.UNIT_LIST)
    others = [name for name in UNITS["a"] if name != "a_leader"]
    reviews = [ReviewInput(one, "fairly_good") for one in await scene.cases(*others)]
    await approve_reviews(scene.session, scene.actor("a_leader"), now, reviews)
    own = [ReviewInput(one, "fairly_good") for one in await scene.cases("a_leader")]
    await approve_reviews(scene.session, scene.actor("deputy"), now, own)
    await approve_reviews(scene.session, scene.actor("chief"), now, own)
    one = await scene.list_of("a")
    await sign_list(scene.session, await signed_in(scene, "b1"), now, one)
    await consent_list(scene.session, await signed_in(scene, "b2"), now, one)
    await hand_in_list(scene.session, await signed_in(scene, "b3"), now, one)
    assert await principals(scene, "unit_list", one) == [
        ("sign", "b1", "a_leader"),
        ("consent", "b2", "deputy"),
        ("hand_in", "b3", "a_clerk"),
    ]


async def test_a_list_does_not_exist_for_whom_it_was_not_lent(at_review: Scene) -> None:
    await lend(at_review, "a_leader", "b1", WorkKind.FEEDBACK)
    async with at_review.refused(Code.NOT_FOUND):
        await sign_list(
            at_review.session, await signed_in(at_review, "b1"), at_review.now, await at_review.list_of("a")
        )


@pytest.mark.req("S3-34")
async def test_the_secretarys_substitute_records_a_session(at_decision: Scene) -> None:
    """On everybody, himself among them: the committee decides, he writes it down."""
    scene, now = at_decision, at(7)
    await lend(scene, "secretary", "b1", WorkKind.DECISION)
    given = SessionInput(now, [scene.world.people[name] for name in MEMBERS], "会议研究决定……", rest="accept")
    session_id = await hold_session(scene.session, await signed_in(scene, "b1"), now, scene.world.cycle_id, given)
    assert await scene.state("b1") == "publicity"
    recorded = await scene.rows("SELECT recorded_by, in_place_of FROM decision_session WHERE id = :id", id=session_id)
    people = scene.world.people
    assert recorded == [{"recorded_by": people["b1"], "in_place_of": people["secretary"]}]
    assert (await principals(scene, "assessment", await scene.case("a1")))[-1] == ("decide", "b1", "secretary")


async def test_a_session_that_was_not_lent(at_decision: Scene) -> None:
    scene, now = at_decision, at(7)
    await lend(scene, "secretary", "b1", WorkKind.FEEDBACK)
    given = SessionInput(now, [scene.world.people[name] for name in MEMBERS], "会议研究决定……", rest="accept")
    async with scene.refused(Code.NOT_LENT):
        await hold_session(scene.session, await signed_in(scene, "b1"), now, scene.world.cycle_id, given)


@pytest.mark.req("S3-38")
async def test_an_objection_is_heard_in_the_offices_place(at_publicity: Scene) -> None:
    scene, now = at_publicity, at(8)
    await lend(scene, "office", "b1", WorkKind.OBJECTION)
    case = await scene.case("a1")
    one = await file_objection(scene.session, scene.actor("a2"), now, case, "分数有误")
    await admit_objection(scene.session, await signed_in(scene, "b1"), now, one)
    await sustain_objection(scene.session, await signed_in(scene, "b1"), now, one, "情况属实")
    async with scene.refused(Code.WRONG_STATE) as refusals:  # the principal comes too late
        await sustain_objection(scene.session, scene.actor("office"), now, one, "情况属实")
    assert "b1(代office)已于" in refusals[0].message
    lines = await principals(scene, "objection", one)
    assert lines[1:] == [("admit", "b1", "office"), ("sustain", "b1", "office")]
    assert (await principals(scene, "assessment", case))[-1] == ("reopen", "b1", "office")
    assert await scene.state("a1") == "review"


@pytest.mark.req("S3-38", "§3")
async def test_nobody_hears_his_own_objection_in_anothers_place(at_publicity: Scene) -> None:
    scene, now = at_publicity, at(8)
    await lend(scene, "office", "a2", WorkKind.OBJECTION)
    one = await file_objection(scene.session, scene.actor("a2"), now, await scene.case("a1"), "分数有误")
    async with scene.refused(Code.OWN_CASE):
        await admit_objection(scene.session, await signed_in(scene, "a2"), now, one)


@pytest.mark.req("S3-8")
async def test_results_are_sent_and_answered_in_anothers_place(at_appeal: Scene) -> None:
    scene, now = at_appeal, at(16)
    await lend(scene, "office", "b1", WorkKind.APPROVAL)
    await lend(scene, "inspector", "b1", WorkKind.APPROVAL)
    await lend(scene, "authority", "member3", WorkKind.APPROVAL)
    people = scene.world.people
    sent = await submit_results(scene.session, await signed_in(scene, "b1"), now, scene.world.cycle_id)
    found = await scene.rows("SELECT submitted_by, in_place_of FROM result_list WHERE id = :id", id=sent)
    assert found == [{"submitted_by": people["b1"], "in_place_of": people["office"]}]
    async with scene.refused(Code.OWN_CASE):  # he stands on it himself
        await answer_results(scene.session, await signed_in(scene, "b1"), now, sent, "inspection_group", "1号")
    async with scene.refused(Code.NOT_ALLOWED):
        await answer_results(scene.session, await signed_in(scene, "member3"), now, sent, "inspection_group", "1号")
    await answer_results(scene.session, await signed_in(scene, "member3"), now, sent, "county_authority", "2号")
    answered = await scene.rows("SELECT answered_by, in_place_of FROM outside_approval WHERE list_id = :id", id=sent)
    assert answered == [{"answered_by": people["member3"], "in_place_of": people["authority"]}]


@pytest.mark.req("S3-41")
async def test_feedback_is_given_in_the_leaders_place(at_feedback: Scene) -> None:
    """By one of the office too, as the leader would, without waiting until it is overdue."""
    scene, now = at_feedback, at(22, hour=3)
    await lend(scene, "deputy", "office2", WorkKind.FEEDBACK)
    await deliver_feedback(scene.session, await signed_in(scene, "office2"), now, await scene.cases("a1"), SAID)
    case = await scene.case("a1")
    assert (await principals(scene, "assessment", case))[-1] == ("deliver_feedback", "office2", "deputy")
    async with scene.refused(Code.BAD_INPUT, Code.TERM_NOT_OVER):
        await deliver_feedback(scene.session, scene.actor("office"), now, await scene.cases("a2"), SAID)


async def test_whoever_told_in_anothers_place_records_that_it_was_not_signed_for(at_feedback: Scene) -> None:
    scene, now = at_feedback, at(22, hour=3)
    await lend(scene, "deputy", "b1", WorkKind.FEEDBACK)
    await deliver_feedback(scene.session, await signed_in(scene, "b1"), now, await scene.cases("a1"), SAID)
    await record_refusal_to_sign(scene.session, await signed_in(scene, "b1"), now, await scene.case("a1"), "王见证")
    assert await scene.state("a1") == "archived"


async def test_a_cycle_is_managed_in_the_offices_place(at_self_summary: Scene) -> None:
    scene = at_self_summary
    await lend(scene, "office", "b1", WorkKind.CYCLE)
    actor = await signed_in(scene, "b1")
    created = await create_cycle(scene.session, actor, scene.now, "county-psb", "2026Q2")
    assert await principals(scene, "cycle", created) == [("create", "b1", "office")]
    await suspend_cycle(scene.session, actor, scene.now, scene.world.cycle_id, "防汛抢险")
    assert (await principals(scene, "cycle", scene.world.cycle_id))[-1] == ("suspend", "b1", "office")
    async with scene.refused(Code.NOT_FOUND):  # who takes part was not lent, and is not seen
        await exclude(scene.session, actor, scene.now, await scene.cases("a1"), "退休")


async def test_who_takes_part_is_settled_in_the_offices_place(at_self_summary: Scene) -> None:
    scene = at_self_summary
    await lend(scene, "office", "b1", WorkKind.PARTICIPATION)
    await exclude(scene.session, await signed_in(scene, "b1"), scene.now, await scene.cases("a1"), "退休")
    assert (await principals(scene, "assessment", await scene.case("a1")))[-1] == ("exclude", "b1", "office")
    async with scene.refused(Code.OWN_CASE):
        await exclude(scene.session, await signed_in(scene, "b1"), scene.now, await scene.cases("b1"), "退休")


async def test_the_offices_step_is_signed_in_its_place(at_review: Scene) -> None:
    scene, now = at_review, at(3, hour=3)
    await review_unit(scene.session, scene.world, now, "a")
    await lend(scene, "office", "member3", WorkKind.REVIEW)
    case = await scene.case("a1")
    await approve_reviews(scene.session, await signed_in(scene, "member3"), now, [ReviewInput(case)])
    assert await scene.state("a1") == "decision"
