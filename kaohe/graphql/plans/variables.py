"""The variables of an operation, read by functions that are made once from their types.

They read what is plainly valid, and raise at anything else: graphql-core then reads it all again and says what is wrong.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from graphql import (
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLSchema,
    Undefined,
    VariableDefinitionNode,
    is_required_input_field,
    type_from_ast,
    value_from_ast,
)

from kaohe.graphql.plans.leaves import KEPT

#: What a value becomes that is there and not null. Raises whatever it may where the value is not plainly valid.
Read = Callable[[Any], Any]


class Unusual(Exception):
    """Perhaps wrong: graphql-core is to say."""


class _Field(NamedTuple):
    """A field of an input object: its name there and in what becomes of it."""

    name: str
    out: str
    nullable: bool
    read: Read
    required: bool
    default: Any


def reading(schema: GraphQLSchema, definitions: Sequence[VariableDefinitionNode]) -> Read:
    """The reader of these variables: from the JSON object of a request to what graphql-core makes of a valid one."""
    try:
        variables = [_variable(schema, one) for one in definitions]
    except (Unusual, RecursionError):  # a type that holds itself has no end here, and values of a limited depth there
        return _unusual

    def read(given: Mapping[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for node, kind, nullable, read_value in variables:
            name = node.variable.name.value
            if name in given:
                values[name] = _one(given[name], nullable, read_value)
            elif node.default_value is not None:
                values[name] = value_from_ast(node.default_value, kind)
            elif not nullable:
                raise Unusual
        return values

    return read


def _variable(
    schema: GraphQLSchema, node: VariableDefinitionNode
) -> tuple[VariableDefinitionNode, GraphQLInputType, bool, Read]:
    kind: Any = type_from_ast(schema, node.type)
    return node, kind, *_reader(kind)


def _unusual(_given: Any) -> Any:
    raise Unusual


def _one(value: Any, nullable: bool, read: Read) -> Any:
    if value is not None:
        return read(value)
    if nullable:
        return None
    raise Unusual


def _reader(kind: GraphQLInputType) -> tuple[bool, Read]:
    """Whether a value of this type may be null, and what it becomes otherwise."""
    if isinstance(kind, GraphQLNonNull):
        return False, _reader(kind.of_type)[1]
    if isinstance(kind, GraphQLList):
        return True, _list(*_reader(kind.of_type))
    if isinstance(kind, GraphQLInputObjectType):
        return True, _object(kind)
    if isinstance(kind, GraphQLEnumType):
        return True, {name: one.value for name, one in kind.values.items()}.__getitem__
    if isinstance(kind, GraphQLScalarType):
        return True, _scalar(kind)
    raise Unusual


def _scalar(kind: GraphQLScalarType) -> Read:
    kept, parse = KEPT.get(kind.name), kind.parse_value

    def read(value: Any) -> Any:
        if type(value) is kept:
            return value
        parsed = parse(value)
        if parsed is Undefined:
            raise Unusual
        return parsed

    return read


def _list(nullable: bool, read_item: Read) -> Read:
    def read(values: Any) -> list[Any]:
        if type(values) is not list:
            raise Unusual  # one item without its list, which is allowed
        return [_one(value, nullable, read_item) for value in values]

    return read


@cache
def _object(kind: GraphQLInputObjectType) -> Read:
    if kind.is_one_of:
        raise Unusual
    fields = [_field(name, one) for name, one in kind.fields.items()]
    out_type = kind.out_type

    def read(given: Any) -> Any:
        if type(given) is not dict:
            raise Unusual
        values: dict[str, Any] = {}
        known = 0
        for name, out, nullable, read_value, required, default in fields:
            if name in given:
                known += 1
                values[out] = _one(given[name], nullable, read_value)
            elif required:
                raise Unusual
            elif default is not Undefined:
                values[out] = default
        if known < len(given):
            raise Unusual
        return out_type(values)

    return read


def _field(name: str, field: GraphQLInputField) -> _Field:
    return _Field(
        name, field.out_name or name, *_reader(field.type), is_required_input_field(field), field.default_value
    )
