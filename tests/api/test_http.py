"""What goes over HTTP beside answers: the explorer, bad requests, limits, and bugs without a stack."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from graphql import get_introspection_query
from structlog.testing import capture_logs
from support.api import Api

from kaohe.graphql.failures import Fault
from kaohe.graphql.limits import MOST_DEEP, MOST_ROOT_FIELDS
from kaohe.workflow.door.write import write


async def post(api: Api, body: bytes, content_type: str = "application/json") -> Any:
    return await api.http.post("/graphql", content=body, headers={"Content-Type": content_type})


@pytest.mark.parametrize("path", ["/", "/graphiql", "/graphql"])
async def test_explorer_is_offline(api: Api, path: str) -> None:
    page = (await api.http.get(path)).text
    assert "graphiql.min.js" in page
    assert "http://" not in page
    assert "https://" not in page
    for name in ("graphiql.min.js", "graphiql.min.css", "react.production.min.js", "react-dom.production.min.js"):
        assert (await api.http.get(f"/static/{name}")).status_code == 200
    assert "MIT License" in (await api.http.get("/static/LICENSE.graphiql")).text


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{ viewer }", "text/plain"),
        (b"not json", "application/json"),
        (b"[1, 2]", "application/json"),
        (b"{}", "application/json"),
        (b'{"query": 7}', "application/json"),
        (b'{"query": "{ viewer { me { name } } }", "variables": [1]}', "application/json"),
        (b'{"query": "{ viewer { nonsense } }"}', "application/json"),
        (b'{"query": "{ viewer "}', "application/json"),
        (b'{"query": ""}', "application/json"),
        (b'{"query": "query A { units { id } } query B { units { id } }"}', "application/json"),
        (b'{"query": "query($id: ID!) { node(id: $id) { id } }"}', "application/json"),
    ],
)
async def test_bad_request_is_coded(api: Api, body: bytes, content_type: str) -> None:
    response = await post(api, body, content_type)
    assert response.status_code == 400
    assert {one["extensions"]["code"] for one in response.json()["errors"]} == {Fault.BAD_REQUEST}
    assert response.headers["X-Request-Id"]


async def test_large_body_is_refused(api: Api) -> None:
    response = await post(api, b" " * (12 * 1024 * 1024 + 1))
    assert response.status_code == 413
    assert response.json()["errors"][0]["extensions"]["code"] == Fault.TOO_LARGE


async def test_depth_limit(api: Api) -> None:
    deep = "parent { " * MOST_DEEP + "id" + " }" * MOST_DEEP
    answer = await api.post("a1", f"{{ units {{ {deep} }} }}")
    assert [one["extensions"]["code"] for one in answer["errors"]] == [Fault.TOO_DEEP]


async def test_depth_counts_through_fragments(api: Api) -> None:
    rings = " ".join(f"fragment F{n} on Unit {{ parent {{ ...F{n + 1} }} }}" for n in range(MOST_DEEP))
    last = f"fragment F{MOST_DEEP} on Unit {{ id }}"
    answer = await api.post("a1", f"{{ units {{ ...F0 }} }} {rings} {last}")
    assert [one["extensions"]["code"] for one in answer["errors"]] == [Fault.TOO_DEEP]


async def test_cost_limit_knows_pages_and_variables(api: Api) -> None:
    query = """query($n: Int) { cycles(first: $n) { edges { node { sessions { items { assessment {
        history(first: $n) { edges { node { seq } } } } } } } } } }"""
    assert "errors" not in await api.post("a1", query, {"n": 1})
    answer = await api.post("a1", query, {"n": 100})
    assert [one["extensions"]["code"] for one in answer["errors"]] == [Fault.TOO_COSTLY]


async def test_cost_of_fragments_that_double_is_reckoned_at_once(api: Api) -> None:
    doubling = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(40))
    answer = await api.post("a1", f"{{ ...F0 }} {doubling} fragment F40 on Query {{ units {{ id }} }}")
    assert [one["extensions"]["code"] for one in answer["errors"]] == [Fault.TOO_COSTLY]


async def test_root_fields_are_limited(api: Api) -> None:
    many = " ".join(f"u{n}: units {{ id }}" for n in range(MOST_ROOT_FIELDS + 1))
    answer = await api.post("a1", f"{{ {many} }}")
    assert [one["extensions"]["code"] for one in answer["errors"]] == [Fault.TOO_COSTLY]


@pytest.mark.parametrize("first", [0, -1, 101, 10**9])
async def test_page_size_limit(api: Api, first: int) -> None:
    answer = await api.post("office", "query($n: Int) { assessments(first: $n) { totalCount } }", {"n": first})
    assert answer.get("data") is None
    assert answer["errors"][0]["extensions"]["code"] in ("BAD_INPUT", Fault.TOO_COSTLY)


@pytest.mark.parametrize(
    "after", ["", "x", "bm9uc2Vuc2U=", "WyJ0ZXh0Il0=", "WzEsIDJd", "WzllOTld", "WzkyMjMzNzIwMzY4NTQ3NzU4MDhd"]
)
async def test_bad_cursor(api: Api, after: str) -> None:
    answer = await api.post("office", "query($a: String) { assessments(after: $a) { totalCount } }", {"a": after})
    assert answer["errors"][0]["extensions"]["code"] == "BAD_INPUT"
    assert answer["errors"][0]["extensions"]["field"] == "after"


async def test_introspection_is_open(api: Api) -> None:
    answer = await api.post(None, "{ __schema { mutationType { fields { name description } } } }")
    assert len(answer["data"]["__schema"]["mutationType"]["fields"]) > 50


@pytest.mark.parametrize("token", [None, "nonsense", "a1 "])
async def test_query_of_nobody(api: Api, token: str | None) -> None:
    answer = await api.post(token.strip() + "!" if token else None, "{ viewer { me { name } } }")
    error = answer["errors"][0]
    assert error["extensions"]["code"] == "NOT_SIGNED_IN"
    assert error["extensions"]["message"] == "请先登录"
    assert answer["data"] is None


async def test_mutation_of_nobody(api: Api) -> None:
    assert await api.codes(None, "openCycle", cycleId=api.cycle) == ["NOT_SIGNED_IN"]


async def test_token_expires(own_api: Any) -> None:
    api: Api = await own_api("begun")
    await api.ask("a1", "{ viewer { me { name } } }")
    api.clock.advance(timedelta(days=401))
    answer = await api.post("a1", "{ viewer { me { name } } }")
    assert answer["errors"][0]["extensions"]["code"] == "NOT_SIGNED_IN"


async def test_bug_is_told_without_its_stack(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_args: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("kaohe.workflow.queries.reading.rows", broken)
    with capture_logs() as logs:
        response = await api.http.post(
            "/graphql", json={"query": "{ units { id } }"}, headers={"Authorization": "Bearer a1"}
        )
    assert response.status_code == 200
    assert response.json()["errors"][0]["extensions"] == {"code": Fault.INTERNAL}
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert [one["event"] for one in logs if one["log_level"] == "error"] == ["internal_error"]


async def test_bug_in_a_mutation_changes_nothing(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*given: Any) -> None:
        await write(*given)
        raise RuntimeError("secret detail")

    monkeypatch.setattr(import_module("kaohe.workflow.door.move"), "write", broken)
    before = await api.fingerprint()
    query = "mutation($i: SuspendCycleInput!) { suspendCycle(input: $i) { errors { code } } }"
    answer = await api.post("office", query, {"i": {"cycleId": api.cycle, "reason": "防汛"}})
    assert answer["errors"][0]["extensions"]["code"] == Fault.INTERNAL
    assert answer["data"] == {"suspendCycle": None}
    assert await api.fingerprint() == before


async def test_explorers_introspection_is_within_the_limits(api: Api) -> None:
    answer = await api.post(None, get_introspection_query(descriptions=True, input_value_deprecation=True))
    assert "errors" not in answer
