"""Supervision over the API: findings on desks and in lists, units' shares, the reserve pool, growth files."""

from typing import Any

import pytest
from support.api import Api

FINDINGS = """{ findings { totalCount edges { node { kindLabel stateLabel unit { name } wanted dueAt
  inspection { kindLabel inspectors findings { text } } availableActions { trigger } } } } }"""

TASKS = """{ viewer { pendingTasks(kind: "answer_finding") { edges { node { kindLabel subjectLabel
  finding { text issuerKey } availableActions { trigger } } } } } }"""

SHARES = """{ unitShares(policyKey: "county-psb", year: 2026) { unit { name } standingLabel share reason
  findings { kind state count } } }"""

FILE = """query($id: ID) { personFile(personId: $id) { person { name } merits { matter } reserve { enteredOn }
  circumstances { kind } results { period gradeLabel outcomeLabel policyName archived unit { name } goals } } }"""


def nodes(connection: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in connection["edges"]]


@pytest.mark.req("S0-26", "S0-27")
async def test_a_finding_is_in_the_list_and_on_the_desk(api_at: Any) -> None:
    api: Api = await api_at("found")
    (found,) = nodes((await api.ask("office", FINDINGS))["findings"])
    assert (found["kindLabel"], found["stateLabel"], found["unit"]["name"]) == ("差距不足", "待答复", "刑警大队")
    assert found["inspection"] == {
        "kindLabel": "实地走访",
        "inspectors": ["王考察"],
        "findings": [{"text": "台账不全"}],
    }
    assert [one["trigger"] for one in found["availableActions"]] == ["close_finding"]
    (task,) = nodes((await api.ask("a_clerk", TASKS))["viewer"]["pendingTasks"])
    assert task["finding"] == {"text": "台账不全", "issuerKey": "office"}
    assert [one["trigger"] for one in task["availableActions"]] == ["answer_finding"]
    assert (await api.ask("b_leader", FINDINGS))["findings"]["totalCount"] == 0
    practices = await api.ask("b1", "{ goodPractices { totalCount } }")
    assert practices["goodPractices"]["totalCount"] == 0


@pytest.mark.req("S0-27")
async def test_from_the_answer_to_the_conclusion(own_api: Any) -> None:
    api: Api = await own_api("found")
    finding = api.id("Finding", await api.value("SELECT max(id) FROM finding"))
    payload = await api.done("a_clerk", "answerFinding", "finding { state version }", findingId=finding, reply="已补齐")
    assert payload["finding"]["state"] == "ANSWERED"
    again = await api.codes("a_clerk", "answerFinding", findingId=finding, reply="已补齐")
    assert again == ["WRONG_STATE"]
    await api.done("office", "returnFinding", findingId=finding, reason="缺三月")
    await api.done("a_leader", "answerFinding", findingId=finding, reply="三月已补")
    payload = await api.done(
        "chief", "closeFinding", "finding { state conclusion closedAt }", findingId=finding, conclusion="整改到位"
    )
    assert (payload["finding"]["state"], payload["finding"]["conclusion"]) == ("CLOSED", "整改到位")
    told = await api.ask(
        "a_leader",
        "query($id: ID!) { node(id: $id) { ... on Finding { history { edges { node { trigger } } } } } }",
        id=finding,
    )
    assert [line["trigger"] for line in nodes(told["node"]["history"])] == [
        "issue",
        "answer_finding",
        "return_finding",
        "answer_finding",
        "close_finding",
    ]


@pytest.mark.req("S0-28")
async def test_the_office_records_a_units_year_and_leaders_see_their_own(own_api: Any) -> None:
    api: Api = await own_api("found")
    await api.done(
        "office",
        "recordUnitStanding",
        policyKey="county-psb",
        unitId=api.unit("a"),
        year=2026,
        standing="MANY_PROBLEMS",
        reason="问题较多",
    )
    (seen,) = (await api.ask("a_leader", SHARES))["unitShares"]
    assert seen == {
        "unit": {"name": "刑警大队"},
        "standingLabel": "问题较多",
        "share": "0.2",
        "reason": "问题较多",
        "findings": [{"kind": "GAP", "state": "ISSUED", "count": 1}],
    }
    assert len((await api.ask("office", SHARES))["unitShares"]) == 3
    nothing = await api.ask("office", '{ unitShares(policyKey: "county-psb", year: 99999) { share } }')
    assert nothing["unitShares"] is None


@pytest.mark.req("S0-31")
async def test_the_reserve_pool_counts(api_at: Any) -> None:
    api: Api = await api_at("found")
    asked = "{ reservePool(current: true) { totalCount edges { node { person { name } reason leftOn } } } }"
    pool = (await api.ask("office", asked))["reservePool"]
    assert pool["totalCount"] == 1
    assert nodes(pool) == [{"person": {"name": "a2"}, "reason": "实绩突出", "leftOn": None}]
    assert (await api.ask("a_leader", asked))["reservePool"]["totalCount"] == 0


@pytest.mark.req("S0-29", "S0-30")
async def test_a_growth_file(api_at: Any) -> None:
    api: Api = await api_at("archived")
    own = (await api.ask("a1", FILE))["personFile"]
    assert own["person"] == {"name": "a1"}
    (line,) = own["results"]
    assert (line["period"], line["gradeLabel"], line["archived"]) == ("2026Q1", "好", True)
    assert line["goals"] == ["提高结案率"]
    assert (await api.ask("office", FILE, id=api.person("a1")))["personFile"] == own
    assert (await api.ask("a2", FILE, id=api.person("a1")))["personFile"] is None
    assert (await api.ask("a_leader", FILE, id=api.person("a1")))["personFile"] is None
    foreign = api.id("Person", api.foreign.people["a1"])
    assert (await api.ask("office", FILE, id=foreign))["personFile"] is None


@pytest.mark.req("S0-30")
async def test_a_quarters_final_results(api_at: Any) -> None:
    query = "query($id: ID!) { finalResults(cycleId: $id) { totalCount edges { node { gradeLabel } } } }"
    begun: Api = await api_at("begun")
    assert (await begun.ask("office", query, id=begun.cycle))["finalResults"]["totalCount"] == 0
    archived: Api = await api_at("archived")
    assert (await archived.ask("office", query, id=archived.cycle))["finalResults"]["totalCount"] == 12
    assert (await archived.ask("a_leader", query, id=archived.cycle))["finalResults"]["totalCount"] == 6


@pytest.mark.req("S0-2")
async def test_a_policy_says_that_it_is_on_trial(api_at: Any) -> None:
    api: Api = await api_at("begun")
    policy = nodes(
        (await api.ask("a1", "{ policies { edges { node { name status statusLabel version } } } }"))["policies"]
    )
    assert (policy[0]["status"], policy[0]["statusLabel"]) == ("trial", "试行")
