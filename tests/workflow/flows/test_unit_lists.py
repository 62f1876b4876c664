"""A unit's result list: complete, within its places, signed over its content, handed in as one."""

import pytest
from support.drive import UNITS, aggregate_unit, at, office_approves, review_unit
from support.scene import Scene

from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.lists import consent_list, hand_in_list, return_list, sign_list
from kaohe.workflow.participation import exclude, include, reassign
from kaohe.workflow.reviews import ReviewInput, approve_reviews, return_for_rework


async def _leader_reviews(scene: Scene, *good: str, names: tuple[str, ...] = UNITS["a"]) -> None:
    for name in names:
        who = "deputy" if name == "a_leader" else "a_leader"
        one = ReviewInput(await scene.case(name), "good" if name in good else "fairly_good")
        await approve_reviews(scene.session, scene.actor(who), at(3, hour=2), [one])


async def _sign(scene: Scene) -> None:
    await sign_list(scene.session, scene.actor("a_leader"), at(3, hour=3), await scene.list_of("a"))


async def _consent(scene: Scene) -> None:
    await consent_list(scene.session, scene.actor("deputy"), at(3, hour=4), await scene.list_of("a"))


async def _hand_in(scene: Scene, who: str = "a_clerk") -> None:
    await hand_in_list(scene.session, scene.actor(who), at(3, hour=5), await scene.list_of("a"))


async def _chief_approves_the_leader(scene: Scene) -> None:
    await approve_reviews(scene.session, scene.actor("chief"), at(3), [ReviewInput(await scene.case("a_leader"))])


@pytest.mark.req("S3-29", "S3-30")
async def test_signing_waits_for_everyone_and_names_them(at_review: Scene) -> None:
    scene = at_review
    await _leader_reviews(scene, names=("a_leader", "a_clerk", "a1", "a2"))
    assert f"main_leader@{scene.world.units['a']}" not in await scene.tasks("sign_list")
    async with scene.refused(Code.NOT_ALLOWED, Code.LIST_INCOMPLETE) as refusals:  # nobody is asked to sign yet
        await _sign(scene)
    incomplete = next(one for one in refusals if one.code == Code.LIST_INCOMPLETE)
    assert "a3、a4" in incomplete.message
    await _leader_reviews(scene, names=("a3", "a4"))
    assert await scene.tasks(f"main_leader@{scene.world.units['a']}") == ["sign_list"]
    await _sign(scene)
    assert await scene.list_state("a") == "signed"


@pytest.mark.req("S3-29", "S3-31")
async def test_consent_covers_those_who_wait_for_it(at_review: Scene) -> None:
    scene = at_review
    await _leader_reviews(scene, "a1")
    await _sign(scene)
    async with scene.refused(Code.LIST_INCOMPLETE) as refusals:  # the main leader's own case waits for the head
        await _consent(scene)
    assert "a_leader" in refusals[0].message
    await _chief_approves_the_leader(scene)
    await _consent(scene)
    assert {(await scene.row(name))["review_step"] for name in UNITS["a"]} == {2}
    async with scene.refused(Code.NOT_FOUND):
        await _hand_in(scene, "b_clerk")
    await _hand_in(scene)
    assert await scene.list_state("a") == "handed_in"
    assert await scene.value("SELECT count(*) FROM task WHERE subject = 'unit_list' AND state = 'open'"
                             " AND subject_id = :id", id=await scene.list_of("a")) == 0  # fmt: skip


@pytest.mark.req("S3-7", "S3-24")
async def test_more_nominees_than_places_are_refused(at_review: Scene) -> None:
    scene = at_review
    await _leader_reviews(scene, "a1", "a2", "a3")
    async with scene.refused(Code.OVER_UNIT_PLACES) as refusals:
        await _sign(scene)
    assert {"unit": "刑警大队", "places": 2, "used": 3, "over": 1}.items() <= refusals[0].params.items()
    assert "刑警大队“好”名额2个，拟评3个，超出1个" in refusals[0].message


@pytest.mark.req("S3-29", "S3-31")
async def test_a_change_voids_the_signatures(at_review: Scene) -> None:
    scene = at_review
    await review_unit(scene.session, scene.world, at(3, hour=2), "a", good=("a1",))
    await return_for_rework(
        scene.session, scene.actor("office"), at(3, hour=6), await scene.cases("a1"), "aggregation", "分数有误"
    )
    row = (await scene.rows("SELECT * FROM unit_list WHERE id = :id", id=await scene.list_of("a")))[0]
    assert (row["state"], row["signed_hash"], row["signed_by"], row["handed_in_at"]) == ("open", None, None, None)
    async with scene.refused(Code.LIST_NOT_HANDED_IN):
        await approve_reviews(scene.session, scene.actor("office"), at(3), [ReviewInput(await scene.case("a2"))])
    await aggregate_unit(scene.session, scene.world, at(7), "a", "a1")
    await _leader_reviews(scene, names=("a1",))
    await _sign(scene)
    await _consent(scene)
    await _hand_in(scene)
    await office_approves(scene.session, scene.world, at(7), "a")


