"""What one may not see does not exist: another body's, another unit's, another person's."""

from typing import Any

import pytest
from support.api import Api

CASES = "{ assessments(first: 100) { totalCount edges { node { id person { name } } } } }"


async def seen_by(api: Api, who: str) -> set[str]:
    data = await api.ask(who, CASES)
    return {edge["node"]["person"]["name"] for edge in data["assessments"]["edges"]}


UNIT_A = {"a_leader", "a_clerk", "a1", "a2", "a3", "a4"}
UNIT_B = {"b_leader", "b_clerk", "b1", "b2", "b3", "b4"}


@pytest.mark.req("S1-10", "N-15")
@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("a1", {"a1"}),
        ("a_clerk", UNIT_A),
        ("a_leader", UNIT_A),
        ("b_leader", UNIT_B),
        ("deputy", UNIT_A | UNIT_B),
        ("chief", UNIT_A | UNIT_B),
        ("office", UNIT_A | UNIT_B),
        ("secretary", UNIT_A | UNIT_B),
        ("member3", UNIT_A | UNIT_B),
        ("admin", set()),
        ("inspector", set()),
    ],
)
async def test_cases_seen(api: Api, who: str, names: set[str]) -> None:
    assert await seen_by(api, who) == names


async def test_outside_approver_sees_what_was_sent(api_at: Any) -> None:
    assert await seen_by(await api_at("submitted"), "inspector") == UNIT_A | UNIT_B


async def all_ids(api: Api, who: str) -> list[str]:
    """An id of every kind of node that somebody may see."""
    data = await api.ask(
        who,
        """{ viewer { me { id } body { id } pendingTasks(first: 1) { edges { node { id } } } }
             cycles(first: 1) { edges { node { id sessions { id } resultLists { id } } } }
             assessments(first: 1) { edges { node { id claims { id } evidence { id } } } }
             unitLists(first: 1) { edges { node { id } } } notices(first: 1) { edges { node { id } } }
             objections(first: 1) { edges { node { id } } } persons(first: 1) { edges { node { id account { id } roles { id } } } }
             units { id } policies(first: 1) { edges { node { id } } } deadlines(first: 1) { edges { node { id } } } }""",
    )
    found: list[str] = []

    def gather(value: Any) -> None:
        if isinstance(value, dict):
            for name, below in value.items():
                found.append(below) if name == "id" else gather(below)
        elif isinstance(value, list):
            for below in value:
                gather(below)

    gather(data)
    return found


@pytest.mark.parametrize("point", ["begun", "submitted", "admitted"])
async def test_foreign_ids_do_not_exist(api_at: Any, point: str) -> None:
    api: Api = await api_at(point)
    ids = await all_ids(api, "office")
    assert len(ids) > 10
    for one in ids:
        seen = await api.ask("office", "query($id: ID!) { node(id: $id) { id __typename } }", id=one)
        assert seen["node"]["id"] == one
        foreign = await api.ask("foreign-office", "query($id: ID!) { node(id: $id) { id } }", id=one)
        assert foreign == {"node": None}


@pytest.mark.parametrize(
    "id_",
    [
        "",
        "x",
        "QXNzZXNzbWVudDo=",
        "QXNzZXNzbWVudDotMQ==",
        "Tm90aGluZzox",
        "QXNzZXNzbWVudDo5OTk5OTk5OTk5OTk5OTk5OTk5OTk=",
    ],
)
async def test_id_that_is_none(api: Api, id_: str) -> None:
    assert await api.ask("office", "query($id: ID!) { node(id: $id) { id } }", id=id_) == {"node": None}


async def test_foreign_id_in_a_filter_finds_nothing(api: Api) -> None:
    foreign = api.id("Cycle", api.foreign.cycle_id)
    data = await api.ask("office", "query($c: ID) { assessments(cycleId: $c) { totalCount } }", c=foreign)
    assert data["assessments"]["totalCount"] == 0
    data = await api.ask("office", "query($c: ID!) { statistics(cycleId: $c) { overall { count } } }", c=foreign)
    assert data["statistics"] is None


async def test_id_of_another_kind_in_a_filter_is_named(api: Api) -> None:
    answer = await api.post("office", "query($c: ID) { assessments(cycleId: $c) { totalCount } }", {"c": api.unit("a")})
    assert answer["errors"][0]["extensions"]["code"] == "BAD_INPUT"
    assert answer["errors"][0]["extensions"]["field"] == "cycleId"


@pytest.mark.req("S3-37")
async def test_notice_is_for_everybody_of_the_body(api_at: Any) -> None:
    api: Api = await api_at("publicity")
    query = "{ notices { edges { node { id entries { name grade gradeLabel } } } } }"
    for who in ("b1", "admin", "office"):
        node = (await api.ask(who, query))["notices"]["edges"][0]["node"]
        assert {entry["name"] for entry in node["entries"]} == {"a1", "a2", "b1", "b2"}
        assert {(entry["grade"], entry["gradeLabel"]) for entry in node["entries"]} == {("good", "好")}
    assert (await api.ask("foreign-office", query))["notices"]["edges"] == []


