"""The person's own score (自我评价): asked for where the score has a place for it, and nowhere else."""

from decimal import Decimal

import pytest
from appraisals.bureau import score_common, submit
from support.drive import at
from support.drive import opened as psb
from support.scene import Scene

from kaohe.schema.models import Evidence
from kaohe.workflow.aggregation import aggregate
from kaohe.workflow.appraisals import AppraisalInput, appraise
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.facts import gather
from kaohe.workflow.situations import load_situation
from kaohe.workflow.summaries import SummaryInput, return_summary, submit_summary

pytestmark = pytest.mark.req("S0-14")


async def hand_in(scene: Scene, who: str, whose: str, score: str | None, day: int = 2, **given: object) -> None:
    own = None if score is None else Decimal(score)
    summary = SummaryInput(**{"text": "完成了各项工作任务。", "self_score": own, **given})
    await submit_summary(scene.session, scene.actor(who), at(day), await scene.case(whose), summary)


async def self_score(scene: Scene, name: str) -> Decimal | None:
    case = await scene.case(name)
    situation = await load_situation(scene.session, scene.world.body_id, scene.world.cycle_id)
    return (await gather(scene.session, situation, [case]))[case].self_score


async def points(scene: Scene, name: str) -> Decimal:
    """What the self-evaluation adds to the score, of 10."""
    await score_common(scene, name)
    case = await scene.case(name)
    await appraise(scene.session, scene.actor("a_leader"), at(9), [AppraisalInput(case, Decimal(90), "扎实")])
    await aggregate(scene.session, scene.actor("a_leader"), at(9), [case])
    lines = (await scene.row(name))["breakdown"]
    return sum(Decimal(line["points"]) for line in lines if line["part"] == "self")  # type: ignore[return-value]


async def test_a_summary_comes_with_it(begun: Scene) -> None:
    scene = begun
    async with scene.refused(Code.REQUIRED) as found:
        await hand_in(scene, "a1", "a1", None)
    assert [(one.field, one.params["label"]) for one in found] == [("self_score", "自评得分")]
    for wrong in ("100.001", "-1", "80.0001"):
        async with scene.refused(Code.BAD_INPUT):
            await hand_in(scene, "a1", "a1", wrong)
    await hand_in(scene, "a1", "a1", "85.5")
    assert await self_score(scene, "a1") == Decimal("85.5")
    assert await points(scene, "a1") == Decimal("8.55")


async def test_on_behalf_and_late_as_well(begun: Scene) -> None:
    scene = begun
    scan = Evidence(
        body_id=scene.world.body_id, file_name="scan.pdf", media_type="application/pdf", size=9, sha256="0" * 64,
        uploaded_by=scene.world.accounts["a_clerk"], uploaded_at=at(2),
    )  # fmt: skip
    scene.session.add(scan)
    await scene.session.flush()
    async with scene.refused(Code.REQUIRED):
        await hand_in(scene, "a_clerk", "a1", None, scan_id=scan.id)
    await hand_in(scene, "a_clerk", "a1", "70", scan_id=scan.id)
    await scene.sweep(at(8))
    async with scene.refused(Code.REQUIRED):
        await hand_in(scene, "a2", "a2", None, day=9)
    await hand_in(scene, "a2", "a2", "60", day=9)
    assert [await self_score(scene, name) for name in ("a1", "a2")] == [Decimal(70), Decimal(60)]


async def test_whoever_missed_it_gets_what_the_policy_says(begun: Scene) -> None:
    """Also where an earlier one was returned and never handed in again."""
    scene = begun
    await submit(scene, "a1")
    await return_summary(scene.session, scene.actor("a_leader"), at(2), await scene.cases("a1"), "太简单")
    await scene.sweep(at(20))
    for name in ("a1", "a2"):
        assert (await scene.row(name))["summary"] == "missed"
        assert await self_score(scene, name) is None
        assert await points(scene, name) == Decimal(2)


async def test_the_newest_one_counts(begun: Scene) -> None:
    scene = begun
    await submit(scene, "a1", score=100)
    await return_summary(scene.session, scene.actor("a_leader"), at(2), await scene.cases("a1"), "虚高")
    await submit(scene, "a1", score=75)
    assert await self_score(scene, "a1") == Decimal(75)


async def test_where_the_score_has_no_place_for_it_it_is_refused(session) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(session, await psb(session, at(1), key="psb-plain"), at(1))
    async with scene.refused(Code.BAD_INPUT) as found:
        await hand_in(scene, "a1", "a1", "80")
    assert [one.field for one in found] == ["self_score"]
    await hand_in(scene, "a1", "a1", None)
