"""Objections: filed, admitted or refused, dismissed or sustained, withdrawn, and once to the second instance."""

import pytest
from support.drive import answer_all, at, decide
from support.scene import Scene, ledger

from kaohe.schema.models import Relative
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.objections import (
    admit_objection,
    dismiss_objection,
    file_objection,
    file_second_instance,
    refuse_objection,
    sustain_objection,
    withdraw_objection,
)
from kaohe.workflow.reviews import ReviewInput, approve_reviews

AUTHORITY = "outside_approver@county_authority"


async def _file(scene: Scene, who: str = "a1", about: str = "a1", day: int = 16, grounds: str = "计分有误") -> int:
    return await file_objection(scene.session, scene.actor(who), at(day), await scene.case(about), grounds)


async def _second_round(scene: Scene, name: str = "a1", day: int = 16) -> None:
    """The objection is sustained: the case is at the first step of round 2."""
    one = await _file(scene, name, name, day)
    await admit_objection(scene.session, scene.actor("office"), at(day), one)
    await sustain_objection(scene.session, scene.actor("office"), at(day), one, "复核属实")


async def _review_again(scene: Scene, name: str, grade: str | None, *who: str) -> None:
    for one in who:
        review = ReviewInput(await scene.case(name), grade)
        await approve_reviews(scene.session, scene.actor(one), at(17), [review])


@pytest.mark.req("S3-38")
async def test_a_colleague_objects_and_a_stranger_does_not(at_appeal: Scene) -> None:
    scene = at_appeal
    assert await _file(scene, "a3", "a1")
    async with scene.refused(Code.NOT_FOUND):
        await _file(scene, "b1", "a1")
    async with scene.refused(Code.DUPLICATE):
        await _file(scene, "a3", "a1")
    async with scene.refused(Code.REQUIRED):
        await _file(scene, "a1", "a1", grounds=" ")
    assert sorted(await scene.tasks("office")) == ["admit_objection", "submit_results"]


@pytest.mark.req("S3-38")
async def test_the_time_to_object_ends(at_appeal: Scene) -> None:
    scene = at_appeal
    assert await _file(scene, day=21)
    async with scene.refused(Code.WINDOW_CLOSED):
        await _file(scene, "a2", "a2", day=22)


@pytest.mark.req("S3-38", "Cross-7", "§3")
async def test_one_undecided_objection_holds_only_that_person(at_appeal: Scene) -> None:
    scene = at_appeal
    one = await _file(scene)
    await answer_all(scene.session, scene.world, at(16))
    await scene.sweep(at(22))
    assert await scene.states("a1", "a2", "b1") == ["appeal", "feedback", "feedback"]
    await admit_objection(scene.session, scene.actor("office"), at(22), one)
    async with scene.refused(Code.REQUIRED):
        await dismiss_objection(scene.session, scene.actor("office"), at(23), one, " ")
    await dismiss_objection(scene.session, scene.actor("office"), at(23), one, "计分无误")
    assert await scene.state("a1") == "appeal"  # the second instance may still be asked
    await scene.sweep(at(8, month=5))
    assert await scene.state("a1") == "feedback"
    async with scene.refused(Code.WRONG_STATE, Code.WINDOW_CLOSED) as refusals:
        await file_second_instance(scene.session, scene.actor("a1"), at(8, month=5), one, "不服")
    assert "close the appeal" in next(one for one in refusals if one.code == Code.WRONG_STATE).message_en


@pytest.mark.req("S3-38")
async def test_refused_and_withdrawn_ones_hold_nobody(at_appeal: Scene) -> None:
    scene = at_appeal
    refused, withdrawn = await _file(scene), await _file(scene, "a2", "a2")
    await answer_all(scene.session, scene.world, at(16))
    await scene.sweep(at(22))
    await refuse_objection(scene.session, scene.actor("office"), at(22), refused, "超出范围")
    async with scene.refused(Code.NOT_ALLOWED):
        await withdraw_objection(scene.session, scene.actor("office"), at(22), withdrawn)
    await withdraw_objection(scene.session, scene.actor("a2"), at(22), withdrawn)
    assert await scene.states("a1", "a2") == ["feedback", "feedback"]


@pytest.mark.req("S3-38")
async def test_the_office_does_not_hear_what_concerns_itself(at_appeal: Scene) -> None:
    scene = at_appeal
    people = scene.world.people
    for name in ("office", "office2"):
        scene.session.add(Relative(body_id=scene.world.body_id, person_id=people[name], relative_id=people["a1"]))
    await scene.session.flush()
    one = await _file(scene)
    assert await scene.tasks(f"main_leader@{scene.world.units['root']}") == ["admit_objection"]
    async with scene.refused(Code.RELATIVE, Code.NOT_ALLOWED):
        await admit_objection(scene.session, scene.actor("office"), at(16), one)
    await admit_objection(scene.session, scene.actor("chief"), at(16), one)
    await sustain_objection(scene.session, scene.actor("chief"), at(16), one, "属实")
    assert await scene.state("a1") == "review"


