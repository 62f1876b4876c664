"""Bonus claims: the person applies, the unit checks and decides the points, the office audits."""

from decimal import Decimal

import pytest
from support.drive import INDICATORS, at
from support.scene import Scene

from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.claims import ClaimAnswer, audit_claims, check_claims
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.summaries import ClaimInput, SummaryInput, submit_summary

CASE_X = ClaimInput("major_case", "X案", Decimal(3))
TASK_X = ClaimInput("major_task", "X案", Decimal(2))
MERIT = ClaimInput("merit_citation", "三等功", Decimal(5))


async def _claim(scene: Scene, name: str, *claims: ClaimInput) -> list[int]:
    given = SummaryInput(text="本季度完成了各项工作任务。", claims=claims)
    await submit_summary(scene.session, scene.actor(name), at(2), await scene.case(name), given)
    found = await scene.rows(
        "SELECT id FROM bonus_claim WHERE assessment_id = :id AND status = 'filed' ORDER BY id",
        id=await scene.case(name),
    )
    return [row["id"] for row in found]


async def _check(scene: Scene, *answers: ClaimAnswer, who: str = "a_clerk") -> None:
    await check_claims(scene.session, scene.actor(who), at(3), answers)


async def _audit(scene: Scene, *answers: ClaimAnswer) -> None:
    await audit_claims(scene.session, scene.actor("office"), at(3), answers)


async def _statuses(scene: Scene, ids: list[int]) -> list[tuple[str, Decimal]]:
    found = await scene.rows("SELECT status, points FROM bonus_claim WHERE id = ANY(:ids) ORDER BY id", ids=ids)
    return [(row["status"], row["points"]) for row in found]


async def _aggregated(scene: Scene, name: str) -> Decimal:
    case = await scene.case(name)
    scores = {case: {key: Decimal(92) for key in INDICATORS}}
    await record_scores(scene.session, scene.actor("a_clerk"), at(3), scores)
    await aggregate(scene.session, scene.actor("a_clerk"), at(3), [case])
    return (await scene.row(name))["score"]


@pytest.mark.req("S3-20")
async def test_the_unit_checks_then_the_office_audits(at_self_summary: Scene) -> None:
    scene = at_self_summary
    ids = await _claim(scene, "a1", MERIT)
    async with scene.refused(Code.CLAIM_STATUS):
        await _audit(scene, ClaimAnswer(ids[0], accept=True))
    async with scene.refused(Code.CLAIMS_UNSETTLED):
        await _aggregated(scene, "a1")
    async with scene.refused(Code.NOT_FOUND):  # another unit's clerk does not even see it
        await _check(scene, ClaimAnswer(ids[0], accept=True), who="b_clerk")
    await _check(scene, ClaimAnswer(ids[0], accept=True))
    await _audit(scene, ClaimAnswer(ids[0], accept=True))
    assert await _statuses(scene, ids) == [("accepted", 5)]
    assert await _aggregated(scene, "a1") == Decimal("95.80")  # 92 × 40 % + 90 × 60 % + 5


@pytest.mark.req("S3-15", "S3-16")
async def test_one_matter_counts_once_the_higher_value(at_self_summary: Scene) -> None:
    scene = at_self_summary
    ids = await _claim(scene, "a1", CASE_X, TASK_X)
    await _check(scene, *(ClaimAnswer(one, accept=True) for one in ids))
    await _audit(scene, *(ClaimAnswer(one, accept=True) for one in ids))
    assert await _aggregated(scene, "a1") == Decimal("93.80")


@pytest.mark.req("S3-17")
async def test_the_unit_decides_each_ones_points_of_a_matter_of_several(at_self_summary: Scene) -> None:
    scene = at_self_summary
    ids = [*await _claim(scene, "a1", CASE_X), *await _claim(scene, "a2", CASE_X)]
    async with scene.refused(Code.BAD_INPUT):
        await _check(scene, ClaimAnswer(ids[0], accept=True, points=Decimal(4)))
    await _check(
        scene,
        ClaimAnswer(ids[0], accept=True, points=Decimal(2)),
        ClaimAnswer(ids[1], accept=True, points=Decimal(1)),
    )
    assert await _statuses(scene, ids) == [("checked", 2), ("checked", 1)]


@pytest.mark.req("S3-20")
async def test_a_refusal_has_a_reason_and_is_final(at_self_summary: Scene) -> None:
    scene = at_self_summary
    ids = await _claim(scene, "a1", MERIT)
    async with scene.refused(Code.REQUIRED) as refusals:
        await _check(scene, ClaimAnswer(ids[0], accept=False))
    assert refusals[0].field == "claims[0].remark"
    await _check(scene, ClaimAnswer(ids[0], accept=False, remark="无证书"))
    assert await _aggregated(scene, "a1") == Decimal("90.80")


@pytest.mark.req("S3-20")
async def test_the_offices_task_ends_with_the_last_claim(at_self_summary: Scene) -> None:
    scene = at_self_summary
    ids = await _claim(scene, "a1", CASE_X, MERIT)
    await _check(scene, *(ClaimAnswer(one, accept=True) for one in ids))
    await _audit(scene, ClaimAnswer(ids[0], accept=True))
    assert await scene.tasks("office") == ["freeze_quota", "audit_claims"]
    await _audit(scene, ClaimAnswer(ids[1], accept=False, remark="未认定"))
    assert await scene.tasks("office") == ["freeze_quota"]
    assert await scene.desk_of("a1") == [f"aggregate unit_clerk@{scene.world.units['a']}"]


@pytest.mark.req("S3-20")
async def test_bad_claims_are_named_all_at_once(at_self_summary: Scene) -> None:
    async with at_self_summary.refused(Code.BAD_INPUT, Code.REQUIRED) as refusals:
        await _claim(
            at_self_summary, "a1", ClaimInput("unknown", "X", Decimal(1)), ClaimInput("major_case", " ", Decimal(9))
        )
    assert [one.field for one in refusals] == ["claims[0].standard", "claims[1].points", "claims[1].matter"]
