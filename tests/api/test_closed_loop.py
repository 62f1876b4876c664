"""The closed loop over the API alone: from a policy's publication to the archive, as its people would take it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.api import Api
from support.drive import EVERYONE, INDICATORS, MEMBERS, UNITS

from kaohe.policies.shipped import shipped_text
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.outbox import relay

STAGE = "query($id: ID!) { node(id: $id) { ... on Assessment { stage stageLabel round grade gradeLabel outcome score nominee } } }"


async def let_pass(api: Api, month: int, day: int, hour: int = 1) -> None:
    """The clock moves on, and the worker does what is due."""
    api.clock.move_to(datetime(2026, month, day, hour, tzinfo=UTC))
    for _ in range(3):
        await enforce_due(api.database, api.clock.now())
        await relay(api.database, api.clock.now())


async def case_of(api: Api, name: str) -> dict[str, Any]:
    return (await api.ask("office", STAGE, id=await api.case(name)))["node"]


async def desk(api: Api, who: str) -> list[str]:
    data = await api.ask(who, "{ viewer { pendingTasks(first: 100) { edges { node { kind } } } } }")
    return sorted({edge["node"]["kind"] for edge in data["viewer"]["pendingTasks"]["edges"]})


async def summaries_in(api: Api) -> None:
    for name in EVERYONE:
        if name != "a4":  # misses it
            await api.done(name, "submitSummary", assessmentId=await api.case(name), text="完成了各项任务")
    await let_pass(api, 4, 14)


async def aggregated(api: Api, unit: str) -> None:
    for name in UNITS[unit]:
        clerk = f"{unit}_leader" if name == f"{unit}_clerk" else f"{unit}_clerk"
        scores = [{"indicator": key, "score": "92"} for key in INDICATORS]
        await api.done(clerk, "recordScores", assessments=[{"assessmentId": await api.case(name), "scores": scores}])
        await api.done(clerk, "aggregateAssessments", "assessments { stage }", assessmentIds=[await api.case(name)])


async def reviewed(api: Api, unit: str, good: str) -> None:
    leader = f"{unit}_leader"
    reviews = [
        {"assessmentId": await api.case(name), "grade": "good" if name == good else "fairly_good", "comment": "同意"}
        for name in UNITS[unit]
        if name != leader
    ]
    await api.done(leader, "approveReviews", reviews=reviews)
    own = [{"assessmentId": await api.case(leader), "grade": "fairly_good"}]
    await api.done("deputy", "approveReviews", reviews=own)
    await api.done("chief", "approveReviews", reviews=own)
    unit_list = await api.list_of(unit)
    await api.done(leader, "signList", "unitList { stateLabel }", listId=unit_list)
    await api.done("deputy", "consentList", listId=unit_list)
    payload = await api.done(f"{unit}_clerk", "handInList", "unitList { state handedInBy { name } }", listId=unit_list)
    assert payload["unitList"] == {"state": "HANDED_IN", "handedInBy": {"name": f"{unit}_clerk"}}
    everyone = [{"assessmentId": one} for one in await api.cases(*UNITS[unit])]
    await api.done("office", "approveReviews", reviews=everyone)


async def decided(api: Api, rest: str = "ACCEPT", **decisions: Any) -> dict[str, Any]:
    given = {
        "cycleId": api.cycle,
        "heldAt": api.clock.now().isoformat(),
        "attendeeIds": [api.person(name) for name in MEMBERS],
        "minutes": "会议研究……",
        "rest": rest,
        **decisions,
    }
    fields = "decisionSession { number supplementary items { kind kindLabel grade assessment { person { name } } } }"
    payload = await api.done("secretary", "holdSession", fields, **given)
    found: dict[str, Any] = payload["decisionSession"]
    return found


async def whose_turn(api: Api) -> str:
    """Who may approve a1's case now."""
    query = "query($id: ID!) { node(id: $id) { ... on Assessment { availableActions { trigger } } } }"
    for who in ("a_leader", "deputy", "chief", "office", "office2"):
        found = (await api.ask(who, query, id=await api.case("a1")))["node"]
        if found and "approve_review" in [action["trigger"] for action in found["availableActions"]]:
            return who
    raise AssertionError("nobody may review a1")


async def approved_outside(api: Api) -> None:
    payload = await api.done("office", "submitResults", "resultList { id number items { grade } }", cycleId=api.cycle)
    for who, approver in (("inspector", "inspection_group"), ("authority", "county_authority")):
        assert "answer_results" in await desk(api, who)
        answer = {"listId": payload["resultList"]["id"], "approver": approver, "letter": "核〔2026〕1号"}
        await api.done(who, "answerResults", "resultList { approvals { approverLabel letter } }", **answer)


