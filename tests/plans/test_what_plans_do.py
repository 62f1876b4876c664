"""What plans cover, and what they leave to graphql-core; how they wait, and what they keep."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from graphql import get_introspection_query, parse, validate
from support.both_ways import S, by_graphql, plan_of, shown
from support.made import MadeContext

import kaohe.graphql
from kaohe.graphql.documents import Documents, Prepared
from kaohe.graphql.limits import Limits
from kaohe.graphql.plans import Plan

COVERED = {
    "aliases": ("{ a: viewer { me { n: name } } }", {}),
    "arguments": ('{ cycles(first: 2, stage: DRAFT) { totalCount } node(id: "VGFzazox") { id } }', {}),
    "variables": ("query($n: Int = 2, $s: Stage) { assessments(first: $n, stage: $s) { edges { cursor } } }", {"s": "REVIEW"}),
    "fields merged over fragments": (
        "{ cycles { ...a edges { node { id } } } } fragment a on CycleConnection { edges { node { title } cursor } }", {},
    ),
    "switches": (
        "query($y: Boolean!) { units { id name @include(if: $y) parent @skip(if: $y) { id } ... @skip(if: true) { id } } }",
        {"y": True},
    ),
    "an interface": ('{ node(id: "VGFzazox") { __typename id ... on Task { kind ... on Node { id } } ... on Unit { name } } }', {}),
    "lists of leaves": ("query($c: ID!) { recordingRates(cycleId: $c) { edges { node { missing } } } }", {"c": "Q3ljbGU6MQ=="}),
    "nested awaitables": ("{ viewer { pendingTasks { edges { node { assessment { person { unit { name } } } } } } } }", {}),
}  # fmt: skip


@pytest.mark.parametrize("name", COVERED)
async def test_plans_cover(name: str) -> None:
    text, variables = COVERED[name]
    document = parse(text)
    assert validate(S, document) == []
    plan = plan_of(document)
    found = shown(await plan.run(MadeContext(0), variables))
    assert found == shown(await by_graphql(document, MadeContext(0), variables))
    assert found["data"]
    assert None not in plan._variants.values()


async def test_introspection_is_left_to_graphql_core() -> None:
    document = parse(get_introspection_query())
    plan = plan_of(document)
    assert shown(await plan.run(MadeContext(0), None)) == shown(await by_graphql(document, MadeContext(0)))
    assert list(plan._variants.values()) == [None]


async def test_a_switch_that_is_null_is_left_to_graphql_core() -> None:
    document = parse("query($y: Boolean = true) { units { id @include(if: $y) } }")
    plan = plan_of(document)
    expected = shown(await by_graphql(document, MadeContext(0), {"y": None}))
    assert shown(await plan.run(MadeContext(0), {"y": None})) == expected
    assert expected["errors"]
    assert plan._variants == {}


async def test_wrong_variables_are_told_and_nothing_is_read() -> None:
    document = parse("query($n: Int!, $s: Stage) { assessments(first: $n, stage: $s) { totalCount } }")
    context = MadeContext(0)
    found = await plan_of(document).run(context, {"n": "two", "s": "NO_STAGE"})
    assert shown(found) == shown(await by_graphql(document, MadeContext(0), {"n": "two", "s": "NO_STAGE"}))
    assert (len(found.errors or ()), context.reads) == (2, 0)


async def test_variants_are_few_however_many_switches_a_document_has() -> None:
    names = [f"s{index}" for index in range(6)]
    declared = ", ".join(f"${name}: Boolean!" for name in names)
    fields = " ".join(f"{name}: name @include(if: ${name})" for name in names)
    plan = plan_of(parse(f"query({declared}) {{ units {{ id {fields} }} }}"))
    for bits in range(2 ** len(names)):
        variables = {name: bool(bits >> index & 1) for index, name in enumerate(names)}
        found = await plan.run(MadeContext(0), variables)
        assert set(found.data["units"][0]) == {"id"} | {name for name, on in variables.items() if on}  # type: ignore[index]
    assert len(plan._variants) == 8


def test_fragments_that_would_double_a_plan_at_every_level_do_not() -> None:
    """`f3` spreads `f2` twice, and so on: the answer doubles, the plan does not."""
    levels = 12
    text = "{ units { ...f12 } } fragment f0 on Unit { name } " + " ".join(
        f"fragment f{n} on Unit {{ a: parent {{ ...f{n - 1} }} b: parent {{ ...f{n - 1} }} }}"
        for n in range(1, levels + 1)
    )
    variant = plan_of(parse(text)).variant({})
    assert variant is not None
    assert len(variant.heads) < 5 * levels


def test_no_resolver_reads_the_path_that_a_plan_does_not_tell() -> None:
    texts = [one.read_text() for one in Path(kaohe.graphql.__path__[0]).rglob("*.py")]
    assert len(texts) > 100
    assert not [one for one in texts if re.search(r"\binfo\.path\b", one)]


class Slow(MadeContext):
    """A world whose reads never end."""

    async def read(self, query: Any, *args: Any, **options: Any) -> Any:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self.reads += 1


async def test_a_request_that_is_cancelled_leaves_nothing_running() -> None:
    context = Slow(0)
    plan = plan_of(parse("{ cycles { totalCount } units { id } }"))
    task = asyncio.ensure_future(plan.run(context, None))
    for _ in range(5):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert context.reads == 2


def test_a_document_is_compiled_once_and_its_limits_are_reckoned_once() -> None:
    documents = Documents(S)
    text = "query A($n: Int) { cycles(first: $n) { edges { node { id } } } }"
    first, again = documents.prepare(text), documents.prepare(text)
    assert isinstance(first, Prepared)
    assert first is again
    plan = first.operation("A").plan
    assert isinstance(plan, Plan)
    assert first.operation(None) == ("query cycles", plan) == first.operation("A")
    assert plan.variant({}) is plan.variant({})
    for length in (1, 2, 2, 1, None):
        first.limits.check({"n": length})
    assert set(first.limits._known) == {(1,), (2,), (None,)}


@pytest.mark.parametrize("name", ["B", "", 1, [], {}])
def test_there_is_no_plan_for_an_operation_that_is_not_there(name: object) -> None:
    prepared = Documents(S).prepare("query A { __typename }")
    assert isinstance(prepared, Prepared)
    assert prepared.operation(name) == ("invalid", None)


def test_limits_of_other_lengths_are_reckoned_anew() -> None:
    limits = Limits(S, parse("query($n: Int) { cycles(first: $n) { edges { node { id title stage } } } }"))
    costs = {length: limits._figures({"n": length})[0].cost for length in (1, 5, 10, 5, 1, "5", True, None)}
    assert costs[5] - costs[1] == (costs[10] - costs[5]) * 4 // 5 > 0
    assert costs["5"] == costs[None]
