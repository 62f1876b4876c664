"""Every field of every type answers: a query made from the schema itself selects them all."""

from json import dumps
from typing import Any

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type, is_leaf_type, is_required_argument
from support.api import Api

from kaohe.graphql.schema import SCHEMA

QUERY: Any = SCHEMA.graphql_schema.query_type

#: Levels of objects. One more below the viewer, and his query is longer than the parser takes.
DEPTH = 7
DEPTHS = {"viewer": 6}


def selection(kind: Any, depth: int, above: tuple[str, ...] = ()) -> str:
    """All fields of a type, and of the types below that do not stand above."""
    if isinstance(kind, GraphQLInterfaceType):
        return "{ __typename id }"
    fields = []
    for name, definition in kind.fields.items():
        below = get_named_type(definition.type)
        if any(is_required_argument(argument) for argument in definition.args.values()):
            continue
        if is_leaf_type(below):
            fields.append(name)
        elif isinstance(below, GraphQLObjectType) and below.name not in above and len(above) < depth:
            arguments = "(first: 3)" if "first" in definition.args else ""
            fields.append(f"{name}{arguments} {selection(below, depth, (*above, kind.name))}")
    return f"{{ {' '.join(fields)} }}"


@pytest.mark.parametrize("who", ["office", "a_leader", "a1", "inspector", "admin"])
@pytest.mark.parametrize("name", [name for name in QUERY.fields if name != "node"])
async def test_field(api_at: Any, monkeypatch: pytest.MonkeyPatch, name: str, who: str) -> None:
    archived: Api = await api_at("archived")
    monkeypatch.setattr("kaohe.graphql.limits.MOST_COSTLY", 10**12)
    definition = QUERY.fields[name]
    values = {
        "cycleId": archived.cycle,
        "subjectId": archived.cycle,
        "unitId": archived.unit("a"),
        "policyKey": "county-psb",
        "year": 2026,
    }
    given = {name: dumps(values[name]) for name, one in definition.args.items() if is_required_argument(one)}
    if "first" in definition.args:
        given["first"] = "2"
    arguments = ", ".join(f"{key}: {value}" for key, value in given.items())
    kind, depth = get_named_type(definition.type), DEPTHS.get(name, DEPTH)
    await archived.ask(who, f"{{ {name}{f'({arguments})' if arguments else ''} {selection(kind, depth)} }}")
