"""The chain of review: who signs, own cases, vacant posts, what a return voids."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from support.drive import UNITS, aggregate_unit, at, review_unit
from support.scene import Scene

from kaohe.schema.models import Relative
from kaohe.workflow.aggregation import record_scores
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.lists import consent_list, hand_in_list, sign_list
from kaohe.workflow.reviews import ReviewInput, approve_reviews, return_for_rework, return_to_review


async def _approve(scene: Scene, who: str, *names: str, grade: str | None = "fairly_good") -> None:
    reviews = [ReviewInput(one, grade) for one in await scene.cases(*names)]
    await approve_reviews(scene.session, scene.actor(who), at(3, hour=2), reviews)


async def _relatives(scene: Scene, one: str, other: str) -> None:
    people = scene.world.people
    scene.session.add(Relative(body_id=scene.world.body_id, person_id=people[one], relative_id=people[other]))
    await scene.session.flush()


async def _vacate(scene: Scene, role: str) -> None:
    await scene.session.execute(
        text("DELETE FROM role_grant WHERE body_id = :body AND role = :role"),
        {"body": scene.world.body_id, "role": role},
    )


async def _opinions(scene: Scene, name: str) -> list[tuple[str, bool]]:
    found = await scene.rows(
        "SELECT step, void FROM review_opinion WHERE assessment_id = :id ORDER BY id", id=await scene.case(name)
    )
    return [(row["step"], row["void"]) for row in found]


@pytest.mark.req("S3-30", "S3-31")
async def test_the_unit_then_the_leader_in_charge(at_review: Scene) -> None:
    scene = at_review
    async with scene.refused(Code.NOT_ALLOWED):
        await _approve(scene, "deputy", "a1")
    async with scene.refused(Code.NOT_FOUND):
        await _approve(scene, "b_leader", "a1")
    await _approve(scene, "a_leader", "a1", grade="good")
    row = await scene.row("a1")
    assert (row["state"], row["review_step"], row["suggested_grade"], row["nominee"]) == ("review", 1, "good", True)
    assert await scene.desk_of("a1") == [f"review leader_in_charge@{scene.world.units['a']}"]
    await _approve(scene, "deputy", "a1", grade=None)
    assert (await scene.row("a1"))["suggested_grade"] == "good"
    assert await scene.desk_of("a1") == ["review office"]


@pytest.mark.req("S3-30")
async def test_the_main_leaders_own_case_goes_one_step_up(at_review: Scene) -> None:
    scene = at_review
    root, a = scene.world.units["root"], scene.world.units["a"]
    assert await scene.desk_of("a_leader") == [f"review leader_in_charge@{a}"]
    async with scene.refused(Code.OWN_CASE, Code.NOT_ALLOWED):
        await _approve(scene, "a_leader", "a_leader")
    await _approve(scene, "deputy", "a_leader")
    assert await scene.desk_of("a_leader") == [f"review main_leader@{root}"]  # nobody twice in one chain
    async with scene.refused(Code.ACTED_ALREADY, Code.NOT_ALLOWED):
        await _approve(scene, "deputy", "a_leader")
    await _approve(scene, "chief", "a_leader")
    assert await scene.desk_of("a_leader") == ["review office"]


@pytest.mark.req("S3-30")
async def test_a_relatives_case_goes_one_step_up(at_aggregation: Scene) -> None:
    scene = at_aggregation
    await _relatives(scene, "a1", "a_leader")
    await _aggregated_by_the_clerk(scene, *UNITS["a"])
    assert await scene.desk_of("a1") == [f"review leader_in_charge@{scene.world.units['a']}"]
    async with scene.refused(Code.RELATIVE, Code.NOT_ALLOWED):
        await _approve(scene, "a_leader", "a1")
    await _approve(scene, "deputy", "a1")
    await _approve(scene, "chief", "a1")
    assert await scene.desk_of("a1") == ["review office"]


@pytest.mark.req("S3-30", "S3-31")
async def test_a_vacant_post_goes_one_step_up(at_aggregation: Scene) -> None:
    scene = at_aggregation
    await _vacate(scene, "main_leader")
    await _aggregated_by_the_clerk(scene, "a1")
    assert await scene.desk_of("a1") == [f"review leader_in_charge@{scene.world.units['a']}"]
    await _approve(scene, "deputy", "a1")
    assert await scene.desk_of("a1") == ["review office"]  # no head either: the office holds the consent step
    await _approve(scene, "office", "a1")
    await _approve_last(scene)


async def _aggregated_by_the_clerk(scene: Scene, *names: str) -> None:
    await aggregate_unit(scene.session, scene.world, at(3), "a", *names)


async def _approve_last(scene: Scene) -> None:
    """One of the office signed for the consent; only another may sign for the office."""
    async with scene.refused(Code.ACTED_ALREADY, Code.LIST_NOT_HANDED_IN):
        await _approve(scene, "office", "a1")
    async with scene.refused(Code.LIST_NOT_HANDED_IN):
        await _approve(scene, "office2", "a1")


@pytest.mark.req("S3-29", "S3-30")
async def test_the_clerks_own_case_is_the_leaders_to_work_on(at_aggregation: Scene) -> None:
    scene = at_aggregation
    assert await scene.desk_of("a_clerk") == [f"aggregate main_leader@{scene.world.units['a']}"]
    case = await scene.case("a_clerk")
    async with scene.refused(Code.OWN_CASE):
        await record_scores(scene.session, scene.actor("a_clerk"), at(3), {case: {"de": Decimal(90)}})
    await record_scores(scene.session, scene.actor("a_leader"), at(3), {case: {"de": Decimal(90)}})


@pytest.mark.req("S3-27")
async def test_only_binding_bands_bind(at_review: Scene) -> None:
    scene = at_review
    async with scene.refused(Code.UNKNOWN_GRADE):
        await _approve(scene, "a_leader", "a1", grade="excellent")
    await _approve(scene, "a_leader", "a1", grade="poor")  # 90.80 may be anything; below 60 must be poor
    assert (await scene.row("a1"))["suggested_grade"] == "poor"


@pytest.mark.req("S3-30", "S3-31")
async def test_a_return_for_rework_voids_every_signature(at_review: Scene) -> None:
    scene = at_review
    await _approve(scene, "a_leader", "a1", grade="good")
    async with scene.refused(Code.BAD_INPUT, Code.REQUIRED):
        await return_for_rework(
            scene.session, scene.actor("deputy"), at(3, hour=3), await scene.cases("a1"), "decision", ""
        )
    await return_for_rework(
        scene.session, scene.actor("deputy"), at(3, hour=3), await scene.cases("a1"), "aggregation", "分数有误"
    )
    row = await scene.row("a1")
    assert (row["state"], row["suggested_grade"], row["nominee"]) == ("aggregation", None, False)
    assert await _opinions(scene, "a1") == [("unit", True)]
    await _aggregated_by_the_clerk(scene, "a1")
    await _approve(scene, "a_leader", "a1")  # the same leader signs anew
    assert await _opinions(scene, "a1") == [("unit", True), ("unit", False)]


@pytest.mark.req("S3-30")
async def test_a_return_to_the_summary_asks_for_a_new_one(at_review: Scene) -> None:
    scene = at_review
    await return_for_rework(
        scene.session, scene.actor("a_leader"), at(3, hour=3), await scene.cases("a1"), "self_summary", "小结不实"
    )
    row = await scene.row("a1")
    assert (row["state"], row["summary"]) == ("self_summary", None)
    assert (await scene.cycle())["state"] == "review"


@pytest.mark.req("S3-32", "S3-34")
async def test_the_office_returns_from_decision_to_a_named_step(at_decision: Scene) -> None:
    scene = at_decision
    cases = await scene.cases("a3")
    async with scene.refused(Code.BAD_INPUT):
        await return_to_review(scene.session, scene.actor("office"), at(7), cases, "nowhere", "请再斟酌")
    async with scene.refused(Code.NOT_FOUND):
        await return_to_review(scene.session, scene.actor("b_leader"), at(7), cases, "consent", "请再斟酌")
    await return_to_review(scene.session, scene.actor("secretary"), at(7), cases, "consent", "请再斟酌")
    row = await scene.row("a3")
    assert (row["state"], row["review_step"]) == ("review", 1)
    assert await _opinions(scene, "a3") == [("unit", False), ("consent", True), ("office", True)]
    assert await scene.list_state("a") == "handed_in"  # nothing on the list has changed
    await _approve(scene, "deputy", "a3", grade=None)
    await _approve(scene, "office2", "a3", grade=None)
    assert await scene.state("a3") == "decision"


@pytest.mark.req("S3-31")
async def test_a_straggler_keeps_his_deadline_through_the_steps(at_decision: Scene) -> None:
    """A signature inside the stage ends no deadline: the term is the stage's, not the step's."""
    scene = at_decision
    await return_to_review(scene.session, scene.actor("office"), at(7), await scene.cases("a3"), "unit", "请再斟酌")
    await _approve(scene, "a_leader", "a3")
    found = await scene.rows(
        "SELECT due_at FROM deadline WHERE subject = 'assessment' AND subject_id = :id AND fired_at IS NULL"
        " AND kind = 'expire' AND stage = 'review'",
        id=await scene.case("a3"),
    )
    assert [row["due_at"] for row in found] == [(await scene.row("a3"))["due_at"]]


@pytest.mark.req("S3-31")
async def test_a_stale_version_says_what_happened(at_review: Scene) -> None:
    scene = at_review
    version = (await scene.row("a1"))["version"]
    await _approve(scene, "a_leader", "a1")
    async with scene.refused(Code.STALE_VERSION) as refusals:
        again = ReviewInput(await scene.case("a1"), "good", version=version)
        await approve_reviews(scene.session, scene.actor("deputy"), at(3, hour=4), [again])
    assert "a_leader已于2026-04-03" in refusals[0].message
    assert "approve the review" in refusals[0].message_en


@pytest.mark.req("S3-30")
async def test_many_are_approved_all_or_none(at_review: Scene) -> None:
    scene = at_review
    async with scene.refused(Code.OWN_CASE, Code.NOT_ALLOWED) as refusals:
        await _approve(scene, "a_leader", "a1", "a_leader", "a2")
    assert {one.field for one in refusals} == {"[1]"}
    assert (await scene.row("a1"))["review_step"] == 0


@pytest.mark.req("S3-31")
async def test_the_chain_ends_at_the_committee(at_review: Scene) -> None:
    scene = at_review
    await review_unit(scene.session, scene.world, at(3, hour=2), "a")
    await _approve(scene, "office", "a1", "a_clerk", grade=None)
    assert await scene.states("a1", "a_clerk", "a2") == ["decision", "decision", "review"]
    assert await scene.desk_of("a1") == ["decide committee_secretary"]
    for act in (sign_list, consent_list, hand_in_list):
        async with scene.refused(Code.WRONG_STATE):
            await act(scene.session, scene.actor("a_clerk"), at(3), await scene.list_of("a"))
