"""What a GraphQL request does, in words that the schema bounds: a label for metrics and logs."""

from collections.abc import Iterable

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
)

#: What could not be executed: no JSON, an unknown field, too deep, …
INVALID = "invalid"


def operation_of(document: DocumentNode, name: str | None) -> str:
    """The kind and the first root field, `mutation submitSummary`, of the operation that a valid document executes
    under `name`. The name itself is the client's, and could be anything: it is never part of it."""
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    chosen = [one for one in operations if name is None or (one.name and one.name.value == name)]
    if len(chosen) != 1:
        return INVALID
    field = _first_field(document, chosen[0].selection_set.selections)
    return f"{chosen[0].operation.value} {field}" if field else INVALID


def _first_field(document: DocumentNode, selections: Iterable[SelectionNode]) -> str | None:
    for one in selections:
        if isinstance(one, FieldNode):
            return one.name.value
        if isinstance(one, InlineFragmentNode):
            found = _first_field(document, one.selection_set.selections)
        else:
            assert isinstance(one, FragmentSpreadNode)
            found = _first_field(document, _fragment(document, one.name.value).selection_set.selections)
        if found:
            return found
    return None


def _fragment(document: DocumentNode, name: str) -> FragmentDefinitionNode:
    return next(
        one for one in document.definitions if isinstance(one, FragmentDefinitionNode) and one.name.value == name
    )