@pytest.mark.req("S3-38", "§3")
async def test_a_sustained_one_reopens_only_that_person(at_appeal: Scene) -> None:
    scene = at_appeal
    await _second_round(scene)
    row = await scene.row("a1")
    assert (row["state"], row["round"], row["review_step"], row["grade"]) == ("review", 2, 0, "good")
    assert await scene.states("a2", "b1") == ["appeal", "appeal"]
    await scene.relay(at(16))
    assert (await scene.cycle())["state"] == "appeal"  # round 2 counts as appeal
    assert await scene.desk_of("a1") == [f"review leader_in_charge@{scene.world.units['a']}"]  # another reviewer
    async with scene.refused(Code.WRONG_STATE):
        await _file(scene, "a3", "a1")


@pytest.mark.req("S3-36", "S3-38")
async def test_a_downgrade_frees_only_the_bodys_place(at_appeal: Scene) -> None:
    scene = at_appeal
    await _second_round(scene)
    await _review_again(scene, "a1", "fairly_good", "deputy", "chief", "office2")
    assert await scene.state("a1") == "decision"
    assert await scene.list_state("a") == "handed_in"  # the list of round 1 stays as it was signed
    await decide(scene.session, scene.world, at(20))
    assert (await ledger(scene))[-1:] == [("body", "freed", None, "2026Q1")]
    assert (await scene.row("a1"))["grade"] == "fairly_good"


@pytest.mark.req("S3-36", "S3-38")
async def test_an_upgrade_is_an_addition_within_the_bodys_places(at_appeal: Scene) -> None:
    scene = at_appeal
    await _second_round(scene, "a1")
    await _second_round(scene, "a3")
    for name, grade in (("a1", "fairly_good"), ("a3", "good")):
        await _review_again(scene, name, grade, "deputy", "chief", "office2")
    await decide(scene.session, scene.world, at(20))
    lines = await ledger(scene)
    assert sorted(line[1] for line in lines[-2:]) == ["addition", "freed"]
    assert len([line for line in lines if line[1] == "nominee"]) == 4


@pytest.mark.req("S3-38")
async def test_an_upgrade_beyond_the_bodys_places_is_refused(at_appeal: Scene) -> None:
    scene = at_appeal
    await _second_round(scene, "a3")
    await _review_again(scene, "a3", "good", "deputy", "chief", "office2")
    async with scene.refused(Code.OVER_BODY_PLACES):
        await decide(scene.session, scene.world, at(20))


@pytest.mark.req("S3-38")
async def test_a_dismissed_one_goes_once_to_the_second_instance(at_appeal: Scene) -> None:
    scene = at_appeal
    one = await _file(scene)
    await admit_objection(scene.session, scene.actor("office"), at(16), one)
    await dismiss_objection(scene.session, scene.actor("office"), at(16), one, "计分无误")
    async with scene.refused(Code.NOT_FOUND):  # only who filed it
        await file_second_instance(scene.session, scene.actor("a2"), at(17), one, "不服")
    second = await file_second_instance(scene.session, scene.actor("a1"), at(17), one, "不服")
    assert "admit_objection" in await scene.tasks(AUTHORITY)
    async with scene.refused(Code.NO_SECOND_INSTANCE):
        await file_second_instance(scene.session, scene.actor("a1"), at(17), one, "不服")
    async with scene.refused(Code.NOT_ALLOWED):
        await admit_objection(scene.session, scene.actor("office"), at(17), second)
    await admit_objection(scene.session, scene.actor("authority"), at(17), second)
    await sustain_objection(scene.session, scene.actor("authority"), at(17), second, "原处理不当")
    row = await scene.row("a1")
    assert (row["state"], row["round"]) == ("decision", 2)


@pytest.mark.req("S3-38")
async def test_after_the_last_round_there_is_one_second_instance_and_no_more(at_appeal: Scene) -> None:
    scene = at_appeal
    await _second_round(scene)
    await _review_again(scene, "a1", "good", "deputy", "chief", "office2")
    await decide(scene.session, scene.world, at(20))
    second = await _file(scene, day=21)
    await admit_objection(scene.session, scene.actor("authority"), at(21), second)
    await dismiss_objection(scene.session, scene.actor("authority"), at(21), second, "维持")
    async with scene.refused(Code.NO_SECOND_INSTANCE):
        await _file(scene, day=22)


@pytest.mark.req("S3-38")
async def test_who_must_hear_is_reminded_when_the_term_is_over(at_appeal: Scene) -> None:
    """Three working days from Thursday the 16th: the 21st."""
    scene = at_appeal
    one = await _file(scene)
    await scene.sweep(at(21, hour=16))
    await scene.relay(at(21, hour=16))
    told = await scene.rows(
        "SELECT assignee_key, kind FROM notification WHERE subject = 'objection' AND subject_id = :id", id=one
    )
    assert {(row["assignee_key"], row["kind"]) for row in told} >= {("office", "expire_appeal")}
    assert await scene.value("SELECT state FROM objection WHERE id = :id", id=one) == "filed"  # no deadline decides
