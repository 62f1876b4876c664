"""One line of the log for each request, under the id that is answered, and nobody's name in it."""

from typing import Any

import pytest
import structlog
from structlog.contextvars import merge_contextvars
from structlog.testing import LogCapture
from support.api import Api


@pytest.fixture
def lines() -> Any:
    """The lines that are logged meanwhile, with what is bound around them."""
    before = structlog.get_config()["processors"]
    capture = LogCapture()
    structlog.configure(processors=[merge_contextvars, capture])
    yield capture.entries
    structlog.configure(processors=before)


def requests(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in lines if line["event"] == "request"]


async def test_a_request_is_one_line(api: Api, lines: list[dict[str, Any]]) -> None:
    response = await api.http.post(
        "/graphql?token=secret",
        json={"query": "query($n: Int) { cycles(first: $n) { totalCount } }", "variables": {"n": 7}},
        headers={"Authorization": "Bearer a1"},
    )
    (line,) = requests(lines)
    assert line.pop("ms") >= 0
    assert line == {
        "event": "request",
        "log_level": "info",
        "request_id": response.headers["X-Request-Id"],
        "method": "POST",
        "path": "/graphql",
        "operation": "query cycles",
        "account": api.world.accounts["a1"],
        "status": 200,
    }


async def test_nobody_and_nothing_graphql_is_told_as_such(api: Api, lines: list[dict[str, Any]]) -> None:
    response = await api.http.get("/evidence/nonsense")
    (line,) = requests(lines)
    assert (line["account"], line["operation"], line["status"]) == (None, None, response.status_code)
    assert response.headers["X-Request-Id"] == line["request_id"]


@pytest.mark.parametrize(("given", "taken"), [("from-the-proxy_1.2", True), ("x" * 65, False), ("a b", False)])
async def test_the_id_of_a_proxy_is_kept_where_it_may_be(
    api: Api, lines: list[dict[str, Any]], given: str, taken: bool
) -> None:
    response = await api.http.get("/graphiql", headers={"X-Request-Id": given})
    answered = response.headers.get_list("X-Request-Id")
    assert [line["request_id"] for line in requests(lines)] == answered
    assert (answered == [given]) is taken


async def test_two_requests_have_two_ids(api: Api) -> None:
    first, second = [(await api.http.get("/graphiql")).headers["X-Request-Id"] for _ in range(2)]
    assert first != second


async def test_probes_and_scrapes_are_told_at_debug(api: Api, lines: list[dict[str, Any]]) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        await api.http.get(path)
    assert [line["log_level"] for line in requests(lines)] == ["debug"] * 3


async def test_a_bug_outside_graphql_is_answered_and_told_under_its_id(
    api: Api, lines: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_args: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("kaohe.graphql.evidence.context_of", broken)
    response = await api.http.post("/evidence")
    assert (response.status_code, response.json()["errors"][0]["code"]) == (500, "INTERNAL")
    assert "secret" not in response.text
    assert [(line["event"], line["request_id"]) for line in lines] == [
        ("internal_error", response.headers["X-Request-Id"]),
        ("request", response.headers["X-Request-Id"]),
    ]