@pytest.mark.req("S3-31")
async def test_a_list_that_changed_after_the_signature_is_not_consented_to(at_review: Scene) -> None:
    scene = at_review
    await _leader_reviews(scene)
    await _sign(scene)
    await exclude(scene.session, scene.actor("office"), at(3), await scene.cases("a4"), "退休")
    assert await scene.list_state("a") == "open"
    async with scene.refused(Code.WRONG_STATE):
        await _consent(scene)
    await _sign(scene)
    await _chief_approves_the_leader(scene)
    await _consent(scene)


@pytest.mark.req("S3-31")
async def test_a_list_is_returned_with_a_reason(at_review: Scene) -> None:
    scene = at_review
    await review_unit(scene.session, scene.world, at(3, hour=2), "a")
    one = await scene.list_of("a")
    async with scene.refused(Code.REQUIRED):
        await return_list(scene.session, scene.actor("office"), at(3, hour=6), one, "")
    await return_list(scene.session, scene.actor("office"), at(3, hour=6), one, "漏盖章")
    assert await scene.list_state("a") == "open"
    assert await scene.tasks(f"main_leader@{scene.world.units['a']}") == ["sign_list"]


@pytest.mark.req("S3-31", "N-8")
async def test_nobody_is_handed_in_before_he_is_through(at_review: Scene) -> None:
    """One who is not graded leaves no trace in the content when he is returned; the list still waits for him."""
    scene = at_review
    await scene.session.execute(_probation(scene, await scene.case("a4")))
    await review_unit_up_to_consent(scene)
    await return_for_rework(
        scene.session, scene.actor("office"), at(3, hour=6), await scene.cases("a4"), "aggregation", "评语有误"
    )
    async with scene.refused(Code.LIST_INCOMPLETE):
        await _hand_in(scene)


def _probation(scene: Scene, case: int):  # type: ignore[no-untyped-def]
    from sqlalchemy import text

    return text(
        "UPDATE assessment SET outcome = 'comment_only', proposed_grade = NULL, suggested_grade = NULL WHERE id = :id"
    ).bindparams(id=case)


async def review_unit_up_to_consent(scene: Scene) -> None:
    for name in UNITS["a"]:
        grade = None if name == "a4" else "fairly_good"
        who = "deputy" if name == "a_leader" else "a_leader"
        one = ReviewInput(await scene.case(name), grade)
        await approve_reviews(scene.session, scene.actor(who), at(3, hour=2), [one])
    await _chief_approves_the_leader(scene)
    await _sign(scene)
    await _consent(scene)


@pytest.mark.req("S3-11", "S3-12", "S3-29")
async def test_a_mover_goes_to_the_other_units_list(at_review: Scene) -> None:
    scene = at_review
    await _leader_reviews(scene, "a1")
    await _sign(scene)
    b = scene.world.units["b"]
    async with scene.refused(Code.BAD_INPUT, Code.REQUIRED):
        await reassign(scene.session, scene.actor("office"), at(3), await scene.cases("b1"), b, "")
    await reassign(scene.session, scene.actor("office"), at(3), await scene.cases("a1"), b, "调任")
    assert await scene.list_state("a") == "open"
    assert (await scene.row("a1"))["unit_id"] == b
    assert await scene.desk_of("a1") == [f"review leader_in_charge@{b}"]
    await _sign(scene)
    names = await scene.rows("SELECT jsonb_array_length(members) AS count FROM unit_list WHERE id = :id",
                             id=await scene.list_of("a"))  # fmt: skip
    assert names == [{"count": 5}]


@pytest.mark.req("S3-14")
async def test_a_unit_without_a_list_gets_one(at_review: Scene) -> None:
    scene = at_review
    county = scene.world.units["county"]
    await reassign(scene.session, scene.actor("office"), at(3), await scene.cases("a1"), county, "借用")
    assert await scene.list_state("county") == "open"
    assert await scene.desk_of("a1") == [f"review main_leader@{scene.world.units['root']}"]  # nobody leads there


@pytest.mark.req("S3-10")
async def test_excluded_and_included_again(at_review: Scene) -> None:
    scene = at_review
    cases = await scene.cases("a1")
    await _leader_reviews(scene, names=("a1",))
    async with scene.refused(Code.NOT_ALLOWED, Code.REQUIRED):
        await exclude(scene.session, scene.actor("a_clerk"), at(3), cases, "")
    await exclude(scene.session, scene.actor("office"), at(3), cases, "调出")
    assert (await scene.row("a1"))["excluded_reason"] == "调出"
    assert await scene.desk_of("a1") == []
    await include(scene.session, scene.actor("office"), at(3), cases, "未调出")
    row = await scene.row("a1")
    assert (row["state"], row["review_step"], row["excluded_reason"]) == ("review", 0, None)
    assert await scene.value("SELECT bool_and(void) FROM review_opinion WHERE assessment_id = :id", id=cases[0])
    await _leader_reviews(scene, names=("a1",))
