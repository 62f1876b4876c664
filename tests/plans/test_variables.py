"""Variables are read as graphql-core reads them: the same values in the same order, or the same errors word for word."""

from collections.abc import Mapping
from typing import Any, cast

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLSchema,
    OperationDefinitionNode,
    Undefined,
    build_schema,
    get_nullable_type,
    get_variable_values,
    is_input_type,
    parse,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from support.both_ways import S

from kaohe.graphql.plans import Plan
from kaohe.graphql.plans.plan import _MOST_ERRORS
from kaohe.graphql.plans.variables import Unusual, reading

#: What our own schema has not: types that hold themselves, defaults, one of several, items that may be null.
OTHER = build_schema("""
    type Query { any: Int }
    enum Colour { RED GREEN }
    input Knot { knot: Knot, knots: [Knot!], n: Int }
    input Choice @oneOf { a: Int, b: [Colour] }
    input Kept { n: Int! = 3, colours: [Colour] = [RED], text: String = null, floats: [[Float]!]! }
    input Both { kept: Kept!, choice: Choice, id: ID, odd: Odd! }
    scalar Odd
""")


def odd(value: Any) -> Any:
    """A scalar that takes null, and tells what it refuses otherwise than by raising."""
    return Undefined if value == 0 else value


cast("GraphQLScalarType", OTHER.type_map["Odd"]).parse_value = odd  # type: ignore[method-assign]

#: Texts that each scalar takes, and numbers beside every border.
_LEAVES = st.sampled_from([
    *("", "二〇二六", "\x00", "VGFzazox", "92.50", "-1e3", "2026-04-10", "2026-04-10T17:30:00+08:00", "2026-04-10T17:30"),
    *("0b8c1e1e-0f4a-4b7e-9c1c-2f0b8c1e1e0f", "RED", "REVIEW", "true", "9" * 40, "NaN"),
    *(0, 1, -1, 2**31 - 1, 2**31, -(2**31) - 1, 2**63, 10**400, 0.5, 3.0, 1e300, float("inf"), True, False, None),
])  # fmt: skip

_ANYTHING = st.recursive(
    _LEAVES,
    lambda below: st.lists(below, max_size=2) | st.dictionaries(st.sampled_from(["n", "id", "x"]), below),
    max_leaves=4,
)


def values(kind: GraphQLInputType, depth: int = 4) -> st.SearchStrategy[Any]:
    """Values for a type: mostly of its form, now and then anything."""
    return st.one_of(*[_formed(kind, depth)] * 12, st.none(), _ANYTHING)


def _formed(kind: GraphQLInputType, depth: int) -> st.SearchStrategy[Any]:
    kind = get_nullable_type(kind)
    if isinstance(kind, GraphQLList):
        item = values(kind.of_type, depth)
        return st.lists(item, max_size=2) | item
    if isinstance(kind, GraphQLEnumType):
        return st.sampled_from([*kind.values, "NO_SUCH_NAME"])
    if not isinstance(kind, GraphQLInputObjectType):
        return _LEAVES
    if depth == 0:
        return st.just({})
    fields = {name: values(one.type, depth - 1) for name, one in kind.fields.items()}
    needed = {name: one for name, one in fields.items() if isinstance(kind.fields[name].type, GraphQLNonNull)}
    others = {name: one for name, one in fields.items() if name not in needed}
    whole = st.fixed_dictionaries(needed, optional=others)
    more = st.fixed_dictionaries({**needed, "unknown": _LEAVES})
    fewer = st.fixed_dictionaries({}, optional=fields)
    return st.one_of(whole, whole, whole, more, fewer)


def operation(declared: str) -> OperationDefinitionNode:
    [found] = parse(f"query({declared}) {{ __typename }}").definitions
    assert isinstance(found, OperationDefinitionNode)
    return found


def shown(found: Any) -> str:
    """Values with their classes and the order of their names; errors with all that is told of them."""
    return repr([one.formatted for one in found] if isinstance(found, list) else found)


def both(schema: GraphQLSchema, declared: str, sent: Mapping[str, Any]) -> tuple[str, str]:
    """What our plan says, and graphql-core."""
    asked = operation(declared)
    plan = Plan(schema, parse("{ __typename }"), asked)
    usual = get_variable_values(schema, asked.variable_definitions, dict(sent), max_errors=_MOST_ERRORS)
    return shown(plan._variables(dict(sent))), shown(usual)


