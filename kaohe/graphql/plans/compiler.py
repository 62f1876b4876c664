"""From the fields that an operation selects to the steps of its plan."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import partial
from inspect import signature
from typing import Any, NamedTuple, cast

from graphql import (
    ExecutionContext,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLAbstractType,
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLString,
    GraphQLUnionType,
    OperationDefinitionNode,
    OperationType,
    Visitor,
    get_argument_values,
    parse,
    visit,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields

from kaohe.graphql.base import from_row
from kaohe.graphql.plans import leaves, steps
from kaohe.graphql.plans.objects import Part, selecting
from kaohe.graphql.plans.places import Place
from kaohe.graphql.plans.run import Run
from kaohe.graphql.plans.steps import Make

#: Fields that a plan has at most: with fragments a short text can select many more.
MOST_FIELDS = 3_000

#: Values of arguments that may be shared between requests.
_UNCHANGING = (str, int, float, bool, Decimal, date, datetime, Enum, type(None))

#: Any document: of an execution of it only the schema matters.
_ANY = parse("{ __typename }")

_LEAVES = (GraphQLScalarType, GraphQLEnumType)

#: `__typename`, as any object has it.
_TYPENAME = GraphQLField(GraphQLNonNull(GraphQLString), resolve=lambda _row, info: info.parent_type.name)


class Compiled(NamedTuple):
    """What is executed: objects that are made one after the other, whose fields together are the data; and the heads of the
    fields' infos (`run.Infos`)."""

    makes: list[Make]
    heads: list[tuple[Any, ...]]


class Uncovered(Exception):
    """The operation asks for something that plans don't do."""


class _Field(NamedTuple):
    """A field while its steps are made."""

    number: int
    parent: GraphQLObjectType
    definition: GraphQLField
    nodes: list[FieldNode]

    @property
    def title(self) -> str:
        """Its name in messages."""
        return f"{self.parent.name}.{self.nodes[0].name.value}"


class Compiler:
    """Compiles one operation, for one set of values of the variables that its `@skip` and `@include` read."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: dict[str, FragmentDefinitionNode],
        operation: OperationDefinitionNode,
        switches: dict[str, Any],
    ) -> None:
        self._schema, self._fragments, self._operation, self._switches = schema, fragments, operation, switches
        self._known: dict[tuple[object, ...], Make] = {}
        self._heads: list[tuple[Any, ...]] = []

    def compiled(self) -> Compiled:
        """The operation's steps. Raises Uncovered."""
        kind = self._schema.get_root_type(self._operation.operation)
        if kind is None:
            raise Uncovered
        selections = self._operation.selection_set
        found = collect_fields(self._schema, self._fragments, self._switches, kind, selections)
        parts = [self._part(kind, key, nodes) for key, nodes in found.items()]
        if self._operation.operation is OperationType.MUTATION:
            return Compiled([selecting([part]) for part in parts], self._heads)
        return Compiled([selecting(parts)], self._heads)

    def _object(self, kind: GraphQLObjectType, nodes: list[FieldNode]) -> Make:
        """What these nodes select of a type: made once, for all places where the same nodes do."""
        same = (kind.name, *map(id, nodes))
        if same not in self._known:
            if kind.is_type_of is not None:
                raise Uncovered
            found = collect_sub_fields(self._schema, self._fragments, self._switches, kind, nodes)
            self._known[same] = selecting([self._part(kind, key, nodes) for key, nodes in found.items()])
        return self._known[same]

    def _part(self, parent: GraphQLObjectType, key: str, nodes: list[FieldNode]) -> Part:
        name = nodes[0].name.value
        definition = _TYPENAME if name == "__typename" else parent.fields.get(name)
        if definition is None or definition.resolve is None or len(self._heads) == MOST_FIELDS:
            raise Uncovered
        nullable, of = _unwrapped(definition.type)
        field = _Field(len(self._heads), parent, definition, nodes)
        self._heads.append((name, nodes, definition.type, parent, None))
        resolve, (column, default) = _read(definition, nodes[0])
        kind, write = leaves.quick(of) if isinstance(of, _LEAVES) else (None, None)
        put = steps.putting(self._make(of, field), field.title, nodes)
        number = field.number if resolve is not None and _reads_info(resolve) else None
        return Part(key, column, default, resolve, number, kind, write, nullable, nodes, put)

    def _make(self, of: GraphQLOutputType, field: _Field) -> Make:
        if isinstance(of, GraphQLList):
            nullable, item = _unwrapped(of.of_type)
            return steps.listing(self._make(item, field), field.title, field.nodes, nullable=nullable)
        if isinstance(of, GraphQLObjectType):
            return self._object(of, field.nodes)
        if isinstance(of, _LEAVES):
            return steps.leaf(leaves.exact(of))
        assert isinstance(of, GraphQLInterfaceType | GraphQLUnionType)
        return self._abstract(of, field)

    def _abstract(self, of: GraphQLAbstractType, field: _Field) -> Make:
        """An object of whichever type the row is."""
        resolve_type = of.resolve_type
        if resolve_type is None:
            raise Uncovered
        makes = {kind.name: self._object(kind, field.nodes) for kind in self._schema.get_possible_types(of)}
        usual = cast("ExecutionContext", ExecutionContext.build(self._schema, _ANY))

        def make(run: Run, value: Any, place: Place | None) -> Any:
            info = run.infos[field.number]
            name: Any = resolve_type(value, info, of)
            if name not in makes:
                usual.ensure_valid_runtime_type(name, of, field.nodes, info, value)
            return makes[name](run, value, place)

        return make


def _unwrapped(kind: GraphQLOutputType) -> tuple[bool, GraphQLOutputType]:
    """Whether it may be null, and the type itself."""
    return (False, kind.of_type) if isinstance(kind, GraphQLNonNull) else (True, kind)


def _read(definition: GraphQLField, node: FieldNode) -> tuple[Any, tuple[str, Any]]:
    """How a field is read: by `resolve(row, info)`; without one, the column of the row and what it is where there is none."""
    resolve: Any = definition.resolve
    if isinstance(resolve, partial) and resolve.func is from_row and not definition.args:
        return None, resolve.args
    if not definition.args:
        return resolve, ("", None)
    given = _shared_arguments(definition, node)
    if given is not None:
        return partial(resolve, **given), ("", None)

    def resolve_with(row: Any, info: GraphQLResolveInfo) -> Any:
        return resolve(row, info, **get_argument_values(definition, node, info.variable_values))

    return resolve_with, ("", None)


def _reads_info(resolve: Any) -> bool:
    """Whether a resolver reads its second argument: one that does not names it `_info`."""
    names = list(signature(resolve).parameters)
    return len(names) < 2 or not names[1].startswith("_")


def _shared_arguments(definition: GraphQLField, node: FieldNode) -> dict[str, Any] | None:
    """The arguments of a field, where they are the same for all requests and nobody can change them."""
    finder = _Variables()
    visit(node, finder)
    if finder.found:
        return None
    try:
        given = get_argument_values(definition, node)
    except GraphQLError:
        return None  # told whenever somebody asks for the field
    return given if all(isinstance(value, _UNCHANGING) for value in given.values()) else None


class _Variables(Visitor):
    """Tells whether variables are read in the arguments of a field."""

    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def enter_variable(self, *_: object) -> None:
        self.found = True

    def enter_selection_set(self, *_: object) -> Any:
        return self.SKIP