@pytest.mark.req("S3-38")
@pytest.mark.parametrize(
    ("who", "count"), [("a1", 1), ("a2", 1), ("office", 1), ("a3", 0), ("a_leader", 0), ("b1", 0), ("member3", 0)]
)
async def test_objection_is_for_those_concerned(api_at: Any, who: str, count: int) -> None:
    """Filed by a2 against the result of a1."""
    api: Api = await api_at("admitted")
    data = await api.ask(who, "{ objections { totalCount edges { node { grounds filedBy { name } } } } }")
    assert data["objections"]["totalCount"] == count


async def test_filer_does_not_see_the_case_itself(api_at: Any) -> None:
    api: Api = await api_at("admitted")
    data = await api.ask("a2", "{ objections { edges { node { assessment { score } } } } }")
    assert data["objections"]["edges"][0]["node"]["assessment"] is None


@pytest.mark.parametrize(("who", "count"), [("a_leader", 1), ("deputy", 2), ("office", 2), ("a1", 0), ("inspector", 0)])
async def test_unit_lists(api: Api, who: str, count: int) -> None:
    assert (await api.ask(who, "{ unitLists { totalCount } }"))["unitLists"]["totalCount"] == count


@pytest.mark.parametrize(
    ("who", "scopes"),
    [("a1", None), ("a_leader", {"UNIT"}), ("office", {"UNIT", "BODY"}), ("inspector", None)],
)
async def test_quota(api_at: Any, who: str, scopes: set[str] | None) -> None:
    api: Api = await api_at("decision")
    data = await api.ask(
        who,
        "query($id: ID!) { node(id: $id) { ... on Cycle { quota { frozen grants { scope unit { name } places } } } } }",
        id=api.cycle,
    )
    quota = data["node"]["quota"]
    assert scopes is None if quota is None else {grant["scope"] for grant in quota["grants"]} <= (scopes or set())


async def test_circumstances_are_not_for_colleagues(api: Api) -> None:
    """a2 is on probation; whoever meets a2's name elsewhere learns nothing of it."""
    query = "query($id: ID!) { node(id: $id) { ... on Person { name circumstances { kind } account { login } } } }"
    of_a2 = api.person("a2")
    assert (await api.ask("a1", query, id=of_a2))["node"] is None
    assert (await api.ask("a2", query, id=of_a2))["node"]["circumstances"] == [{"kind": "PROBATION"}]
    assert (await api.ask("a2", query, id=of_a2))["node"]["account"] is None
    assert (await api.ask("a_leader", query, id=of_a2))["node"]["circumstances"] == [{"kind": "PROBATION"}]
    assert (await api.ask("admin", query, id=of_a2))["node"]["account"] is not None


@pytest.mark.parametrize("who", ["a1", "a_leader", "inspector", "admin"])
async def test_minutes_are_for_the_deciders(api_at: Any, who: str) -> None:
    api: Api = await api_at("publicity")
    query = "{ cycles { edges { node { sessions { minutes } } } } }"
    assert all(edge["node"]["sessions"] == [] for edge in (await api.ask(who, query))["cycles"]["edges"])
    assert any(edge["node"]["sessions"] for edge in (await api.ask("member3", query))["cycles"]["edges"])


async def test_history_of_what_one_does_not_see(api: Api) -> None:
    query = "query($id: ID!) { history(subjectId: $id) { totalCount edges { node { trigger triggerLabel } } } }"
    case = await api.case("a1")
    assert (await api.ask("a1", query, id=case))["history"]["totalCount"] == 1
    for who in ("a2", "b_leader", "foreign-office"):
        answer = await api.post(who, query, {"id": case})
        assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_deadlines_of_cases_are_for_who_sees_them(api_at: Any) -> None:
    api: Api = await api_at("told")
    query = "{ deadlines(subject: ASSESSMENT, first: 100) { edges { node { subjectId } } } }"
    case = await api.case("a1")

    async def of(who: str) -> set[str]:
        return {edge["node"]["subjectId"] for edge in (await api.ask(who, query))["deadlines"]["edges"]}

    assert case in await of("a1")
    assert case in await of("a_leader")
    assert await of("a2") == set()
    assert await of("b_leader") == set()


async def test_own_role_task_is_not_ones_own_to_do(own_api: Any) -> None:
    """A task on the clerk's own case goes to his leader, and would not show to him under his role's key either."""
    api: Api = await own_api("begun")
    await api.done("a_clerk", "submitSummary", assessmentId=await api.case("a_clerk"), text="完成任务")
    query = '{ viewer { pendingTasks(kind: "aggregate") { edges { node { person { name } } } } } }'
    assert (await api.ask("a_clerk", query))["viewer"]["pendingTasks"]["edges"] == []
    edges = (await api.ask("a_leader", query))["viewer"]["pendingTasks"]["edges"]
    assert [edge["node"]["person"]["name"] for edge in edges] == ["a_clerk"]
