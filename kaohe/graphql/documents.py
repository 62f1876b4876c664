"""Parsed and validated documents, kept by their text with their plans: validation alone costs more than execution."""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from graphql import DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode, parse, validate

from kaohe.graphql.limits import Limits
from kaohe.graphql.operations import INVALID, operation_of
from kaohe.graphql.plans import Plan

#: Longest document, in characters and in tokens; inputs travel as variables.
LONGEST_DOCUMENT = 100_000
MOST_TOKENS = 10_000

#: Characters of documents kept; their trees and plans take some hundred times that.
_KEPT = 500_000

_MOST_ERRORS = 20


class Operation(NamedTuple):
    """What a request executes: its label for metrics and logs, and its plan; None where there is no such operation."""

    label: str
    plan: Plan | None


class Invalid(NamedTuple):
    """The reasons why a text is no document that may be executed."""

    errors: tuple[GraphQLError, ...]


@dataclass(frozen=True)
class Prepared:
    """A document that may be executed. What is found out about it is kept with it."""

    schema: GraphQLSchema
    document: DocumentNode

    @cached_property
    def limits(self) -> Limits:
        """How much it may ask for."""
        return Limits(self.schema, self.document)

    def operation(self, name: object) -> Operation:
        """The operation that is executed under a name, as a request has it."""
        return self._operations.get(name, _NONE) if name is None or isinstance(name, str) else _NONE

    @cached_property
    def _operations(self) -> dict[str | None, Operation]:
        found: dict[str | None, Operation] = {}
        for one in self.document.definitions:
            if isinstance(one, OperationDefinitionNode):
                name = one.name.value if one.name else None
                label = operation_of(self.document, name)
                found[name] = Operation(label, Plan(self.schema, self.document, one))
        return found if len(found) > 1 else {**found, None: next(iter(found.values()))}


_NONE = Operation(INVALID, None)


class Documents:
    """A bounded cache; the least recently used goes first. Texts with a word of `never_kept` stay out of it: a client may
    have written his ballot into one."""

    def __init__(self, schema: GraphQLSchema, never_kept: Collection[str] = ()) -> None:
        self._schema, self._never_kept = schema, tuple(never_kept)
        self._prepared: OrderedDict[str, Prepared | Invalid] = OrderedDict()
        self._size = 0

    def prepare(self, text: str) -> Prepared | Invalid:
        """The document of a text, parsed and validated, or why there is none."""
        if text in self._prepared:
            self._prepared.move_to_end(text)
            return self._prepared[text]
        prepared = self._prepare(text)
        if any(word in text for word in self._never_kept):
            return prepared
        self._prepared[text] = prepared
        self._size += len(text)
        while self._size > _KEPT:
            dropped, _ = self._prepared.popitem(last=False)
            self._size -= len(dropped)
        return prepared

    def _prepare(self, text: str) -> Prepared | Invalid:
        try:
            document = parse(text, max_lexical_tokens=MOST_TOKENS, max_source_length=LONGEST_DOCUMENT)
        except GraphQLError as error:
            return Invalid((error,))
        errors = validate(self._schema, document, max_errors=_MOST_ERRORS)
        return Invalid(tuple(errors)) if errors else Prepared(self._schema, document)
