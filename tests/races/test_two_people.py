"""Two people on one thing at one moment: one wins, the other is told what happened, nothing is half done."""

from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest
from sqlalchemy import text
from support.drive import INDICATORS, MEMBERS, UNITS, answer_all, at, review_unit
from support.scene import Scene

from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.decisions import DecisionInput, SessionInput, hold_session
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.objections import file_objection
from kaohe.workflow.participation import exclude
from kaohe.workflow.reviews import ReviewInput, approve_reviews

ArenaAt = Callable[[str], Awaitable["Arena"]]  # type: ignore[name-defined] # noqa: F821 - conftest's


def _approving(who: str, *names: str):  # type: ignore[no-untyped-def]
    async def act(scene: Scene) -> None:
        reviews = [ReviewInput(one, comment=who) for one in await scene.cases(*names)]
        await approve_reviews(scene.session, scene.actor(who), at(3, hour=5), reviews)

    return act


def _deciding(*decisions: tuple[str, str, str]):  # type: ignore[no-untyped-def]
    async def act(scene: Scene) -> None:
        given = [DecisionInput(await scene.case(name), grade, reason) for name, grade, reason in decisions]
        members = [scene.world.people[name] for name in MEMBERS]
        held = SessionInput(at(7), members, "会议纪要", given)
        await hold_session(scene.session, scene.actor("secretary"), at(7), scene.world.cycle_id, held)

    return act


async def _sweep(scene: Scene) -> None:
    await scene.sweep(at(22))


async def _object(scene: Scene) -> int:
    return await file_objection(scene.session, scene.actor("a1"), at(21), await scene.case("a1"), "计分有误")


def _codes(outcome: object) -> set[Code]:
    assert isinstance(outcome, Refused), outcome
    return {one.code for one in outcome.refusals}


@pytest.mark.req("S3-32")
async def test_two_of_the_office_on_one_case(arena_at: ArenaAt) -> None:
    arena = await arena_at("review")
    async with arena.hand() as scene:
        await review_unit(scene.session, scene.world, at(3, hour=3), "a")
    outcome = await arena.meet(_approving("office", "a1"), _approving("office2", "a1"))
    assert _codes(outcome) == {Code.WRONG_STATE}
    assert "office已于2026-04-03 13:00办理“审核通过”" in outcome.refusals[0].message
    async with arena.hand() as scene:
        assert await scene.state("a1") == "decision"
        signed = await scene.rows("SELECT comment FROM review_opinion WHERE assessment_id = :id AND step = 'office'",
                                  id=await scene.case("a1"))  # fmt: skip
        assert signed == [{"comment": "office"}]


@pytest.mark.req("S3-32")
async def test_the_same_people_in_opposite_order_do_not_deadlock(arena_at: ArenaAt) -> None:
    arena = await arena_at("review")
    async with arena.hand() as scene:
        await review_unit(scene.session, scene.world, at(3, hour=3), "a")
    names = UNITS["a"]
    outcomes = await arena.together(_approving("office", *names), _approving("office2", *reversed(names)))
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "Refused"]
    async with arena.hand() as scene:
        assert set(await scene.states(*names)) == {"decision"}


@pytest.mark.req("S3-30")
async def test_a_reviewer_and_the_office_that_excludes(arena_at: ArenaAt) -> None:
    arena = await arena_at("review")

    async def excluding(scene: Scene) -> None:
        await exclude(scene.session, scene.actor("office"), at(3, hour=5), await scene.cases("a1"), "退休")

    outcome = await arena.meet(excluding, _approving("a_leader", "a1", "a2"))
    assert Code.WRONG_STATE in _codes(outcome)
    async with arena.hand() as scene:
        assert await scene.states("a1", "a2") == ["excluded", "review"]
        assert (await scene.row("a2"))["review_step"] == 0


@pytest.mark.req("S3-36")
async def test_two_sessions_on_one_cycle_share_the_places(arena_at: ArenaAt) -> None:
    """Four places: three in the first session, so the second's two are one too many."""
    arena = await arena_at("decision")
    first = _deciding(("a1", "good", ""), ("a2", "good", ""), ("a3", "good", "重大立功"))
    outcome = await arena.meet(first, _deciding(("b1", "good", ""), ("b2", "good", "")))
    assert _codes(outcome) == {Code.OVER_BODY_PLACES}
    async with arena.hand() as scene:
        assert await scene.states("a1", "b1") == ["publicity", "decision"]
        assert await scene.value("SELECT count(*) FROM decision_session") == 1
        assert await scene.value("SELECT count(*) FROM notice") == 1


@pytest.mark.req("S3-38")
async def test_an_objection_that_comes_first_holds_the_case(arena_at: ArenaAt) -> None:
    arena = await arena_at("appeal")
    async with arena.hand() as scene:
        await answer_all(scene.session, scene.world, at(16))
    assert await arena.meet(_object, _sweep) is None
    async with arena.hand() as scene:
        assert await scene.states("a1", "a2") == ["appeal", "feedback"]


@pytest.mark.req("S3-38")
async def test_an_objection_that_comes_second_is_told_so(arena_at: ArenaAt) -> None:
    arena = await arena_at("appeal")
    async with arena.hand() as scene:
        await answer_all(scene.session, scene.world, at(16))
    outcome = await arena.meet(_sweep, _object)
    assert _codes(outcome) == {Code.WRONG_STATE}
    assert "异议期满" in outcome.refusals[0].message
    async with arena.hand() as scene:
        assert await scene.state("a1") == "feedback"
        assert await scene.session.scalar(text("SELECT count(*) FROM objection")) == 0


@pytest.mark.req("S3-38")
async def test_one_objection_of_one_person_however_often_it_is_sent(arena_at: ArenaAt) -> None:
    arena = await arena_at("publicity")
    outcome = await arena.meet(_object_in_publicity, _object_in_publicity)
    assert _codes(outcome) == {Code.DUPLICATE}
    async with arena.hand() as scene:
        found = await scene.rows("SELECT state FROM objection WHERE filed_by = :id", id=scene.world.people["a1"])
        assert [row["state"] for row in found] == ["filed"]


async def _object_in_publicity(scene: Scene) -> int:
    return await file_objection(scene.session, scene.actor("a1"), at(8), await scene.case("a1"), "计分有误")


async def _score(scene: Scene, *names: str) -> None:
    for case in await scene.cases(*names):
        scores = {case: {key: Decimal(95) for key in INDICATORS}}
        await record_scores(scene.session, scene.actor("a_clerk"), at(3), scores)


def _aggregating(*names: str) -> Callable[[Scene], Awaitable[None]]:
    async def act(scene: Scene) -> None:
        await aggregate(scene.session, scene.actor("a_clerk"), at(3), await scene.cases(*names))

    return act


@pytest.mark.req("S3-23")
async def test_two_halves_of_a_unit_are_not_proposed_the_same_places(arena_at: ArenaAt) -> None:
    """Two places for six people: whoever aggregates second proposes what the first has left."""
    arena = await arena_at("aggregation")
    async with arena.hand() as scene:
        await _score(scene, "a1", "a2", "a3", "a4")
    assert await arena.meet(_aggregating("a1", "a2"), _aggregating("a3", "a4")) is None
    async with arena.hand() as scene:
        proposed = [(await scene.row(name))["proposed_grade"] for name in ("a1", "a2", "a3", "a4")]
    assert proposed == ["good", "good", "fairly_good", "fairly_good"]
