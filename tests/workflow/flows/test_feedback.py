"""Feedback: by the leader in charge, by the office in writing when overdue; signed, refused, deemed."""

import pytest
from support.drive import EVERYONE, at
from support.scene import Scene

from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.feedback import FeedbackInput, acknowledge_result, deliver_feedback, record_refusal_to_sign

TALK = FeedbackInput("individual_talk", "工作扎实", "主动性不足", "加强学习", "接受", ("提高结案率", " "))
LETTER = FeedbackInput("written_delivery", "工作扎实", "主动性不足", "加强学习")


async def _deliver(scene: Scene, who: str, said: FeedbackInput, *names: str, day: int = 22, month: int = 4) -> None:
    await deliver_feedback(scene.session, scene.actor(who), at(day, month), await scene.cases(*names), said)


async def _feedback(scene: Scene, name: str) -> dict:  # type: ignore[type-arg]
    return (await scene.rows("SELECT * FROM feedback WHERE assessment_id = :id", id=await scene.case(name)))[0]


@pytest.mark.req("S3-41", "S0-24", "S0-25")
async def test_the_leader_in_charge_tells_and_the_person_signs(at_feedback: Scene) -> None:
    scene = at_feedback
    async with scene.refused(Code.REQUIRED):
        await _deliver(scene, "deputy", FeedbackInput("individual_talk", " ", "", ""), "a1")
    async with scene.refused(Code.FEEDBACK_MISSING):
        await record_refusal_to_sign(scene.session, scene.actor("office"), at(22), await scene.case("a1"), "李四")
    await _deliver(scene, "deputy", TALK, "a1", "a2")
    assert (await _feedback(scene, "a1"))["goals"] == ["提高结案率"]
    assert await scene.tasks(person_key(scene.world.people["a1"])) == ["acknowledge"]
    async with scene.refused(Code.FEEDBACK_DELIVERED, Code.NOT_ALLOWED):
        await _deliver(scene, "a_leader", TALK, "a1")
    async with scene.refused(Code.NOT_ALLOWED):
        await acknowledge_result(scene.session, scene.actor("a_leader"), at(22), await scene.case("a1"))
    await acknowledge_result(scene.session, scene.actor("a1"), at(23), await scene.case("a1"), " 同意 ")
    told = await _feedback(scene, "a1")
    assert (await scene.state("a1"), told["acknowledgement"], told["opinion"]) == ("archived", "signed", "同意")


@pytest.mark.req("S3-41")
async def test_the_office_only_in_writing_and_only_when_overdue(at_feedback: Scene) -> None:
    scene = at_feedback
    async with scene.refused(Code.TERM_NOT_OVER):
        await _deliver(scene, "office", LETTER, "a1")
    await scene.sweep(at(22, month=5))
    assert (await scene.row("a1"))["due_at"] < at(22, month=5)
    async with scene.refused(Code.BAD_INPUT):
        await _deliver(scene, "office", TALK, "a1", day=22, month=5)
    await _deliver(scene, "office", LETTER, "a1", day=22, month=5)
    assert (await _feedback(scene, "a1"))["method"] == "written_delivery"


@pytest.mark.req("S3-41")
async def test_a_deadline_never_invents_a_talk(at_feedback: Scene) -> None:
    scene = at_feedback
    await scene.sweep(at(30, month=5))
    assert set(await scene.states(*EVERYONE)) == {"feedback"}
    assert await scene.value("SELECT count(*) FROM feedback WHERE body_id = :body", body=scene.world.body_id) == 0
    await scene.relay(at(30, month=5))
    told = await scene.rows("SELECT DISTINCT assignee_key FROM notification WHERE kind = 'overdue_feedback'")
    assert [row["assignee_key"] for row in told] == ["office"]


@pytest.mark.req("S3-41", "N-3")
async def test_a_refusal_to_sign_needs_a_witness(at_feedback: Scene) -> None:
    scene = at_feedback
    await _deliver(scene, "deputy", TALK, "a1", "a2")
    one, two = await scene.cases("a1", "a2")
    async with scene.refused(Code.REQUIRED):
        await record_refusal_to_sign(scene.session, scene.actor("deputy"), at(23), one, " ")
    async with scene.refused(Code.OWN_CASE):
        await record_refusal_to_sign(scene.session, scene.actor("a1"), at(23), one, "李四")
    async with scene.refused(Code.NOT_ALLOWED):
        await record_refusal_to_sign(scene.session, scene.actor("a_leader"), at(23), one, "李四")
    await record_refusal_to_sign(scene.session, scene.actor("deputy"), at(23), one, "李四", "不认可")
    await record_refusal_to_sign(scene.session, scene.actor("office"), at(23), two, "李四")
    told = await _feedback(scene, "a1")
    assert (told["acknowledgement"], told["witness"], told["opinion"]) == ("refused", "李四", "不认可")
    assert await scene.states("a1", "a2") == ["archived", "archived"]


@pytest.mark.req("S3-41")
async def test_after_the_term_it_counts_as_received(at_feedback: Scene) -> None:
    """Delivered on Wednesday the 22nd: five working days end on the 29th."""
    scene = at_feedback
    await _deliver(scene, "deputy", TALK, "a1")
    await scene.sweep(at(29, hour=15))
    assert await scene.state("a1") == "feedback"
    await scene.sweep(at(29, hour=16))
    assert (await scene.state("a1"), (await _feedback(scene, "a1"))["acknowledgement"]) == ("archived", "deemed")
    assert await scene.state("a2") == "feedback"


@pytest.mark.req("S3-41")
async def test_nobody_tells_himself(at_feedback: Scene) -> None:
    scene = at_feedback
    assert await scene.desk_of("a_leader") == [f"deliver_feedback leader_in_charge@{scene.world.units['a']}"]
    async with scene.refused(Code.OWN_CASE, Code.NOT_ALLOWED):
        await _deliver(scene, "a_leader", TALK, "a_leader")
