"""The leader's appraisal in the course of a quarter: whose desk it comes to, what it counts, and until when."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from appraisals.bureau import key_at, score_common, submit
from sqlalchemy import text
from support.drive import at
from support.scene import Scene

from kaohe.workflow.aggregation import aggregate
from kaohe.workflow.appraisals import AppraisalInput, appraise
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.substitution import Loan, WorkKind
from kaohe.workflow.people import appoint_substitute, declare_relative, grant_role, move_unit, revoke_role
from kaohe.workflow.reviews import return_for_rework
from kaohe.workflow.summaries import return_summary


async def sign(scene: Scene, who: str | Actor, *names: str, score: str = "90", comment: str = "扎实") -> None:
    actor = scene.actor(who) if isinstance(who, str) else who
    given = [AppraisalInput(one, Decimal(score), comment) for one in await scene.cases(*names)]
    await appraise(scene.session, actor, at(3), given)


async def add_up(scene: Scene, *names: str) -> None:
    await score_common(scene, *names)
    await aggregate(scene.session, scene.actor("deputy"), at(4), await scene.cases(*names))


async def signed(scene: Scene, name: str) -> list[dict]:  # type: ignore[type-arg]
    return await scene.rows(
        "SELECT * FROM appraisal WHERE assessment_id = :id ORDER BY round", id=await scene.case(name)
    )


def appraisers(desk: list[str]) -> set[str]:
    return {line.removeprefix("appraise ") for line in desk if line.startswith("appraise ")}


@pytest.mark.req("S0-17", "S0-18")
async def test_whoever_may_is_asked_to_when_the_summary_is_in(handed_in: Scene) -> None:
    scene = handed_in
    chief, deputy = key_at(scene, Role.MAIN_LEADER, "a"), key_at(scene, Role.DEPUTY_LEADER, "a")
    charge, head = key_at(scene, Role.LEADER_IN_CHARGE, "a"), key_at(scene, Role.MAIN_LEADER, "root")
    assert appraisers(await scene.desk_of("a1")) == {chief, deputy}
    assert appraisers(await scene.desk_of("a3")) == {chief, charge}
    assert appraisers(await scene.desk_of("a_leader")) == {charge, head}
    assert await scene.desk_of("b1") == [f"write_summary person@{scene.world.people['b1']}"]


@pytest.mark.req("S0-15", "S0-18")
async def test_one_signature_is_enough_and_the_clerks_work_stays(handed_in: Scene) -> None:
    scene = handed_in
    await sign(scene, "a3", "a1", "a2", comment=" 扎实 ")
    for name in ("a1", "a2"):
        assert await scene.desk_of(name) == [f"aggregate {key_at(scene, Role.UNIT_CLERK, 'a')}"]
        [row] = await signed(scene, name)
        assert (row["score"], row["comment"], row["round"]) == (Decimal(90), "扎实", 1)
        assert (row["person_id"], row["acted_as"]) == (scene.world.people["a3"], key_at(scene, Role.DEPUTY_LEADER, "a"))
    assert appraisers(await scene.desk_of("a4")) != set()


@pytest.mark.req("S0-16")
async def test_whoever_may_not_is_refused(handed_in: Scene) -> None:
    scene = handed_in
    for who in ("a_clerk", "deputy", "office"):
        async with scene.refused(Code.NOT_ALLOWED):
            await sign(scene, who, "a1")
    async with scene.refused(Code.NOT_FOUND):
        await sign(scene, "a1", "a2")
    async with scene.refused(Code.NOT_ALLOWED, Code.OWN_CASE):
        await sign(scene, "a3", "a3")
    async with scene.refused(Code.NOT_ALLOWED, Code.OWN_CASE):
        await sign(scene, "a_leader", "a_leader")
    await sign(scene, "chief", "a_leader")
    await sign(scene, "deputy", "a3")


@pytest.mark.req("S0-14")
async def test_a_score_of_a_hundred_and_why(handed_in: Scene) -> None:
    scene = handed_in
    async with scene.refused(Code.REQUIRED, Code.BAD_INPUT) as found:
        await sign(scene, "a_leader", "a1", score="100.5", comment="  ")
    assert {one.field for one in found} == {"score", "comment"}
    async with scene.refused(Code.BAD_INPUT):
        await sign(scene, "a_leader", "a1", score="90.0001")
    async with scene.refused(Code.BAD_INPUT) as found:
        await sign(scene, "a_leader", "a1", "a2", "a1")
    assert [one.field for one in found] == ["appraisals[2]"]
    async with scene.refused(Code.BAD_INPUT) as found:
        await sign(scene, "a_leader", "a1", "a2", score="-1")
    assert [one.field for one in found] == ["[0].score", "[1].score"]
    assert await signed(scene, "a1") == []
    await sign(scene, "a_leader", "a1", score="88.125")


@pytest.mark.req("S0-15")
async def test_a_comment_is_no_book(handed_in: Scene) -> None:
    async with handed_in.refused(Code.BAD_INPUT) as refusals:
        await sign(handed_in, "a3", "a1", comment="实" * 2001)
    assert refusals[0].field is not None
    assert refusals[0].field.endswith("comment")
    await sign(handed_in, "a3", "a1", comment=" " + "实" * 2000 + " ")


@pytest.mark.req("S0-14", "S0-15")
async def test_it_waits_for_the_appraisal_and_counts_it(handed_in: Scene) -> None:
    scene = handed_in
    async with scene.refused(Code.INPUTS_INCOMPLETE) as found:
        await add_up(scene, "a1")
    assert "领导鉴定" in found[0].message
    await sign(scene, "a_leader", "a1")
    await add_up(scene, "a1")
    row = await scene.row("a1")
    # common 90 of 40, monthly 90 of 20, self 80 of 10, appraisal 90 of 30
    assert (row["state"], row["score"]) == ("review", Decimal("89.00"))
    assert {line["part"]: Decimal(line["points"]) for line in row["breakdown"]}["appraisal"] == 27


@pytest.mark.req("N-8")
async def test_whoever_gets_no_grade_needs_none(handed_in: Scene) -> None:
    scene = handed_in
    await scene.session.execute(
        text(
            "INSERT INTO circumstance (body_id, person_id, kind, starts, note, recorded_at) "
            "VALUES (:body, :person, 'probation', :day, '', :now)"
        ),
        {"body": scene.world.body_id, "person": scene.world.people["a1"], "day": date(2026, 1, 5), "now": at(1)},
    )
    await add_up(scene, "a1")
    assert await scene.state("a1") == "review"
    assert appraisers(await scene.desk_of("a1")) == set()


@pytest.mark.req("S0-16")
async def test_a_correction_replaces_it_until_the_case_is_aggregated(handed_in: Scene) -> None:
    scene = handed_in
    await sign(scene, "a3", "a1")
    await sign(scene, "a_leader", "a1", score="70", comment="后来查实")
    [row] = await signed(scene, "a1")
    assert (row["score"], row["person_id"]) == (Decimal(70), scene.world.people["a_leader"])
    told = await scene.rows(
        "SELECT data, actor_name FROM history WHERE subject_id = :id AND trigger = 'appraise' ORDER BY seq",
        id=await scene.case("a1"),
    )
    assert [(one["data"]["score"], one["data"]["comment"]) for one in told] == [("90", "扎实"), ("70", "后来查实")]
    await add_up(scene, "a1")
    async with scene.refused(Code.WRONG_STATE):
        await sign(scene, "a_leader", "a1")


@pytest.mark.req("S0-16")
async def test_one_that_was_given_early_or_stands_is_not_asked_for_again(begun: Scene) -> None:
    scene = begun
    await sign(scene, "a_leader", "a1")
    await submit(scene, "a1")
    assert appraisers(await scene.desk_of("a1")) == set()
    await return_summary(scene.session, scene.actor("a_leader"), at(3), await scene.cases("a1"), "太简单")
    await submit(scene, "a1")
    assert appraisers(await scene.desk_of("a1")) == set()
    await add_up(scene, "a1")
    await return_for_rework(
        scene.session, scene.actor("a_leader"), at(5), await scene.cases("a1"), "aggregation", "复核"
    )
    assert appraisers(await scene.desk_of("a1")) == set()
    await sign(scene, "a_leader", "a1", score="60")
    await add_up(scene, "a1")
    assert (await scene.row("a1"))["score"] == Decimal("80.00")


@pytest.mark.req("S0-16")
async def test_a_later_round_is_appraised_anew_and_rests_on_the_earlier_one_until_then(handed_in: Scene) -> None:
    scene = handed_in
    await sign(scene, "a_leader", "a1")
    await add_up(scene, "a1")
    await scene.session.execute(text("UPDATE assessment SET round = 2 WHERE id = :id"), {"id": await scene.case("a1")})
    await return_for_rework(
        scene.session, scene.actor("a_leader"), at(5), await scene.cases("a1"), "aggregation", "复核"
    )
    assert appraisers(await scene.desk_of("a1")) != set()
    await add_up(scene, "a1")
    assert (await scene.row("a1"))["score"] == Decimal("89.00")
    await return_for_rework(
        scene.session, scene.actor("a_leader"), at(5), await scene.cases("a1"), "aggregation", "复核"
    )
    await sign(scene, "a3", "a1", score="60")
    await add_up(scene, "a1")
    assert (await scene.row("a1"))["score"] == Decimal("80.00")
    assert [row["score"] for row in await signed(scene, "a1")] == [Decimal(90), Decimal(60)]


@pytest.mark.req("S0-17", "§3")
async def test_the_tasks_follow_posts_and_recusals(handed_in: Scene) -> None:
    scene = handed_in
    chief, deputy = key_at(scene, Role.MAIN_LEADER, "a"), key_at(scene, Role.DEPUTY_LEADER, "a")
    office = scene.actor("office")
    await declare_relative(scene.session, office, at(3), scene.world.people["a1"], scene.world.people["a3"], "兄弟")
    assert appraisers(await scene.desk_of("a1")) == {chief}
    assert appraisers(await scene.desk_of("a2")) == {chief, deputy}
    grant_id = await scene.value(
        "SELECT id FROM role_grant WHERE role = 'main_leader' AND unit_id = :unit", unit=scene.world.units["a"]
    )
    await revoke_role(scene.session, office, at(3), grant_id)
    assert appraisers(await scene.desk_of("a1")) == {"office"}
    assert appraisers(await scene.desk_of("a2")) == {deputy}
    assert len([one for one in await scene.desk_of("a2") if one.startswith("aggregate")]) == 1
    await grant_role(
        scene.session, office, at(3), scene.world.people["a4"], Role.MAIN_LEADER, unit_id=scene.world.units["a"]
    )
    assert appraisers(await scene.desk_of("a2")) == {chief, deputy}
    assert appraisers(await scene.desk_of("a1")) == {chief}
    async with scene.refused(Code.NOT_ALLOWED, Code.RELATIVE):
        await sign(scene, "a3", "a1")


@pytest.mark.req("S0-17")
async def test_a_heads_appraisal_goes_with_his_unit_to_the_one_above(handed_in: Scene) -> None:
    scene = handed_in
    units = scene.world.units
    await move_unit(scene.session, scene.actor("office"), at(3), units["a"], units["b"])
    assert appraisers(await scene.desk_of("a_leader")) == {
        key_at(scene, Role.LEADER_IN_CHARGE, "a"),
        key_at(scene, Role.MAIN_LEADER, "b"),
    }
    await sign(scene, "b_leader", "a_leader")
    async with scene.refused(Code.NOT_ALLOWED):
        await sign(scene, "chief", "a_leader")


@pytest.mark.req("S0-16", "design: tasks")
async def test_a_substitute_signs_in_the_leaders_place_and_never_on_his_own_case(handed_in: Scene) -> None:
    scene = handed_in
    people = scene.world.people
    term = (date(2026, 4, 1), date(2026, 6, 30))
    kinds = [WorkKind.APPRAISAL]
    await appoint_substitute(
        scene.session, scene.actor("a_leader"), at(3), people["a_leader"], people["a2"], kinds, *term, "学习"
    )
    substitution = await scene.value("SELECT max(id) FROM substitution")

    def stands_in(*lent: WorkKind) -> Actor:
        loan = Loan(key_at(scene, Role.MAIN_LEADER, "a"), people["a_leader"], "a_leader", frozenset(lent), substitution)
        return replace(scene.actor("a2"), loans=(loan,))

    async with scene.refused(Code.NOT_LENT):
        await sign(scene, replace(stands_in(WorkKind.REVIEW), keys=scene.actor("a2").keys | {"office"}), "a1")
    async with scene.refused(Code.OWN_CASE):
        await sign(scene, stands_in(*kinds), "a2")
    await sign(scene, stands_in(*kinds), "a1")
    [row] = await signed(scene, "a1")
    assert (row["person_id"], row["in_place_of"]) == (people["a2"], people["a_leader"])
    assert row["acted_as"] == role_key(Role.MAIN_LEADER, scene.world.units["a"])


@pytest.mark.req("S0-18")
@pytest.mark.parametrize("done", [False, True])
async def test_whoever_has_it_to_do_is_reminded(handed_in: Scene, done: bool) -> None:
    """With the rest of the stage's work; whoever has done his part is left alone."""
    scene = handed_in
    await sign(scene, "a_leader", "a2", "a4", "a_clerk", *(("a1",) if done else ()))
    for day in (8, 9, 10):
        await scene.sweep(at(day))
        await scene.relay(at(day))
    told = await scene.rows("SELECT assignee_key FROM notification WHERE kind LIKE '%_aggregation'")
    keys = {row["assignee_key"] for row in told}
    assert key_at(scene, Role.MAIN_LEADER, "a") in keys
    assert (key_at(scene, Role.DEPUTY_LEADER, "a") in keys) is not done


@pytest.mark.req("S0-18")
async def test_a_new_deputy_is_asked_as_well(handed_in: Scene) -> None:
    scene = handed_in
    await submit(scene, "b2")
    deputy = key_at(scene, Role.DEPUTY_LEADER, "b")
    assert deputy not in appraisers(await scene.desk_of("b2"))
    office, b1 = scene.actor("office"), scene.world.people["b1"]
    await grant_role(scene.session, office, at(3), b1, Role.DEPUTY_LEADER, unit_id=scene.world.units["b"])
    assert deputy in appraisers(await scene.desk_of("b2"))
    assert deputy not in appraisers(await scene.desk_of("a1"))
