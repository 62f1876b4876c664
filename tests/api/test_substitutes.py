"""A substitute at the API: what is on his desk and on whose behalf, what he sees, what the history shows."""

from datetime import date
from typing import Any

import pytest
from support.api import Api

from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.outbox import relay
from kaohe.workflow.people import appoint_substitute

pytestmark = pytest.mark.req("design: tasks")

TASKS = """{ viewer { pendingTasks(first: 100) { totalCount edges { node {
  id kind assigneeKey person { name } inPlaceOf { name } availableActions { trigger } } } } } }"""
CASES = "{ assessments(first: 100) { edges { node { person { name } } } } }"
MINE = "{ substitutions { edges { node { principal { name } substitute { name } kinds kindsLabel inForce reason } } } }"


async def lend(api: Api, principal: str, substitute: str, *kinds: WorkKind) -> int:
    people = api.world.people
    async with api.database.transaction() as session:
        return await appoint_substitute(
            session,
            api.world.actor(principal),
            api.clock.now(),
            people[principal],
            people[substitute],
            kinds,
            date(2026, 4, 1),
            date(2026, 6, 30),
            "学习",
        )


async def tasks(api: Api, who: str) -> list[dict[str, Any]]:
    found = (await api.ask(who, TASKS))["viewer"]["pendingTasks"]
    assert found["totalCount"] == len(found["edges"])
    return [edge["node"] for edge in found["edges"]]


async def seen(api: Api, who: str) -> set[str]:
    return {edge["node"]["person"]["name"] for edge in (await api.ask(who, CASES))["assessments"]["edges"]}


def names(found: list[dict[str, Any]]) -> set[str]:
    return {one["person"]["name"] for one in found if one["person"]}


async def test_his_desk_shows_what_was_lent_and_on_whose_behalf(own_api: Any) -> None:
    api: Api = await own_api("review")
    assert await tasks(api, "b1") == []
    await lend(api, "a_leader", "b1", WorkKind.REVIEW)
    found = await tasks(api, "b1")
    assert {(one["kind"], one["inPlaceOf"]["name"]) for one in found} == {("review", "a_leader")}
    assert names(found) == {"a1", "a2", "a3", "a4", "a_clerk"}
    assert all({"trigger": "approve_review"} in one["availableActions"] for one in found)
    node = await api.ask(
        "b1", "query($id: ID!) { node(id: $id) { ... on Task { inPlaceOf { name } } } }", id=found[0]["id"]
    )
    assert node["node"]["inPlaceOf"]["name"] == "a_leader"
    assert all(one["inPlaceOf"] is None for one in await tasks(api, "a_leader"))


async def test_his_own_case_is_not_on_it(own_api: Any) -> None:
    api: Api = await own_api("review")
    await lend(api, "a_leader", "a1", WorkKind.REVIEW)
    assert names(await tasks(api, "a1")) == {"a2", "a3", "a4", "a_clerk"}


async def test_nor_are_tasks_of_other_work(own_api: Any) -> None:
    api: Api = await own_api("review")
    await lend(api, "a_leader", "b1", WorkKind.FEEDBACK)
    assert await tasks(api, "b1") == []


async def test_a_task_of_ones_own_role_is_ones_own(own_api: Any) -> None:
    """Two of the office who stand in for each other: nothing stands on the desk twice."""
    api: Api = await own_api("claimed")
    before = await tasks(api, "office")
    await lend(api, "office2", "office", *WorkKind)
    assert await tasks(api, "office") == before
    assert all(one["inPlaceOf"] is None for one in before)


async def test_a_key_that_two_lend_is_scanned_once(own_api: Any) -> None:
    api: Api = await own_api("claimed")
    for principal in ("office", "office2"):
        await lend(api, principal, "b1", WorkKind.CLAIMS)
    found = [one for one in await tasks(api, "b1") if one["kind"] == "audit_claims"]
    assert [one["inPlaceOf"]["name"] for one in found] == ["office"]


async def test_he_sees_what_he_must_act_on_and_no_more(own_api: Any) -> None:
    api: Api = await own_api("review")
    await lend(api, "a_leader", "b1", WorkKind.REVIEW)
    assert await seen(api, "b1") == {"b1", "a1", "a2", "a3", "a4", "a_clerk"}  # not the leader himself
    await lend(api, "office", "b2", WorkKind.CYCLE)
    assert await seen(api, "b2") == {"b2"}
    await lend(api, "a_leader", "b3", WorkKind.FEEDBACK)
    assert await seen(api, "b3") == {"b3"}  # nobody is at feedback yet


async def test_a_clerks_substitute_sees_the_unit_at_his_stages_but_not_the_clerk(own_api: Any) -> None:
    api: Api = await own_api("begun")
    await lend(api, "a_clerk", "b1", WorkKind.AGGREGATION)
    assert await seen(api, "b1") == {"b1", "a1", "a2", "a3", "a_leader"}  # a4 is excluded


