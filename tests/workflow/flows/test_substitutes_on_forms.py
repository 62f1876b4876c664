"""What is printed and archived of a signature in another's place: both names (李四(代张三))."""

import json
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from support.drive import MEMBERS, UNITS, at, give_feedback
from support.scene import Scene
from support.substitutes import lend, signed_in

from kaohe.workflow.approvals import answer_results, submit_results
from kaohe.workflow.archive.contents import contents_of
from kaohe.workflow.decisions import SessionInput, hold_session
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.feedback import FeedbackInput, deliver_feedback
from kaohe.workflow.forms.cycle_file import CycleFile
from kaohe.workflow.forms.minutes import minutes
from kaohe.workflow.forms.registration import registration
from kaohe.workflow.forms.unit_results import unit_results
from kaohe.workflow.lists import sign_list
from kaohe.workflow.reviews import ReviewInput, approve_reviews
from kaohe.workflow.summaries import SummaryInput, submit_summary


async def file_of(scene: Scene) -> CycleFile:
    """The cycle's documents as they would be archived now."""
    built = await contents_of(scene.session, scene.world.body_id, scene.world.cycle_id)
    return CycleFile({name: json.loads(content) for name, content in built.items() if name.endswith(".json")})


def unit_a(scene: Scene, file: CycleFile) -> dict[str, object]:
    return next(dict(unit) for unit in file.units if unit["id"] == scene.world.units["a"])


def printed(content: bytes) -> str:
    """All that stands on a form."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return "\n".join(
        str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    )


@pytest.mark.req("S3-30", "S3-31")
async def test_reviews_and_lists(at_review: Scene) -> None:
    scene, now = at_review, at(3, hour=3)
    await lend(scene, "a_leader", "b1", WorkKind.REVIEW, WorkKind.UNIT_LIST)
    substitute = await signed_in(scene, "b1")
    others = [name for name in UNITS["a"] if name != "a_leader"]
    await approve_reviews(
        scene.session, substitute, now, [ReviewInput(one, "fairly_good") for one in await scene.cases(*others)]
    )
    own = [ReviewInput(one, "fairly_good") for one in await scene.cases("a_leader")]
    await approve_reviews(scene.session, scene.actor("deputy"), now, own)
    await approve_reviews(scene.session, scene.actor("chief"), now, own)
    await sign_list(scene.session, substitute, now, await scene.list_of("a"))
    file = await file_of(scene)
    form = printed(registration(file, unit_a(scene, file)))
    assert form.count("签名：b1(代a_leader)") == len(others)
    assert "签名：deputy    " in form  # in his own name
    assert "单位主要领导：b1(代a_leader)" in printed(unit_results(file, unit_a(scene, file)))
    reviews = [one for one in file.rows("reviews.json") if one["person_id_name"] == "b1"]
    assert {one["in_place_of_name"] for one in reviews} == {"a_leader"}


@pytest.mark.req("S3-20")
async def test_a_summary_entered_on_behalf(at_self_summary: Scene) -> None:
    scene = at_self_summary
    await lend(scene, "a_clerk", "b1", WorkKind.AGGREGATION)
    substitute = await signed_in(scene, "b1")
    scan = await scene.value(
        "INSERT INTO evidence (body_id, file_name, media_type, size, sha256, uploaded_by, uploaded_at) "
        "VALUES (:body, 'scan.pdf', 'application/pdf', 1, 'x', :account, :now) RETURNING id",
        body=scene.world.body_id,
        account=substitute.account_id,
        now=scene.now,
    )
    await submit_summary(
        scene.session, substitute, scene.now, await scene.case("a1"), SummaryInput("小结", scan_id=scan)
    )
    file = await file_of(scene)
    assert "（由b1(代a_clerk)代录）" in printed(registration(file, unit_a(scene, file)))


@pytest.mark.req("S3-34")
async def test_minutes(at_decision: Scene) -> None:
    scene, now = at_decision, at(7)
    await lend(scene, "secretary", "b1", WorkKind.DECISION)
    given = SessionInput(now, [scene.world.people[name] for name in MEMBERS], "会议研究决定……", rest="accept")
    await hold_session(scene.session, await signed_in(scene, "b1"), now, scene.world.cycle_id, given)
    file = await file_of(scene)
    assert "记录：b1(代secretary)" in printed(minutes(file, file.rows("sessions.json")[0]))


@pytest.mark.req("S3-8")
async def test_an_approvers_answer(at_appeal: Scene) -> None:
    scene, now = at_appeal, at(16)
    await lend(scene, "inspector", "member3", WorkKind.APPROVAL)
    sent = await submit_results(scene.session, scene.actor("office"), now, scene.world.cycle_id)
    await answer_results(scene.session, await signed_in(scene, "member3"), now, sent, "inspection_group", "1号")
    [listed] = (await file_of(scene)).rows("approvals.json")
    assert listed["in_place_of_name"] is None
    assert [(one["answered_by"], one["in_place_of"]) for one in listed["answers"]] == [("member3", "inspector")]


@pytest.mark.req("S3-41")
async def test_feedback(at_feedback: Scene) -> None:
    scene, now = at_feedback, at(22, hour=3)
    await lend(scene, "deputy", "b1", WorkKind.FEEDBACK)
    said = FeedbackInput("individual_talk", "工作扎实", "主动性不足", "加强学习")
    await deliver_feedback(scene.session, await signed_in(scene, "b1"), now, await scene.cases("a1"), said)
    await give_feedback(scene.session, scene.world, now, "a2")
    file = await file_of(scene)
    form = printed(registration(file, unit_a(scene, file)))
    assert "（b1(代deputy)，" in form
    assert "（deputy，" in form
