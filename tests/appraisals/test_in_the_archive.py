"""An archive holds who appraised whom and what was recorded, and its results follow from its own facts."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from appraisals.bureau import score_common
from archive.forge import unpack, verdict_on
from python_calamine import CalamineWorkbook
from support.drive import UNITS, at
from support.scene import Scene

from kaohe.config import Settings
from kaohe.workflow.aggregation import aggregate
from kaohe.workflow.appraisals import AppraisalInput, appraise
from kaohe.workflow.archive import export_cycle
from kaohe.workflow.domain.merits import MeritInput
from kaohe.workflow.merits import record_merits, withdraw_merit


async def aggregated(scene: Scene) -> None:
    """a1, commended and criticised, and a2 are appraised and aggregated; one event was withdrawn."""
    person, day = scene.world.people["a1"], date(2026, 2, 2)
    events = [
        MeritInput(person, standard, matter, day, "市委〔2026〕8号")
        for standard, matter in (("municipal_commendation", "表彰"), ("criticised", "通报"), ("merit_citation", "误记"))
    ]
    ids = await record_merits(scene.session, scene.actor("office"), at(3), "county-psb", events)
    await withdraw_merit(scene.session, scene.actor("office2"), at(3), ids[-1], "登记有误")
    cases = await scene.cases("a1", "a2")
    signed = [AppraisalInput(one, Decimal("88.5"), "扎实") for one in cases]
    await appraise(scene.session, scene.actor("a3"), at(3), signed)
    await score_common(scene, "a1", "a2")
    await aggregate(scene.session, scene.actor("a_clerk"), at(4), cases)


def _form(members: dict[str, bytes], name: str) -> dict[str, str]:
    """A person's registration form: what stands behind each heading of a whole row."""
    content = next(one for path, one in members.items() if "公务员平时考核登记表/刑警大队" in path)
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(f"{name} {name}").to_python()
    return {str(row[0]): str(row[1]) for row in rows}


@pytest.mark.req("S0-10", "S0-11", "S0-14", "S0-16", "design: evidence")
async def test_it_verifies_from_its_own_facts(handed_in: Scene, tmp_path: Path) -> None:
    scene = handed_in
    await aggregated(scene)
    to = BytesIO()
    settings = Settings(var=tmp_path / "var")
    await export_cycle(scene.session, scene.actor("office"), at(5), settings, scene.world.cycle_id, to)
    members = unpack(to.getvalue())
    case = await scene.case("a1")
    appraisals = {row["assessment_id"]: row for row in json.loads(members["appraisals.json"])}
    assert set(appraisals) == set(await scene.cases("a1", "a2"))
    one = appraisals[case]
    assert (one["score"], one["comment"], one["person_id_name"], one["round"]) == ("88.500", "扎实", "a3", 1)
    merits = json.loads(members["merits.json"])
    assert [(row["assessment_id"], row["standard"], row["withdrawn_by_name"]) for row in merits] == [
        (case, "municipal_commendation", None),
        (case, "criticised", None),
        (case, "merit_citation", "office2"),
    ]
    summaries = json.loads(members["summaries.json"])
    assert len(summaries) == len(UNITS["a"])
    assert {row["self_score"] for row in summaries} == {"80.000"}
    [facts] = [one for one in json.loads(members["facts.json"])["cycles"][0]["people"] if one["key"] == str(case)]
    assert (Decimal(facts["self_score"]), Decimal(facts["appraisal"])) == (80, Decimal("88.5"))
    assert [one["standard"] for one in facts["claims"]] == ["municipal_commendation"]
    printed = _form(members, "a1")
    assert printed["领导鉴定"] == "扎实  得分：88.5    签名：a3    2026年4月3日"
    assert printed["奖励情况"] == "2026-02-02 表彰（4分，市委〔2026〕8号）"
    assert printed["惩处情况"] == "2026-02-02 通报（-5分，市委〔2026〕8号）"
    assert "自评得分：80" in printed["个人小结"]
    assert _form(members, "a3")["领导鉴定"] == ""
    verdict = verdict_on(members, tmp_path)
    assert (verdict.finding, verdict.differing) == (None, 0)