async def test_both_names_stand_in_history_and_opinions(own_api: Any) -> None:
    api: Api = await own_api("review")
    await lend(api, "a_leader", "b1", WorkKind.REVIEW)
    case = await api.case("a2")
    await api.done("b1", "approveReviews", reviews=[{"assessmentId": case, "grade": "fairly_good", "comment": "同意"}])
    fields = "opinions { person { name } inPlaceOf { name } } history(first: 50) { edges { node { trigger actorName inPlaceOf { name } } } }"
    found = await api.ask(
        "office", f"query($id: ID!) {{ node(id: $id) {{ ... on Assessment {{ {fields} }} }} }}", id=case
    )
    assert found["node"]["opinions"] == [{"person": {"name": "b1"}, "inPlaceOf": {"name": "a_leader"}}]
    last = found["node"]["history"]["edges"][-1]["node"]
    assert last == {"trigger": "approve_review", "actorName": "b1", "inPlaceOf": {"name": "a_leader"}}
    first = found["node"]["history"]["edges"][0]["node"]
    assert first["inPlaceOf"] is None


async def test_appointed_and_revoked_by_the_principal(own_api: Any) -> None:
    api: Api = await own_api("review")
    fields = "substitution { id principal { name } kinds inForce revokedAt }"
    given = {"kinds": ["REVIEW", "UNIT_LIST"], "starts": "2026-04-01", "ends": "2026-04-30", "reason": "学习"}
    people = {"principalId": api.person("a_leader"), "substituteId": api.person("b1")}
    made = (await api.done("a_leader", "appointSubstitute", fields, **people, **given))["substitution"]
    assert made == {**made, "principal": {"name": "a_leader"}, "kinds": ["REVIEW", "UNIT_LIST"], "inForce": True}
    assert len(await tasks(api, "b1")) == 5
    ended = (await api.done("b1", "revokeSubstitution", fields, substitutionId=made["id"]))["substitution"]
    assert (ended["inForce"], ended["revokedAt"] is None) == (False, False)
    assert await tasks(api, "b1") == []
    assert await api.codes("office", "revokeSubstitution", substitutionId=made["id"]) == ["BAD_INPUT"]


async def test_both_find_a_message_about_the_other(own_api: Any) -> None:
    api: Api = await own_api("review")
    await lend(api, "a_leader", "b1", WorkKind.REVIEW)
    await relay(api.database, api.clock.now())
    query = "{ viewer { notifications(first: 1) { edges { node { kind kindLabel subject subjectId } } } } }"
    for who, kind, label, about in (
        ("b1", "substitution_given", "您被指定为代理人", "a_leader"),
        ("a_leader", "substitute_appointed", "已为您指定代理人", "b1"),
    ):
        [edge] = (await api.ask(who, query))["viewer"]["notifications"]["edges"]
        told = {"kind": kind, "kindLabel": label, "subject": "PERSON", "subjectId": api.person(about)}
        assert edge["node"] == told


@pytest.mark.parametrize(
    ("who", "count"), [("a_leader", 1), ("b1", 1), ("office", 2), ("admin", 2), ("a1", 0), ("deputy", 1), ("chief", 0)]
)
async def test_substitutions_are_for_the_two_and_the_office(api_at: Any, who: str, count: int) -> None:
    api: Api = await api_at("substituted")
    found = (await api.ask(who, MINE))["substitutions"]["edges"]
    assert len(found) == count
    if who == "b1":
        assert found[0]["node"] == {
            "principal": {"name": "a_leader"},
            "substitute": {"name": "b1"},
            "kinds": ["REVIEW"],
            "kindsLabel": ["审核"],
            "inForce": True,
            "reason": "学习",
        }


async def test_filtered_by_person_and_day(api_at: Any) -> None:
    api: Api = await api_at("substituted")
    query = "query($p: ID, $d: Date) { substitutions(personId: $p, activeOn: $d) { totalCount } }"
    for given, count in (
        ({"p": api.person("b1")}, 1),
        ({"p": api.person("a1")}, 0),
        ({"d": "2026-06-30"}, 2),
        ({"d": "2026-07-01"}, 0),
    ):
        assert (await api.ask("office", query, **given))["substitutions"]["totalCount"] == count


async def test_reading_a_desk_takes_as_many_statements_with_loans_as_without(own_api: Any) -> None:
    api: Api = await own_api("review")
    query = "{ viewer { pendingTasks(first: 20) { edges { node { kind person { name } } } } } }"
    with api.counting() as without:
        await api.ask("a_leader", query)
    await lend(api, "a_leader", "b1", WorkKind.REVIEW)
    with api.counting() as with_loans:
        await api.ask("b1", query)
    assert len(with_loans) == len(without)
