"""Self-summaries: on time, late, missed, excused, on behalf, returned."""

from decimal import Decimal

import pytest
from support.drive import INDICATORS, aggregate_unit, at, opened, submit_all
from support.scene import Scene

from kaohe.schema.models import Evidence
from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.reviews import return_for_rework
from kaohe.workflow.summaries import SummaryInput, return_summary, submit_summary


async def _submit(scene: Scene, who: str, whose: str, day: int, **given: object) -> None:
    summary = SummaryInput(**{"text": "本季度完成了各项工作任务。", **given})
    await submit_summary(scene.session, scene.actor(who), at(day), await scene.case(whose), summary)


async def _scan(scene: Scene, who: str) -> int:
    evidence = Evidence(
        body_id=scene.world.body_id, file_name="scan.pdf", media_type="application/pdf", size=9, sha256="0" * 64,
        uploaded_by=scene.world.accounts[who], uploaded_at=at(2),
    )  # fmt: skip
    scene.session.add(evidence)
    await scene.session.flush()
    return evidence.id


async def _score_of(scene: Scene, name: str) -> Decimal:
    case = await scene.case(name)
    await record_scores(scene.session, scene.actor("a_clerk"), at(9), {case: {key: Decimal(92) for key in INDICATORS}})
    await aggregate(scene.session, scene.actor("a_clerk"), at(9), [case])
    return (await scene.row(name))["score"]


@pytest.mark.req("S3-28")
async def test_a_summary_on_time_goes_to_the_unit(at_self_summary: Scene) -> None:
    scene = at_self_summary
    await _submit(scene, "a1", "a1", 2)
    assert await scene.state("a1") == "aggregation"
    assert (await scene.row("a1"))["summary"] == "submitted"
    assert await scene.tasks(person_key(scene.world.people["a1"])) == []
    assert await scene.desk_of("a1") == [f"aggregate unit_clerk@{scene.world.units['a']}"]


@pytest.mark.req("S3-28")
async def test_nobody_else_writes_ones_summary(at_self_summary: Scene) -> None:
    async with at_self_summary.refused(Code.NOT_FOUND):  # a colleague's case does not exist for him
        await _submit(at_self_summary, "a2", "a1", 2)
    async with at_self_summary.refused(Code.NOT_ALLOWED, Code.SCAN_REQUIRED):
        await _submit(at_self_summary, "office", "a1", 2)
    async with at_self_summary.refused(Code.REQUIRED):
        await _submit(at_self_summary, "a1", "a1", 2, text="  ")


@pytest.mark.req("S3-28")
async def test_a_missed_summary_costs_what_the_policy_says(session) -> None:  # type: ignore[no-untyped-def]
    def edit(text: str) -> str:
        text = text.replace('label = "未交个人小结", points = 0', 'label = "未交个人小结", points = 4')
        return text.replace('label = "迟交个人小结", points = 0', 'label = "迟交个人小结", points = 1.5')

    scene = Scene(session, await opened(session, at(1), key="psb-missed", edit=edit), at(1))
    await submit_all(session, scene.world, at(2), "a4")
    assert await scene.sweep(at(8)) > 0
    assert await scene.states("a1", "a2", "a3") == ["aggregation"] * 3
    assert (await scene.row("a1"))["summary"] == "missed"
    await _submit(scene, "a2", "a2", 9)
    await _submit(scene, "a_clerk", "a3", 9, excused=True, reason="住院")
    assert [(await scene.row(name))["summary"] for name in ("a2", "a3", "a4")] == ["late", "excused", "submitted"]
    full = await _score_of(scene, "a4")
    assert [await _score_of(scene, name) - full for name in ("a1", "a2", "a3")] == [-4, Decimal("-1.5"), 0]


@pytest.mark.req("S3-28")
async def test_only_the_clerk_excuses_and_with_a_reason(at_self_summary: Scene) -> None:
    scene = at_self_summary
    await scene.sweep(at(8))
    async with scene.refused(Code.BAD_INPUT):
        await _submit(scene, "a1", "a1", 9, excused=True, reason="住院")
    async with scene.refused(Code.REQUIRED):
        await _submit(scene, "a_clerk", "a1", 9, excused=True)


