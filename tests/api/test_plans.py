"""Plans over a committed world: generated queries by HTTP, answered by the plan and by graphql-core."""

import gc
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from support.api import Api
from support.both_ways import Asked, agree, asked

from kaohe.graphql.plans import Plan

#: graphql-core leaves the coroutines of fields unawaited whose sibling failed.
pytestmark = pytest.mark.filterwarnings(
    "ignore:coroutine .* was never awaited", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """What graphql-core has left unawaited is collected here, not in somebody else's test."""
    yield
    gc.collect()


DESK = """query($n: Int) { viewer { pendingTasks(first: $n) { totalCount edges { cursor node {
    id kindLabel dueAt overdue availableActions { trigger label } person { name } unit { name } cycle { title stage }
    assessment { id stage grade gradeLabel person { name } unit { name } claims { points } summaries { text }
      scores { score } opinions { grade person { name } } history { edges { node { trigger at } } } } } } } } }"""


async def both(api: Api, who: str | None, one: Asked) -> list[dict[str, Any]]:
    """The answers of the plan and of graphql-core."""
    answers = []
    for planned in (True, False):
        with pytest.MonkeyPatch.context() as patched:
            if not planned:
                patched.setattr(Plan, "variant", lambda _plan, _variables: None)
            answer = await api.post(who, one.text, one.variables)
        data = answer.get("data")
        answers.append({"data": data, "written": orjson.dumps(data), "errors": answer.get("errors", [])})
    return answers


@pytest.mark.parametrize("who", ["office", "a_leader", "a1", None])
async def test_generated_queries(api_at: Any, who: str | None) -> None:
    api: Api = await api_at("archived")
    with_data = otherwise = 0
    for one in asked(range(10_000, 10_120)):
        found, expected = await both(api, who, one)
        assert agree(found, expected), (one.text, one.variables, found, expected)
        otherwise += found["errors"] != expected["errors"]
        with_data += bool(found["data"])
    assert otherwise <= 4
    assert with_data > 30 or who is None


async def test_a_nested_page_takes_no_more_statements(api_at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    api: Api = await api_at("review")
    await api.ask("a_leader", DESK, n=4)
    with api.counting() as by_plan:
        found = await api.ask("a_leader", DESK, n=4)
    monkeypatch.setattr(Plan, "variant", lambda _plan, _variables: None)
    with api.counting() as by_graphql:
        expected = await api.ask("a_leader", DESK, n=4)
    assert found == expected
    assert len(found["viewer"]["pendingTasks"]["edges"]) == 4
    assert len(by_plan) <= len(by_graphql)
