"""The archive says by which indicators people were measured, and its facts alone give their scores again."""

import json
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from archive.forge import unpack
from indicators.conftest import ELASTIC, INDIVIDUAL, elastic, indicator
from support.drive import submit_all
from support.measured import DIMENSIONS, policy_text

from kaohe.config import Settings
from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.archive import export_cycle
from kaohe.workflow.domain.archive.recompute import differences
from kaohe.workflow.domain.facts import load_facts
from kaohe.workflow.domain.policy import load_policy


async def aggregated(measured) -> None:
    await measured.set(INDIVIDUAL, indicator("数量", weight="3"), indicator("质量"), category="办案岗")
    await measured.set(ELASTIC, elastic("防汛值守"))
    await measured.set(INDIVIDUAL, indicator("服务态度"), category="窗口岗", unit="b")
    second = await measured.open_quarter("2026Q2")
    await measured.set(INDIVIDUAL, indicator("下季指标"), category="办案岗", cycle_id=second)
    await submit_all(measured.session, measured.world, measured.now, "a1", "b1")
    await measured.record({"a1": [(INDIVIDUAL, "i1", "80"), (INDIVIDUAL, "i2", "90"), (ELASTIC, "i1", "-1")]})
    await measured.record({"b1": [(INDIVIDUAL, "i1", "70.5")]}, by="b_clerk")
    for unit in ("a", "b"):
        clerk, cases = measured.actor(f"{unit}_clerk"), await measured.cases(f"{unit}1")
        await record_scores(
            measured.session, clerk, measured.now, {case: dict.fromkeys(DIMENSIONS, Decimal(90)) for case in cases}
        )
        await aggregate(measured.session, clerk, measured.now, cases)


@pytest.mark.req("S0-6", "S0-7", "design: evidence")
async def test_sets_in_force_and_points_are_in_the_archive_and_its_results_follow_from_them(
    measured, tmp_path: Path
) -> None:
    await aggregated(measured)
    to = BytesIO()
    office = measured.actor("office")
    await export_cycle(measured.session, office, measured.now, Settings(var=tmp_path), measured.world.cycle_id, to)
    members = unpack(to.getvalue())
    one, other = await measured.cases("a1", "b1")
    listed = [
        (row["unit"], row["kind"], row["post_category"], row["period"], row["set_by_name"], row["points"])
        for row in json.loads(members["indicators.json"])
    ]
    assert listed == [
        (
            "刑警大队",
            "elastic",
            "",
            "2026Q1",
            "a_clerk",
            [{"assessment_id": one, "indicator": "i1", "points": "-1.000"}],
        ),
        (
            "刑警大队",
            "individual",
            "办案岗",
            "2026Q1",
            "a_clerk",
            [
                {"assessment_id": one, "indicator": "i1", "points": "80.000"},
                {"assessment_id": one, "indicator": "i2", "points": "90.000"},
            ],
        ),
        (
            "城关派出所",
            "individual",
            "窗口岗",
            "2026Q1",
            "b_clerk",
            [{"assessment_id": other, "indicator": "i1", "points": "70.500"}],
        ),
    ]
    policy = load_policy(policy_text())
    (facts,) = load_facts(members["facts.json"].decode(), policy).cycles
    cases = json.loads(members["results.json"])["cases"]
    assert differences(policy, facts, cases) == {}
    scores = {case["id"]: case["score"] for case in cases if case["score"]}
    assert scores == {one: "84.50", other: "78.30"}
