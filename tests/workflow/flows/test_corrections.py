"""A grade withheld after the decision; further records beside an archive that is never edited."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from support.drive import answer_all, at, decide
from support.scene import Scene, ledger

from kaohe.workflow.corrections import SupplementKind, supplement, withhold_grade
from kaohe.workflow.cycles import create_cycle, freeze_quota, open_cycle
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.feedback import FeedbackInput, deliver_feedback
from kaohe.workflow.objections import admit_objection, file_objection, sustain_objection
from kaohe.workflow.reviews import ReviewInput, approve_reviews


async def _withhold(scene: Scene, *names: str, who: str = "office", reason: str = "立案审查") -> None:
    await withhold_grade(scene.session, scene.actor(who), scene.now, await scene.cases(*names), reason)


async def _supplement(
    scene: Scene,
    name: str,
    grade: str | None,
    outcome: str = "graded",
    kind: SupplementKind = SupplementKind.CLERICAL_ERROR,
) -> int:
    case = await scene.case(name)
    return await supplement(scene.session, scene.actor("office"), at(1, month=8), case, kind, outcome, grade, "更正")


@pytest.mark.req("N-11", "N-12", "S3-37")
async def test_a_withheld_grade_amends_the_notice_and_frees_the_bodys_place(at_publicity: Scene) -> None:
    scene = at_publicity
    async with scene.refused(Code.NOT_ALLOWED, Code.REQUIRED):
        await _withhold(scene, "a1", who="secretary", reason=" ")
    await _withhold(scene, "a1")
    row = await scene.row("a1")
    assert (row["state"], row["outcome"], row["grade"]) == ("publicity", "pending", None)
    notice = (await scene.rows("SELECT * FROM notice WHERE cycle_id = :id", id=scene.world.cycle_id))[0]
    assert [line["name"] for line in notice["content"]] == ["a2", "b1", "b2"]
    assert notice["amended_at"] == scene.now
    assert (await ledger(scene))[-1] == ("body", "freed", None, "2026Q1")
    assert await scene.list_state("a") == "handed_in"


@pytest.mark.req("N-11")
async def test_one_whose_grade_is_withheld_walks_on(at_appeal: Scene) -> None:
    """He may even object and be reviewed again, without a grade."""
    scene = at_appeal
    await _withhold(scene, "a3")
    one = await file_objection(scene.session, scene.actor("a3"), at(16), await scene.case("a3"), "不服")
    await admit_objection(scene.session, scene.actor("office"), at(16), one)
    await sustain_objection(scene.session, scene.actor("office"), at(16), one, "属实")
    for who in ("deputy", "chief", "office2"):
        await approve_reviews(scene.session, scene.actor(who), at(17), [ReviewInput(await scene.case("a3"))])
    await decide(scene.session, scene.world, at(17))
    row = await scene.row("a3")
    assert (row["state"], row["outcome"], row["grade"]) == ("publicity", "pending", None)
    assert await scene.list_state("a") == "handed_in"


@pytest.mark.req("N-11")
async def test_a_grade_made_up_later_stands_beside_the_archive(at_appeal: Scene) -> None:
    scene = at_appeal
    await _withhold(scene, "a3")
    await _archive(scene)
    async with scene.refused(Code.BAD_INPUT):
        await _supplement(scene, "a3", None)
    async with scene.refused(Code.BAD_INPUT):
        await _supplement(scene, "a3", "good", outcome="no such outcome")
    record = await _supplement(scene, "a3", "fairly_good", kind=SupplementKind.MADE_UP_LATER)
    row = await scene.row("a3")
    assert (row["state"], row["outcome"], row["grade"]) == ("archived", "pending", None)  # the sealed one stays
    with pytest.raises(DBAPIError, match="append-only"):
        async with scene.session.begin_nested():
            await scene.session.execute(
                text("UPDATE supplement_record SET grade = 'good' WHERE id = :id"), {"id": record}
            )


async def _archive(scene: Scene) -> None:
    await answer_all(scene.session, scene.world, at(16))
    await scene.sweep(at(22))
    said = FeedbackInput("individual_talk", "好", "无", "继续")
    await deliver_feedback(scene.session, scene.actor("deputy"), at(22), await scene.cases("a1", "a3"), said)
    await scene.sweep(at(10, month=5))
    assert await scene.states("a1", "a3") == ["archived", "archived"]


@pytest.mark.req("S3-36")
async def test_corrections_keep_the_bodys_account_right(at_archived: Scene) -> None:
    """Good taken back and given again: the newest record says what there is to take back."""
    scene = at_archived
    before = len(await ledger(scene))
    await _supplement(scene, "a1", "fairly_good")
    await _supplement(scene, "a1", "fair")
    await _supplement(scene, "a1", "good")
    await _supplement(scene, "a3", "good")
    await _supplement(scene, "a3", "good")
    assert [line[1] for line in (await ledger(scene))[before:]] == ["freed", "addition", "addition"]


@pytest.mark.req("S3-23", "S3-36")
async def test_after_the_next_freeze_it_is_posted_to_the_next_cycle(at_archived: Scene) -> None:
    scene = at_archived
    office = scene.actor("office")
    following = await create_cycle(scene.session, office, at(1, month=7), "county-psb", "2026Q2")
    await open_cycle(scene.session, office, at(1, month=7), following)
    first = await freeze_quota(scene.session, office, at(2, month=7), following)
    assert first.of_body().places == 5  # 2 × 4.8 − 4
    await _supplement(scene, "a3", "good", kind=SupplementKind.STATUTORY_REVIEW)
    assert (await ledger(scene))[-1] == ("body", "addition", None, "2026Q2")