@pytest.mark.parametrize("schema", [S, OTHER], ids=["ours", "another"])
@settings(max_examples=400)
@given(data=st.data())
def test_variables_are_read_as_graphql_core_reads_them(schema: GraphQLSchema, data: st.DataObject) -> None:
    kinds = sorted(name for name, one in schema.type_map.items() if is_input_type(one))
    declared, sent = [], {}
    for name in data.draw(st.lists(st.sampled_from(["input", "v", "w"]), min_size=1, unique=True)):
        kind: Any = schema.type_map[data.draw(st.sampled_from(kinds))]
        form = data.draw(st.sampled_from(["{}", "{}!", "[{}!]!", "[{}]"]))
        default = data.draw(st.sampled_from(["", "", "", " = null", " = 3", " = []", " = RED"]))
        declared.append(f"${name}: {form.format(kind)}{default}")
        if data.draw(st.integers(0, 9)):
            sent[name] = data.draw(values(GraphQLList(kind) if "[" in form else kind))
    found, expected = both(schema, ", ".join(declared), sent)
    assert found == expected


@pytest.mark.parametrize("depth", [3, 199, 200, 201, 2_000])
@pytest.mark.parametrize("of_lists", [False, True])
def test_what_is_nested_too_deeply_is_told(depth: int, of_lists: bool) -> None:
    value: dict[str, Any] = {"n": 1}
    for _ in range(depth):
        value = {"knots": [value]} if of_lists else {"knot": value}
    found, expected = both(OTHER, "$knot: Knot!", {"knot": value})
    assert found == expected
    assert ("nested too deeply" in found) == (depth > 100 if of_lists else depth > 199)


WRONG = [
    (S, "$input: SuspendCycleInput!", {"input": {"cycleId": "QQ==", "reason": "防汛", "reasons": None}}),
    (S, "$input: SuspendCycleInput!", {"input": {"cycleId": "QQ=="}}),
    (S, "$input: SuspendCycleInput!", {"input": {"cycleId": "QQ==", "reason": None}}),
    (S, "$input: SuspendCycleInput!", {"input": None}),
    (S, "$input: SuspendCycleInput!", {}),
    (S, "$ids: [ID!]!", {"ids": [None]}),
    (S, "$stage: Stage", {"stage": "review"}),
    (OTHER, "$odd: Odd!", {"odd": None}),
    (OTHER, "$odd: Odd", {"odd": 0}),
]


@pytest.mark.parametrize(("schema", "declared", "sent"), WRONG)
def test_what_is_wrong_is_told(schema: GraphQLSchema, declared: str, sent: dict[str, Any]) -> None:
    found, expected = both(schema, declared, sent)
    assert found == expected
    assert "'message': " in found


VALID = [
    ("$input: ApproveReviewsInput!", {"input": {"reviews": [{"assessmentId": "QQ==", "grade": None, "version": 1}]}}),
    ("$n: Int = 20, $s: Stage, $on: Boolean!", {"s": "REVIEW", "on": True, "nobody asks": 1}),
    ("$stage: ReworkStage, $ids: [ID!]!, $points: Decimal, $until: DateTime", {
        "stage": None, "ids": ["a", "b"], "points": "92.50", "until": "2026-04-10T17:30:00+08:00",
    }),
]  # fmt: skip


@pytest.mark.parametrize(("declared", "sent"), VALID)
def test_what_is_plainly_valid_is_not_left_to_graphql_core(declared: str, sent: dict[str, Any]) -> None:
    asked = operation(declared)
    usual = get_variable_values(S, asked.variable_definitions, sent)
    assert shown(reading(S, asked.variable_definitions)(sent)) == shown(usual)


@pytest.mark.parametrize("input_type", sorted(
    name for name, one in S.type_map.items() if isinstance(one, GraphQLInputObjectType)
))  # fmt: skip
def test_every_input_of_a_mutation_has_a_reader(input_type: str) -> None:
    asked = operation(f"$input: {input_type}")
    assert reading(S, asked.variable_definitions)({"input": None}) == {"input": None}


def test_a_type_that_holds_itself_has_none() -> None:
    with pytest.raises(Unusual):
        reading(OTHER, operation("$knot: Knot").variable_definitions)({"knot": None})
