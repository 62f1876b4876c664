"""Connections: keyset pages that miss and repeat nothing, counted only on request, in a fixed number of statements."""

from typing import Any

import pytest
from support.api import Api


async def walk(api: Api, who: str, size: int, field: str, inner: str = "id") -> list[Any]:
    """All nodes of a connection, page by page."""
    found: list[Any] = []
    after = None
    while True:
        name = field.split("(", maxsplit=1)[0]
        head = f"{field[:-1]}, " if "(" in field else f"{field}("
        query = (
            f"query($n: Int, $a: String) {{ {head}first: $n, after: $a) "
            f"{{ edges {{ cursor node {{ {inner} }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
        )
        page = (await api.ask(who, query, n=size, a=after))[name]
        info = page["pageInfo"]
        assert info["hasPreviousPage"] is (after is not None)
        assert len(page["edges"]) <= size
        if page["edges"]:
            assert info["startCursor"] == page["edges"][0]["cursor"]
            assert info["endCursor"] == page["edges"][-1]["cursor"]
        found += [edge["node"] for edge in page["edges"]]
        if not info["hasNextPage"]:
            return found
        after = info["endCursor"]


@pytest.mark.parametrize("size", [1, 3, 5, 100])
@pytest.mark.parametrize(
    "field", ["assessments", "persons", "deadlines", "notices", "cycles", "unitLists", 'assessments(grade: "good")']
)
async def test_pages_miss_and_repeat_nothing(api_at: Any, field: str, size: int) -> None:
    api: Api = await api_at("publicity")
    whole = await walk(api, "office", 100, field)
    assert len({node["id"] for node in whole}) == len(whole) > 0
    assert await walk(api, "office", size, field) == whole


@pytest.mark.parametrize("size", [1, 2, 7])
async def test_pending_tasks_soonest_first(api_at: Any, size: int) -> None:
    api: Api = await api_at("claimed")
    query = """query($n: Int, $a: String) { viewer { pendingTasks(first: $n, after: $a) { totalCount
                 edges { node { id dueAt } } pageInfo { hasNextPage endCursor } } } }"""
    found, after = [], None
    while True:
        tasks = (await api.ask("a_leader", query, n=size, a=after))["viewer"]["pendingTasks"]
        found += [edge["node"] for edge in tasks["edges"]]
        after = tasks["pageInfo"]["endCursor"]
        if not tasks["pageInfo"]["hasNextPage"]:
            break
    assert len({task["id"] for task in found}) == len(found) == tasks["totalCount"]
    assert [task["dueAt"] for task in found] == sorted(task["dueAt"] for task in found)


@pytest.mark.parametrize(
    ("arguments", "some"),
    [
        ('kind: "write_summary"', True),
        ('kind: "decide"', False),
        ("overdue: false", True),
        ("overdue: true", False),
        ('dueBefore: "2026-01-01T00:00:00+08:00"', False),
        ('dueBefore: "2027-01-01T00:00:00+08:00"', True),
        ("cycleId: $cycle", True),
    ],
)
async def test_pending_tasks_filters(api: Api, arguments: str, some: bool) -> None:
    variables = "($cycle: ID!)" if "$cycle" in arguments else ""
    query = f"query{variables} {{ viewer {{ pendingTasks({arguments}) {{ totalCount edges {{ node {{ id }} }} }} }} }}"
    tasks = (await api.ask("a1", query, **({"cycle": api.cycle} if variables else {})))["viewer"]["pendingTasks"]
    assert bool(tasks["edges"]) is some
    assert bool(tasks["totalCount"]) is some


async def test_counted_only_on_request(api: Api) -> None:
    with api.counting() as statements:
        await api.ask("office", "{ assessments { edges { node { id } } } }")
    assert not any("count(*)" in one for one in statements)
    with api.counting() as statements:
        await api.ask("office", "{ assessments { totalCount } }")
    assert sum("count(*)" in one for one in statements) == 1
    assert "LIMIT" in next(one for one in statements if "count(*)" in one)


DESK = """query($n: Int) { viewer { pendingTasks(first: $n) { edges { node {
    kindLabel dueAt overdue availableActions { trigger }
    person { name } unit { name } cycle { title stage }
    assessment { stage grade gradeLabel reviewStepLabel person { name } unit { name } claims { points evidence { id } }
      summaries { text } scores { score } opinions { grade person { name } } } } } } } }"""


async def test_a_desk_takes_a_fixed_number_of_statements(api_at: Any) -> None:
    """One statement a level, however many rows: one for each of the loaders that the query names."""
    api: Api = await api_at("review")
    await api.ask("a_leader", DESK, n=1)  # whoever is first reads the body's roster
    counts = []
    for first in (1, 4):
        with api.counting() as statements:
            data = await api.ask("a_leader", DESK, n=first)
        assert len(data["viewer"]["pendingTasks"]["edges"]) == first
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[1] <= 20


async def test_pending_tasks_is_one_statement(api: Api) -> None:
    with api.counting() as statements:
        await api.ask("office", "{ viewer { pendingTasks { edges { node { id } } } } }")
    assert len(statements) == 2  # who is calling, and what is on his desk