@pytest.mark.req("S3-28")
async def test_an_entry_on_behalf_needs_the_scan_and_names_both(at_self_summary: Scene) -> None:
    scene = at_self_summary
    async with scene.refused(Code.SCAN_REQUIRED):
        await _submit(scene, "a_clerk", "a1", 2)
    await _submit(scene, "a_clerk", "a1", 2, scan_id=await _scan(scene, "a_clerk"))
    line = (await scene.rows(
        "SELECT * FROM history WHERE subject = 'assessment' AND subject_id = :id ORDER BY seq DESC LIMIT 1",
        id=await scene.case("a1"),
    ))[0]  # fmt: skip
    assert (line["person_id"], line["on_behalf_of"]) == (scene.world.people["a_clerk"], scene.world.people["a1"])
    written = await scene.value(
        "SELECT entered_by FROM self_summary WHERE assessment_id = :id", id=await scene.case("a1")
    )
    assert written == scene.world.people["a_clerk"]


@pytest.mark.req("S3-28")
async def test_somebody_elses_file_is_no_scan(at_self_summary: Scene) -> None:
    scan = await _scan(at_self_summary, "b_clerk")
    async with at_self_summary.refused(Code.NOT_FOUND):
        await _submit(at_self_summary, "a_clerk", "a1", 2, scan_id=scan)
    assert await at_self_summary.state("a1") == "self_summary"


@pytest.mark.req("S3-28")
async def test_a_returned_summary_keeps_its_predecessor(at_aggregation: Scene) -> None:
    scene = at_aggregation
    case = await scene.case("a1")
    async with scene.refused(Code.REQUIRED):
        await return_summary(scene.session, scene.actor("a_clerk"), at(3), [case], " ")
    await return_summary(scene.session, scene.actor("a_clerk"), at(3), [case], "过于简略")
    row = await scene.row("a1")
    assert (row["state"], row["summary"]) == ("self_summary", None)
    assert (await scene.cycle())["state"] == "aggregation"  # the high-water mark never goes back
    own = await scene.rows(
        "SELECT kind, due_at FROM deadline WHERE subject = 'assessment' AND subject_id = :id", id=case
    )
    assert {one["due_at"] for one in own if one["kind"] == "expire"} == {row["due_at"]}
    await _submit(scene, "a1", "a1", 7)
    assert await scene.value("SELECT count(*) FROM self_summary WHERE assessment_id = :id", id=case) == 2


@pytest.mark.req("S3-28")
async def test_a_returned_summary_has_its_own_time(at_aggregation: Scene) -> None:
    """Returned on the 7th (a Tuesday): three working days, although the cycle's term for summaries ended on the 7th."""
    scene = at_aggregation
    await return_summary(scene.session, scene.actor("a_clerk"), at(7), await scene.cases("a1"), "过于简略")
    await scene.sweep(at(8))
    assert await scene.state("a1") == "self_summary"
    await scene.sweep(at(11))
    assert (await scene.row("a1"))["summary"] == "missed"


@pytest.mark.req("S3-28", "S3-31")
async def test_late_is_possible_until_the_unit_hands_in(at_review: Scene) -> None:
    async with at_review.refused(Code.WRONG_STATE):
        await _submit(at_review, "a1", "a1", 4)


@pytest.mark.req("S3-28", "S3-30")
async def test_one_returned_from_review_is_not_caught_by_the_cycles_term(at_self_summary: Scene) -> None:
    """The others' term ends on the 7th; he is returned that day and has three working days of his own."""
    scene = at_self_summary
    await _submit(scene, "a1", "a1", 2)
    await aggregate_unit(scene.session, scene.world, at(3), "a", "a1")
    cases = await scene.cases("a1")
    await return_for_rework(scene.session, scene.actor("a_leader"), at(7), cases, "self_summary", "小结不实")
    await scene.sweep(at(8))
    assert await scene.states("a1", "a2") == ["self_summary", "aggregation"]
    await scene.sweep(at(11))
    assert (await scene.row("a1"))["summary"] == "missed"
