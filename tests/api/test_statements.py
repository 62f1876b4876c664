"""How many statements the pages take that people use: one for each level, whatever the number of rows."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from support.api import Api
from support.drive import at

from kaohe.workflow.cycles import create_cycle, open_cycle

CASE = """
 id stage stageLabel grade gradeLabel score breakdown { part points } allowedGrades { key label }
 summaries { text goals { goal } lengthNote { note } } opinions { comment person { name } }
 objections { grounds filedBy { name } } feedback { method } carriedGoals
 history { totalCount edges { cursor node { trigger at hash } } }"""


@dataclass(frozen=True)
class Level:
    """A page at one point of the quarter, of `$n` rows, `most` of which there are at least. It takes so many statements
    beside the one that says who is calling."""

    point: str
    who: str
    page: str
    statements: int
    most: int = 2


#: What may be done is judged as it would be for a move: the cases with what is beside them, and what the cycle shares.
ACTIONS = 2

PAGES = {
    "a desk": Level(
        "review",
        "a_leader",
        "viewer { pendingTasks(first: $n) { edges { cursor node { id kind kindLabel dueAt overdue subjectId person { name } "
        "unit { name } cycle { title } } } pageInfo { hasNextPage endCursor } } }",
        4,
        5,
    ),
    "a desk with what may be done": Level(
        "review",
        "a_leader",
        "viewer { pendingTasks(first: $n) { edges { node { availableActions { trigger } assessment { stage availableActions "
        "{ label } } } } } }",
        1 + 1 + ACTIONS,
        5,
    ),
    "lists with what may be done": Level(
        "review",
        "office",
        "unitLists(first: $n) { edges { node { state availableActions { trigger } } } }",
        1 + ACTIONS,
    ),
    "objections with what may be done": Level(
        "admitted",
        "office",
        "objections(first: $n) { edges { node { state availableActions { trigger } } } }",
        1 + ACTIONS,
        1,
    ),
    "cycles with what may be done": Level(
        "begun",
        "office",
        "cycles(first: $n) { edges { node { stage availableActions { trigger } } } }",
        1 + ACTIONS,
    ),
    "ballot boxes with what may be done": Level(
        "box_open",
        "office",
        "ballotBoxes(first: $n) { edges { node { state availableActions { trigger } } } }",
        1 + ACTIONS,
        1,
    ),
    "the cases of a cycle": Level(
        "publicity",
        "office",
        "assessments(first: $n) { edges { node { stage grade gradeLabel person { name } unit { name } } } }",
        3,
        12,
    ),
    "the cases that a leader sees": Level(
        "publicity",
        "a_leader",
        "assessments(first: $n) { edges { node { stage grade gradeLabel person { name } unit { name } } } }",
        3,
        6,
    ),
    "all that lies in a case": Level(
        "publicity",
        "a_leader",
        f"assessments(first: $n) {{ edges {{ node {{ {CASE} }} }} }}",
        9,
        6,
    ),
    "unit lists with their people": Level(
        "review",
        "office",
        "unitLists(first: $n) { edges { node { state unit { name } members(first: 9) { totalCount edges { node { grade "
        "person { name } } } } history { edges { node { at } } } } } }",
        6,
    ),
    "cycles": Level(
        "carded",
        "office",
        "cycles(first: $n) { edges { node { stage overdueCount stageTerms { dueAt } progress { count unit { name } } "
        "history { edges { node { at } } } policy { name } } } }",
        7,
    ),
    "records of work": Level(
        "recorded",
        "office",
        "workRecords(first: $n) { edges { node { text items { task } person { name } unit { name } acceptedUntil lengthNote "
        "{ note } redactions { place } } } }",
        5,
        1,
    ),
    "messages": Level(
        "publicity",
        "a_leader",
        "viewer { notifications(first: $n, unread: true) { edges { node { kind kindLabel subjectId createdAt } } } }",
        1,
        3,
    ),
    "public results": Level(
        "publicity",
        "a1",
        "notices(first: $n) { edges { node { number entries { name gradeLabel } closesAt cycle { title } } } }",
        2,
        1,
    ),
    "objections": Level(
        "admitted",
        "office",
        "objections(first: $n) { edges { node { state grounds filedBy { name } assessment { person { name } } history { edges "
        "{ node { at } } } } } }",
        5,
        1,
    ),
}


@pytest.mark.parametrize("name", PAGES)
async def test_a_page_takes_a_statement_a_level(api_at: Any, name: str) -> None:
    level = PAGES[name]
    api: Api = await api_at(level.point)
    query = f"query($n: Int!) {{ {level.page} }}"
    await api.ask(level.who, query, n=1)  # a cycle's policy is read once for all
    for n in {1, level.most}:
        with api.counting() as statements:
            data = await api.ask(level.who, query, n=n)
        (page,) = data.values()
        while "edges" not in page:
            (page,) = page.values()
        assert len(page["edges"]) == n
        assert len(statements) == 1 + level.statements


async def test_a_case_alone_takes_as_many(api_at: Any) -> None:
    api: Api = await api_at("publicity")
    query = f"query($id: ID!) {{ node(id: $id) {{ ... on Assessment {{ {CASE} }} }} }}"
    case = await api.case("a1")
    await api.ask("a_leader", query, id=case)
    with api.counting() as statements:
        await api.ask("a_leader", query, id=case)
    assert len(statements) == 1 + PAGES["all that lies in a case"].statements


@pytest.mark.req("S3-23")
async def test_places_are_read_of_all_cycles_at_once(own_api: Any) -> None:
    """The cycles, the units that one sees, what each cycle shares, the ledger, who takes part, and the units' names."""
    api: Api = await own_api("opened")
    query = "query($n: Int!) { cycles(first: $n) { edges { node { quota { grants { unit { name } places } } } } } }"
    office = api.world.actor("office")
    for period, now in (("2026Q2", at(1, month=7)), ("2026Q3", at(8, month=10))):
        async with api.database.transaction() as session:
            await open_cycle(session, office, now, await create_cycle(session, office, now, "county-psb", period))
    for n in (1, 3):
        with api.counting() as statements:
            found = (await api.ask("office", query, n=n))["cycles"]["edges"]
        assert [len(one["node"]["quota"]["grants"]) for one in found] == [3] * n
        assert len(statements) == 1 + 6


