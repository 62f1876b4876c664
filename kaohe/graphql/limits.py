"""How much one request may ask for: depth, root fields, and an estimate of the values it would return."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from kaohe.graphql.failures import Fault, Rejected
from kaohe.workflow.queries.keyset import DEFAULT_PAGE

MOST_DEEP = 15
MOST_ROOT_FIELDS = 20
MOST_COSTLY = 50_000

#: How many rows a list that has no pages is taken to have.
_LIST = 10

#: Lengths of pages for which a document's figures are kept.
_MOST_LENGTHS = 32


@dataclass
class _Walk:
    schema: GraphQLSchema
    variables: dict[str, Any]
    fragments: dict[str, FragmentDefinitionNode]
    known: dict[str, tuple[int, int]] = field(default_factory=dict)
    tops: dict[str, int] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def figures(self, operation: OperationDefinitionNode) -> "Figures":
        """What an operation asks for."""
        root, selections = self.schema.get_root_type(operation.operation), operation.selection_set
        return Figures(self.fields_of(selections), *self.of_selections(selections, root))

    def of_selections(self, selections: SelectionSetNode | None, parent: Any) -> tuple[int, int]:
        """Cost and depth below a type."""
        cost = depth = 0
        for selection in selections.selections if selections else ():
            added, below = self._of(selection, parent)
            cost, depth = cost + added, max(depth, below)
        return cost, depth

    def fields_of(self, selections: SelectionSetNode) -> int:
        """How many fields stand at the top, those within fragments among them."""
        return sum(self._fields(selection) for selection in selections.selections)

    def _fields(self, selection: Any) -> int:
        if isinstance(selection, FieldNode):
            return 1
        if isinstance(selection, InlineFragmentNode):
            return self.fields_of(selection.selection_set)
        name = selection.name.value
        if name not in self.tops:
            self.tops[name] = self.fields_of(self.fragments[name].selection_set)
        return self.tops[name]

    def _of(self, selection: Any, parent: Any) -> tuple[int, int]:
        if isinstance(selection, FragmentSpreadNode):
            return self._of_fragment(selection.name.value)
        if isinstance(selection, InlineFragmentNode):
            condition = selection.type_condition
            narrowed = self.schema.get_type(condition.name.value) if condition else parent
            return self.of_selections(selection.selection_set, narrowed)
        return self._of_field(selection, parent)

    def _of_fragment(self, name: str) -> tuple[int, int]:
        """Reckoned once: a fragment that spreads fragments twice would double the work at every level."""
        if name not in self.known:
            fragment = self.fragments[name]
            narrowed = self.schema.get_type(fragment.type_condition.name.value)
            self.known[name] = self.of_selections(fragment.selection_set, narrowed)
        return self.known[name]

    def _of_field(self, node: FieldNode, parent: Any) -> tuple[int, int]:
        name = node.name.value
        fields = parent.fields if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else {}
        if name.startswith("__") or name not in fields:
            return 1, 0  # introspection has a limit of its own among the rules of validation
        definition = fields[name]
        cost, depth = self.of_selections(node.selection_set, get_named_type(definition.type))
        return 1 + cost * self._times(node, definition), depth + 1

    def _times(self, node: FieldNode, definition: Any) -> int:
        if "first" in definition.args:
            return self._page(node)
        listed = definition.type.of_type if isinstance(definition.type, GraphQLNonNull) else definition.type
        return _LIST if isinstance(listed, GraphQLList) and node.name.value != "edges" else 1

    def _page(self, node: FieldNode) -> int:
        value = next((one.value for one in node.arguments if one.name.value == "first"), None)
        found: Any = DEFAULT_PAGE
        if isinstance(value, IntValueNode):
            found = int(value.value)
        elif isinstance(value, VariableNode):
            self.asked.add(value.name.value)
            found = self.variables.get(value.name.value)
        return max(found, 1) if isinstance(found, int) else DEFAULT_PAGE


class Figures(NamedTuple):
    """What one operation asks for."""

    fields: int
    cost: int
    depth: int


class Limits:
    """The limits of one document, which is valid. It is walked again only where its pages are of other lengths."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self._schema, self._document = schema, document
        self._lengths: tuple[str, ...] | None = None
        self._known: dict[tuple[int | None, ...], list[Figures]] = {}

    def check(self, variables: dict[str, Any]) -> None:
        """Raise Rejected where the document asks for too much."""
        for fields, cost, depth in self._figures(variables):
            if fields > MOST_ROOT_FIELDS:
                raise Rejected(Fault.TOO_COSTLY, f"more than {MOST_ROOT_FIELDS} fields at the top of one operation")
            if depth > MOST_DEEP:
                raise Rejected(Fault.TOO_DEEP, f"the query is {depth} levels deep, at most {MOST_DEEP} are allowed")
            if cost > MOST_COSTLY:
                words = f"the query may return {cost} values, at most {MOST_COSTLY} are allowed"
                raise Rejected(Fault.TOO_COSTLY, words)

    def _figures(self, variables: dict[str, Any]) -> list[Figures]:
        if self._lengths is None:
            return self._walked(variables)
        lengths = tuple(variables.get(name) for name in self._lengths)
        if not all(one is None or type(one) is int for one in lengths):
            return self._walked(variables)  # of a wrong type: told when the variables are coerced
        if lengths not in self._known:
            if len(self._known) == _MOST_LENGTHS:
                self._known.clear()
            self._known[lengths] = self._walked(variables)
        return self._known[lengths]

    def _walked(self, variables: dict[str, Any]) -> list[Figures]:
        definitions = self._document.definitions
        fragments = {one.name.value: one for one in definitions if isinstance(one, FragmentDefinitionNode)}
        walk = _Walk(self._schema, variables, fragments)
        found = [walk.figures(one) for one in definitions if isinstance(one, OperationDefinitionNode)]
        self._lengths = tuple(sorted(walk.asked))
        return found
