"""Inputs: ids of the right kind, exact numbers, and every wrong field named, all at once."""

from typing import Any

import pytest
from support.api import Api


def told(payload: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(one["code"], one["field"]) for one in payload["errors"]]


async def test_id_of_another_kind_is_named(api: Api) -> None:
    payload = await api.do(
        "office", "excludeAssessments", assessmentIds=[api.cycle, await api.case("a1"), "x"], reason="退休"
    )
    assert told(payload) == [("BAD_INPUT", "assessmentIds[0]"), ("BAD_INPUT", "assessmentIds[2]")]
    assert "Assessment" in payload["errors"][0]["messageEn"]


async def test_id_within_an_object_is_named(api: Api) -> None:
    claims = [{"standard": "merit_citation", "matter": "立功", "points": "1", "evidenceIds": [api.cycle]}]
    payload = await api.do("a1", "submitSummary", assessmentId=api.cycle, text="完成任务", claims=claims)
    assert told(payload) == [("BAD_INPUT", "assessmentId"), ("BAD_INPUT", "claims[0].evidenceIds[0]")]


async def test_empty_list_is_refused(api: Api) -> None:
    assert told(await api.do("office", "excludeAssessments", assessmentIds=[], reason="退休")) == [
        ("REQUIRED", "assessmentIds")
    ]


async def test_nul_character_is_refused(api: Api) -> None:
    payload = await api.do("a1", "submitSummary", assessmentId=await api.case("a1"), text="完成\x00任务")
    assert told(payload) == [("BAD_INPUT", "text")]


async def test_nul_character_in_a_filter(api: Api) -> None:
    answer = await api.post("office", "query($s: String) { persons(search: $s) { totalCount } }", {"s": "\x00"})
    assert answer["errors"][0]["extensions"]["code"] == "BAD_INPUT"


async def test_row_of_a_list_is_named(api_at: Any) -> None:
    api: Api = await api_at("review")
    first, second = await api.cases("a1", "a2")
    reviews = [{"assessmentId": first, "grade": "fairly_good"}, {"assessmentId": second, "grade": "splendid"}]
    assert told(await api.do("a_leader", "approveReviews", reviews=reviews)) == [("UNKNOWN_GRADE", "reviews[1].grade")]
    assert told(await api.do("a_leader", "approveReviews", reviews=reviews[1:])) == [
        ("UNKNOWN_GRADE", "reviews[0].grade")
    ]


async def test_every_violated_rule_at_once(api: Api) -> None:
    claims = [
        {"standard": "nonsense", "matter": "立功", "points": "1"},
        {"standard": "merit_citation", "matter": " ", "points": "99"},
    ]
    payload = await api.do(
        "a1", "submitSummary", assessmentId=await api.case("a1"), text="完成任务", claims=claims, version=99
    )
    assert {one["field"] for one in payload["errors"]} == {
        "version",
        "claims[0].standard",
        "claims[1].points",
        "claims[1].matter",
    }


async def test_not_found_names_the_field(api: Api) -> None:
    foreign = api.id("Cycle", api.foreign.cycle_id)
    assert told(await api.do("office", "suspendCycle", cycleId=foreign, reason="防汛")) == [("NOT_FOUND", "cycleId")]


@pytest.mark.parametrize("until", ["2026-04-20", "2026-04-20T00:00:00", "soon", "9999-12-31T23:59:59+00:00"])
async def test_moment_needs_its_zone(api: Api, until: str) -> None:
    query = "mutation($i: ExtendStageInput!) { extendStage(input: $i) { errors { code } } }"
    given = {"cycleId": api.cycle, "stage": "REVIEW", "until": until, "reason": "防汛"}
    answer = await api.post("office", query, {"i": given})
    assert answer["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert "zone" in answer["errors"][0]["message"]


@pytest.mark.parametrize("score", ["NaN", "Infinity", "1e999", "九十", "", True, "1" * 40, {}])
async def test_number_that_is_none(api_at: Any, score: object) -> None:
    api: Api = await api_at("claimed")
    query = "mutation($i: RecordScoresInput!) { recordScores(input: $i) { errors { code } } }"
    scores = [{"assessmentId": await api.case("a1"), "scores": [{"indicator": "de", "score": score}]}]
    answer = await api.post("a_clerk", query, {"i": {"assessments": scores}})
    assert answer["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_number_is_exact(api_at: Any) -> None:
    """0.1 as a JSON number is a tenth, not the nearest binary fraction."""
    api: Api = await api_at("claimed")
    case = await api.case("a1")
    for score in (90.1, "90.1", 90):
        with api.rehearsing():
            await api.done(
                "a_clerk",
                "recordScores",
                assessments=[{"assessmentId": case, "scores": [{"indicator": "de", "score": score}]}],
            )


async def test_moments_are_answered_in_the_business_zone(api: Api) -> None:
    data = await api.ask("office", "{ cycles { edges { node { openedAt } } } }")
    assert {edge["node"]["openedAt"] for edge in data["cycles"]["edges"]} == {None, "2026-04-01T09:00:00+08:00"}


async def test_policy_problems_have_line_and_path(api: Api) -> None:
    query = "mutation($i: CheckPolicyInput!) { checkPolicy(input: $i) { document errors { code line path message } } }"
    answer = await api.post("a1", query, {"i": {"source": 'key = "x"\nversion = 3\n'}})
    errors = answer["data"]["checkPolicy"]["errors"]
    assert {one["code"] for one in errors} == {"POLICY_INVALID"}
    assert 2 in {one["line"] for one in errors}
    assert all(one["path"] for one in errors)


async def test_import_problems_have_sheet_row_and_column(api: Api) -> None:
    content = "工号,月份,得分\na1,2026-13,91\nnobody,2026-01,191\n"
    query = (
        """mutation($i: ImportFileInput!) { importFile(input: $i) { rows errors { code sheet row column message } } }"""
    )
    import base64

    given = {"kind": "PERFORMANCE", "fileName": "绩效.csv", "content": base64.b64encode(content.encode()).decode()}
    errors = (await api.post("office", query, {"i": given}))["data"]["importFile"]["errors"]
    assert {(one["row"], one["column"]) for one in errors} >= {(2, "月份"), (3, "工号"), (3, "得分")}
    assert {one["code"] for one in errors} == {"IMPORT_INVALID"}


async def test_import_needs_base64(api: Api) -> None:
    payload = await api.do("office", "importFile", kind="ROSTER", fileName="a.csv", content="不是")
    assert told(payload) == [("BAD_INPUT", "content")]
