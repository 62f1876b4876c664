"""GraphQL in the metrics: latency and refusals, by operations that only the schema names."""

import pytest
from prometheus_client.parser import text_string_to_metric_families
from support.api import Api

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


async def scrape(api: Api) -> Samples:
    page = (await api.http.get("/metrics")).text
    found = [one for family in text_string_to_metric_families(page) for one in family.samples]
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for one in found}


async def counted(api: Api, before: Samples) -> dict[str, dict[str, float]]:
    """What was added since, by operation: `answers`, and each code."""
    added: dict[str, dict[str, float]] = {}
    for (name, labels), value in (await scrape(api)).items():
        more, of = value - before.get((name, labels), 0.0), dict(labels)
        if more and name == "kaohe_graphql_seconds_count":
            added.setdefault(of["operation"], {})["answers"] = more
        if more and name == "kaohe_graphql_refusals_total":
            added.setdefault(of["operation"], {})[of["code"]] = more
    return added


@pytest.mark.parametrize(
    ("query", "operation"),
    [
        ("{ units { id } }", "query units"),
        ("query OfTheClientsChoice { viewer { me { name } } units { id } }", "query viewer"),
        ("{ alias: units { id } }", "query units"),
        ("query { ...F } fragment F on Query { ... on Query { units { id } } }", "query units"),
        ("{ __schema { queryType { name } } }", "query __schema"),
    ],
)
async def test_an_answer_counts_under_its_first_field(api: Api, query: str, operation: str) -> None:
    before = await scrape(api)
    assert "errors" not in await api.post("a1", query)
    assert await counted(api, before) == {operation: {"answers": 1}}


@pytest.mark.parametrize(("name", "operation"), [("A", "query units"), ("B", "query viewer"), ("C", "invalid")])
async def test_the_operation_that_was_chosen_counts(api: Api, name: str, operation: str) -> None:
    before = await scrape(api)
    query = "query A { units { id } } query B { viewer { me { name } } }"
    body = {"query": query, "operationName": name}
    await api.http.post("/graphql", json=body, headers={"Authorization": "Bearer a1"})
    assert (await counted(api, before))[operation]["answers"] == 1


async def test_what_is_not_executed_is_invalid_whatever_it_is_called(api: Api) -> None:
    before = await scrape(api)
    await api.post("a1", "query Anything { nonsense }")
    await api.http.post("/graphql", content=b"no json", headers={"Content-Type": "application/json"})
    assert await counted(api, before) == {"invalid": {"answers": 2, "BAD_REQUEST": 2}}


async def test_refusals_of_a_mutation_count_even_where_nobody_reads_them(api: Api) -> None:
    before = await scrape(api)
    query = "mutation($i: OpenCycleInput!) { openCycle(input: $i) { clientMutationId: __typename } }"
    await api.post(None, query, {"i": {"cycleId": api.cycle}})
    assert await counted(api, before) == {"mutation openCycle": {"answers": 1, "NOT_SIGNED_IN": 1}}


async def test_refusals_of_a_query_count(api: Api) -> None:
    before = await scrape(api)
    await api.post(None, "{ viewer { me { name } } }")
    assert await counted(api, before) == {"query viewer": {"answers": 1, "NOT_SIGNED_IN": 1}}


async def test_a_bug_counts_as_internal(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_args: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("kaohe.workflow.queries.reading.rows", broken)
    before = await scrape(api)
    await api.post("a1", "{ units { id } }")
    monkeypatch.setattr("kaohe.graphql.handler.context_of", broken)
    await api.http.post("/graphql", json={"query": "{ units { id } }"})
    assert await counted(api, before) == {
        "query units": {"answers": 1, "INTERNAL": 1},
        "invalid": {"answers": 1, "INTERNAL": 1},
    }
