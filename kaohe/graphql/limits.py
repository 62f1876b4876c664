"""How much one request may ask for: depth, root fields, and an estimate of the values it would return."""

from dataclasses import dataclass, field
from typing import Any

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


@dataclass
class _Walk:
    schema: GraphQLSchema
    variables: dict[str, Any]
    fragments: dict[str, FragmentDefinitionNode]
    known: dict[str, tuple[int, int]] = field(default_factory=dict)
    tops: dict[str, int] = field(default_factory=dict)

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
            found = self.variables.get(value.name.value)
        return max(found, 1) if isinstance(found, int) else DEFAULT_PAGE


def check_limits(schema: GraphQLSchema, document: DocumentNode, variables: dict[str, Any]) -> None:
    """Raise Rejected where the document, which is valid, asks for too much."""
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    walk = _Walk(schema, variables, fragments)
    for operation in document.definitions:
        if not isinstance(operation, OperationDefinitionNode):
            continue
        if walk.fields_of(operation.selection_set) > MOST_ROOT_FIELDS:
            raise Rejected(Fault.TOO_COSTLY, f"more than {MOST_ROOT_FIELDS} fields at the top of one operation")
        cost, depth = walk.of_selections(operation.selection_set, schema.get_root_type(operation.operation))
        if depth > MOST_DEEP:
            raise Rejected(Fault.TOO_DEEP, f"the query is {depth} levels deep, at most {MOST_DEEP} are allowed")
        if cost > MOST_COSTLY:
            raise Rejected(Fault.TOO_COSTLY, f"the query may return {cost} values, at most {MOST_COSTLY} are allowed")