async def test_ones_ballots_take_two_whatever_the_boxes(api_at: Any) -> None:
    """The boxes, and whom one rates in them."""
    api: Api = await api_at("box_open")
    with api.counting() as statements:
        await api.ask("a1", "{ viewer { myBallots { label ratees { name post summary } } } }")
    assert len(statements) == 1 + 2


async def test_the_overdue_list_reads_the_calendar_only_where_it_is_asked_for(own_api: Any) -> None:
    api: Api = await own_api("review")
    api.clock.advance(timedelta(days=14))
    for fields, statements_of_it in (
        ("kind holders reportedLevel", 1),
        ("workingDaysLate", 2),
        ("reportedTo workingDaysLate", 3),
    ):
        with api.counting() as statements:
            data = await api.ask("office", f"{{ overdue(first: 5) {{ edges {{ node {{ {fields} }} }} }} }}")
        assert len(data["overdue"]["edges"]) == 5
        assert len(statements) == 1 + statements_of_it


async def test_pages_of_lists_within_rows_are_each_rows_own(api_at: Any) -> None:
    """Read together, but every case has its own history, page by page."""
    api: Api = await api_at("publicity")
    query = """query($n: Int!, $a: String) { assessments(first: 4) { edges { node { id
        history(first: $n, after: $a) { totalCount edges { cursor node { seq hash } } pageInfo { hasNextPage endCursor } } } } } }"""
    whole = {
        one["node"]["id"]: one["node"]["history"]
        for one in (await api.ask("office", query, n=100, a=None))["assessments"]["edges"]
    }
    assert len(whole) == 4
    assert len({history["edges"][0]["node"]["hash"] for history in whole.values()}) == 4
    for case, history in whole.items():
        assert history["totalCount"] == len(history["edges"]) > 2
        assert history["pageInfo"]["hasNextPage"] is False
        alone = """query($id: ID!, $a: String) { node(id: $id) { ... on Assessment {
            history(first: 2, after: $a) { edges { node { seq hash } } pageInfo { hasNextPage } } } } }"""
        after = history["edges"][0]["cursor"]
        part = (await api.ask("office", alone, id=case, a=after))["node"]["history"]
        assert [edge["node"] for edge in part["edges"]] == [edge["node"] for edge in history["edges"][1:3]]
        assert part["pageInfo"]["hasNextPage"] is (len(history["edges"]) > 3)


async def test_a_bad_cursor_within_rows_is_refused(api_at: Any) -> None:
    api: Api = await api_at("publicity")
    answer = await api.post(
        "office", '{ assessments(first: 2) { edges { node { history(after: "x") { totalCount } } } } }'
    )
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_INPUT"}
