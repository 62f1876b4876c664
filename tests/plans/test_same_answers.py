"""Plans answer as graphql-core does: thousands of documents over the real schema and its resolvers, executed both ways."""

import gc
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import graphene
import pytest
from graphql import FieldNode, GraphQLField, GraphQLObjectType
from support.both_ways import S, agree, asked, by_graphql, plan_of, shown
from support.made import MadeContext, number

from kaohe.graphql.context import Context
from kaohe.graphql.plans import compiler, leaves, plan, steps
from kaohe.graphql.run import Runnable
from kaohe.workflow.domain.refusals import Code, refuse

#: graphql-core leaves the coroutines of fields unawaited whose sibling failed.
pytestmark = pytest.mark.filterwarnings(
    "ignore:coroutine .* was never awaited", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """What graphql-core has left unawaited is collected here, not in somebody else's test."""
    yield
    gc.collect()


#: Shares of what is wrong in a world: nothing, a little, a lot.
ODDITIES = (0.0, 0.02, 0.2)

SEEDS = [range(first, first + 500) for first in range(0, 2_000, 500)]


#: The way to the only field whose resolver takes arguments but reads no info, which is where variables are.
BLIND = frozenset({"whatIf", "changes"})


async def compared(
    seeds: range, operation: str = "query", favoured: frozenset[str] = frozenset()
) -> tuple[int, int, int]:
    """How many documents were executed both ways, how many of them by a plan, and how many answers told other errors for the
    same nulls. All others are the same to the byte, and no plan read more often."""
    executed = planned = otherwise = 0
    for one in asked(seeds, operation, favoured):
        contexts = [MadeContext(ODDITIES[one.seed % 3], one.seed, signed_in=one.seed % 20 != 0) for _ in range(2)]
        expected = shown(await by_graphql(one.document, contexts[0], one.variables))
        compiled = plan_of(one.document)
        found = shown(await compiled.run(contexts[1], one.variables))
        if found != expected:
            assert agree(found, expected), (one.seed, one.text, one.variables, found, expected)
            otherwise += 1
        assert contexts[1].reads <= contexts[0].reads, (one.seed, one.text, one.variables)
        executed += 1
        planned += None not in compiled._variants.values()
    return executed, planned, otherwise


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
async def test_queries(seeds: range) -> None:
    executed, planned, otherwise = await compared(seeds)
    assert executed > 0.9 * len(seeds)
    assert planned == executed
    assert otherwise < 0.02 * executed


async def test_mutations(monkeypatch: pytest.MonkeyPatch) -> None:
    async def performed(mutation: Runnable, context: Context, given: Mapping[str, Any]) -> dict[str, Any]:
        order.append(mutation.name)
        seed = number(mutation.name, repr(given))
        if seed % 5 == 0:
            raise refuse(Code.NOT_FOUND) if seed % 2 else RuntimeError("a bug")
        payload: Any = S.type_map[f"{mutation.name[0].upper()}{mutation.name[1:]}Payload"]
        found: dict[str, Any] = {}
        for name, field in payload.graphene_type._meta.fields.items():
            found[name] = [seed % 9, 3] if isinstance(field.type, graphene.List) else seed % 9
        return found

    monkeypatch.setattr("kaohe.graphql.run._performed", performed)
    order: list[str] = []
    executed, planned, otherwise = await compared(range(300), "mutation")
    assert planned == executed > 250
    assert otherwise == 0
    assert len(order) > 250


async def test_resolvers_that_read_no_info_are_given_their_variables() -> None:
    seeds = range(20_000, 20_150)
    executed, planned, otherwise = await compared(seeds, favoured=BLIND)
    assert planned == executed > 130
    assert otherwise < 0.02 * executed
    texts = "\n".join(one.text for one in asked(seeds, favoured=BLIND))
    assert len(re.findall(r"changes\([^)]*\$", texts)) > 40


def test_there_is_no_other_resolver_that_takes_arguments_but_reads_no_info() -> None:
    """One that is new is to be among the favoured."""
    kinds = [one for one in S.type_map.values() if isinstance(one, GraphQLObjectType) and not one.name.startswith("__")]
    found = [
        f"{kind.name}.{name}"
        for kind in kinds
        for name, one in kind.fields.items()
        if one.args and one.resolve and not compiler._reads_info(one.resolve)
    ]
    assert found == ["WhatIf.changes"]


def test_the_comparison_meets_what_it_is_for() -> None:
    """The generator writes what plans must cover."""
    texts = "\n".join(one.text + str(one.variables) for one in asked(range(150)))
    for what in ("fragment ", "... on ", "@skip(if: $", "@include(if: t", "__typename", "node(id", ": $", "{'v0'"):
        assert texts.count(what) > 2, what


@pytest.mark.parametrize("told", ["nothing", "no variables"])
async def test_a_plan_that_forgets_the_variables_of_a_resolver_without_info_is_noticed(
    monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    """As it happened: whether the resolver itself reads the info was asked, not whether its arguments do."""
    usual = compiler._read

    def reading(definition: GraphQLField, node: FieldNode) -> tuple[Any, tuple[str, Any]]:
        resolve, column = usual(definition, node)
        if not definition.args or isinstance(resolve, partial) or compiler._reads_info(definition.resolve):
            return resolve, column
        if told == "nothing":
            return (lambda row, _info: resolve(row, None)), column
        return (lambda row, info: resolve(row, info._replace(variable_values={}))), column

    monkeypatch.setattr(compiler, "_read", reading)
    with pytest.raises(AssertionError):
        await compared(range(20_000, 20_150), favoured=BLIND)


@pytest.mark.parametrize("broken", ["leaves", "nulls", "variables"])
async def test_a_broken_plan_is_noticed(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    if broken == "leaves":
        monkeypatch.setitem(leaves.KEPT, "Decimal", str)
        monkeypatch.setattr(leaves, "_WRITTEN", {**leaves._WRITTEN, "Int": str})
        monkeypatch.setattr(leaves._Names, "__getitem__", lambda self, value: value)
    elif broken == "nulls":
        usual = steps.listing
        monkeypatch.setattr(steps, "listing", lambda *given, nullable: usual(*given, nullable=True))
    else:
        monkeypatch.setattr(plan, "reading", lambda *_given: lambda _sent: {})
    with pytest.raises(AssertionError):
        await compared(range(300))