@pytest.mark.req(
    "S3-28", "S3-29", "S3-30", "S3-31", "S3-32", "S3-33", "S3-34", "S3-37", "S3-38", "S3-39", "S3-40", "S3-41"
)
async def test_from_summary_to_archive(own_api: Any) -> None:
    api: Api = await own_api("opened")
    assert await desk(api, "a1") == ["write_summary"]
    await summaries_in(api)
    assert (await case_of(api, "a4"))["stage"] == "AGGREGATION"
    for unit in UNITS:
        await aggregated(api, unit)
    await api.done("office", "freezeQuota", "cycle { frozenAt quota { frozen } }", cycleId=api.cycle)
    for unit, good in (("a", "a1"), ("b", "b1")):
        await reviewed(api, unit, good)
    session = await decided(api)
    assert session["number"] == 1
    assert session["supplementary"] is False
    assert {item["kind"] for item in session["items"]} == {"ACCEPTED"}
    assert (await case_of(api, "a1"))["gradeLabel"] == "好"

    # a2 objects to a1's result, and is right: a second round for a1, others go on
    payload = await api.done(
        "a2", "fileObjection", "objection { id stateLabel }", assessmentId=await api.case("a1"), grounds="有误"
    )
    objection = payload["objection"]["id"]
    assert "admit_objection" in await desk(api, "office")
    await api.done("office", "admitObjection", objectionId=objection)
    payload = await api.done(
        "office",
        "sustainObjection",
        "objection { state assessment { stage round } }",
        objectionId=objection,
        reply="属实",
    )
    assert payload["objection"] == {"state": "SUSTAINED", "assessment": {"stage": "REVIEW", "round": 2}}
    while (await case_of(api, "a1"))["stage"] == "REVIEW":
        await api.done(
            await whose_turn(api),
            "approveReviews",
            reviews=[{"assessmentId": await api.case("a1"), "grade": "fairly_good"}],
        )
    assert (await case_of(api, "a1"))["stage"] == "DECISION"
    assert (await decided(api))["supplementary"] is True
    assert (await case_of(api, "a1"))["gradeLabel"] == "较好"

    await let_pass(api, 4, 27)
    await approved_outside(api)
    await let_pass(api, 5, 12)
    assert (await case_of(api, "a1"))["stage"] == "FEEDBACK"
    said = {
        "method": "INDIVIDUAL_TALK",
        "affirmed": "扎实",
        "shortcomings": "主动性",
        "requirements": "学习",
        "goals": ["提高结案率"],
    }
    await api.done(
        "deputy",
        "deliverFeedback",
        "assessments { feedback { methodLabel goals } }",
        assessmentIds=await api.cases(*EVERYONE),
        **said,
    )
    for name in EVERYONE:
        if name not in ("a3", "a4"):
            await api.done(name, "acknowledgeResult", assessmentId=await api.case(name), opinion="同意")
    await api.done("office", "recordRefusalToSign", assessmentId=await api.case("a3"), witness="王见证")
    await let_pass(api, 5, 28)
    data = await api.ask(
        "a4",
        """query($id: ID!) { node(id: $id) { ... on Assessment { stageLabel summaryState archive { keepUntil historyCount }
           feedback { acknowledgement acknowledgementLabel } history(first: 100) { edges { node { trigger } } } } } }""",
        id=await api.case("a4"),
    )
    case = data["node"]
    assert case["stageLabel"] == "归档"
    assert case["summaryState"] == "MISSED"
    assert case["feedback"] == {"acknowledgement": "DEEMED", "acknowledgementLabel": "逾期视为签收"}
    triggers = [edge["node"]["trigger"] for edge in case["history"]["edges"]]
    assert triggers[0] == "open"
    assert triggers[-1] == "acknowledge"
    assert case["archive"]["historyCount"] == len(triggers)
    cycle = await api.ask("office", "query($id: ID!) { node(id: $id) { ... on Cycle { stage } } }", id=api.cycle)
    assert cycle["node"]["stage"] == "ARCHIVED"


@pytest.mark.req("S3-1", "S3-7")
async def test_from_policy_to_open_cycle(own_api: Any) -> None:
    api: Api = await own_api("opened")
    fields = "policy { key version name statusLabel grades { key label rank } }"
    published = await api.done("office", "publishPolicy", fields, source=shipped_text("county-psb"))
    assert [grade["label"] for grade in published["policy"]["grades"]] == ["好", "较好", "一般", "较差"]
    payload = await api.done(
        "office", "createCycle", "cycle { id stage title }", policyKey="county-psb", period="2026Q2"
    )
    assert payload["cycle"]["stage"] == "DRAFT"
    opened = await api.done(
        "office",
        "openCycle",
        "people cycle { stage progress { stage count unit { name } } }",
        cycleId=payload["cycle"]["id"],
    )
    assert opened["people"] == len(EVERYONE)
    assert sum(one["count"] for one in opened["cycle"]["progress"]) == len(EVERYONE)


async def test_sign_in_and_out(own_api: Any) -> None:
    api: Api = await own_api("opened")
    account = api.id("Account", api.world.accounts["a1"])
    login = await api.value("SELECT login FROM account WHERE id = :id", id=api.world.accounts["a1"])
    await api.done("admin", "resetPassword", accountId=account, password="an initial one 1")
    assert await api.codes(None, "signIn", login=login, password="wrong") == ["BAD_LOGIN"]
    signed_in = await api.done(None, "signIn", "token expiresAt mustChange", login=login, password="an initial one 1")
    assert signed_in["mustChange"] is True
    token = signed_in["token"]
    assert (await api.ask(token, "{ viewer { me { name } } }"))["viewer"]["me"]["name"] == "a1"
    await api.done(token, "changePassword", currentPassword="an initial one 1", newPassword="a better one 22")
    await api.done(token, "signOut")
    assert await api.codes(token, "signOut") == ["NOT_SIGNED_IN"]
