"""A chief does his section in one go, and the case shows what he, the person and the office have said."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from appraisals.bureau import opened, submit
from support.api import Api, let_in, serving
from support.drive import UNITS, at
from support.world import make_world

from kaohe.schema.session import Database

CASE = """query($id: ID!) { node(id: $id) { ... on Assessment {
  appraisal { round score comment person { name } actedAs inPlaceOf { name } signedAt }
  merits { id standard points happenedOn document withdrawnReason }
  summaries { selfScore goals { goal progress } }
  availableActions { trigger }
} } }"""


@pytest_asyncio.fixture
async def api(fresh_database: Database, tmp_path: Path) -> AsyncIterator[Api]:
    async with fresh_database.transaction() as session:
        scene = await opened(session, "psb")
        await submit(scene, *(name for name in UNITS["a"] if name != "a4"))
        await let_in(session, scene.world, at(3))
        foreign = await make_world(session, "foreign")
    async with serving(fresh_database, scene.world, foreign, at(3), tmp_path) as api:
        yield api


async def case_of(api: Api, name: str, who: str = "office") -> dict:  # type: ignore[type-arg]
    found: dict = (await api.ask(who, CASE, id=await api.case(name)))["node"]  # type: ignore[type-arg]
    return found


@pytest.mark.req("S0-15", "S0-18")
async def test_a_chief_appraises_his_section_in_one_go(api: Api) -> None:
    desk = await api.ask("a3", "{ viewer { pendingTasks(first: 50) { edges { node { kind kindLabel } } } } }")
    assert {"kind": "appraise", "kindLabel": "领导鉴定"} in [
        edge["node"] for edge in desk["viewer"]["pendingTasks"]["edges"]
    ]
    assert "appraise" in [one["trigger"] for one in (await case_of(api, "a1", "a3"))["availableActions"]]
    assert "appraise" not in [one["trigger"] for one in (await case_of(api, "a1", "a_clerk"))["availableActions"]]
    given = [
        {"assessmentId": await api.case(name), "score": score, "comment": "扎实"}
        for name, score in (("a1", "95.5"), ("a2", "88"))
    ]
    await api.done("a3", "appraiseAssessments", "assessments { appraisal { score } }", appraisals=given)
    told = (await case_of(api, "a1", "a1"))["appraisal"]
    assert (told["round"], told["score"], told["comment"]) == (1, "95.500", "扎实")
    assert (told["person"], told["inPlaceOf"]) == ({"name": "a3"}, None)
    assert told["actedAs"].startswith("deputy_leader@")
    wrong = await api.do(
        "a3", "appraiseAssessments", appraisals=[given[0], {**given[1], "comment": " ", "score": "101"}]
    )
    assert {one["field"] for one in wrong["errors"]} == {"appraisals[1].score", "appraisals[1].comment"}
    assert await api.codes("a_clerk", "appraiseAssessments", appraisals=given) == ["NOT_ALLOWED", "NOT_ALLOWED"]
    own = [{**given[0], "assessmentId": await api.case("a3")}]
    assert "OWN_CASE" in await api.codes("a3", "appraiseAssessments", appraisals=own)


@pytest.mark.req("S0-14", "S0-23")
async def test_a_summary_brings_its_own_score_and_answers_for_goals(api: Api) -> None:
    given = {"assessmentId": await api.case("a4"), "text": "完成任务"}
    errors = (await api.do("a4", "submitSummary", **given))["errors"]
    assert [(one["code"], one["field"]) for one in errors] == [("REQUIRED", "selfScore")]
    errors = (await api.do("a4", "submitSummary", **given, selfScore="80", goals=[{"goal": "无", "progress": " "}]))[
        "errors"
    ]
    assert {one["field"] for one in errors} == {"goals[0].goal", "goals[0].progress"}
    await api.done("a4", "submitSummary", **given, selfScore="81.5")
    assert (await case_of(api, "a4"))["summaries"] == [{"selfScore": "81.500", "goals": []}]


@pytest.mark.req("S0-10", "S0-11")
async def test_the_office_records_and_withdraws_a_commendation(api: Api) -> None:
    given = {
        "personId": api.person("a1"),
        "standard": "municipal_commendation",
        "matter": "获市委表彰",
        "happenedOn": "2026-03-20",
        "document": "市委〔2026〕8号",
    }
    fields = "merits { id person { name } points recordedBy { name } }"
    payload = await api.done("office", "recordMerits", fields, policyKey="county-psb", merits=[given])
    [merit] = payload["merits"]
    assert (merit["person"], merit["points"], merit["recordedBy"]) == ({"name": "a1"}, "4.000", {"name": "office"})
    [seen] = (await case_of(api, "a1", "a1"))["merits"]
    assert (seen["id"], seen["document"]) == (merit["id"], "市委〔2026〕8号")
    wrong = await api.do("office", "recordMerits", policyKey="county-psb", merits=[given, {**given, "document": ""}])
    assert [one["field"] for one in wrong["errors"]] == ["merits[1].document"]
    listed = await api.ask("office", "{ merits(first: 5) { edges { node { matter } } } }")
    assert [edge["node"]["matter"] for edge in listed["merits"]["edges"]] == ["获市委表彰"]
    assert await api.codes("a2", "withdrawMerit", meritId=merit["id"], reason="误") == ["NOT_ALLOWED"]
    await api.done(
        "office",
        "withdrawMerit",
        "merit { withdrawnReason withdrawnBy { name } }",
        meritId=merit["id"],
        reason="登记有误",
    )
    assert (await case_of(api, "a1"))["merits"][0]["withdrawnReason"] == "登记有误"
