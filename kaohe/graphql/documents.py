"""Parsed and validated documents, kept by their text: validation alone costs more than execution."""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass

from graphql import DocumentNode, GraphQLError, GraphQLSchema, parse, validate

#: Longest document, in characters and in tokens; inputs travel as variables.
LONGEST_DOCUMENT = 100_000
MOST_TOKENS = 10_000

#: Characters of documents kept; their trees take some fifty times that.
_KEPT = 1_000_000

_MOST_ERRORS = 20


@dataclass(frozen=True)
class Prepared:
    """A document that may be executed, or the reasons why not."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()


class Documents:
    """A bounded cache; the least recently used goes first. Texts with a word of `never_kept` stay out of it: a client may
    have written his ballot into one."""

    def __init__(self, schema: GraphQLSchema, never_kept: Collection[str] = ()) -> None:
        self._schema, self._never_kept = schema, tuple(never_kept)
        self._prepared: OrderedDict[str, Prepared] = OrderedDict()
        self._size = 0

    def prepare(self, text: str) -> Prepared:
        """The document of a text, parsed and validated."""
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

    def _prepare(self, text: str) -> Prepared:
        try:
            document = parse(text, max_lexical_tokens=MOST_TOKENS, max_source_length=LONGEST_DOCUMENT)
        except GraphQLError as error:
            return Prepared(None, (error,))
        errors = validate(self._schema, document, max_errors=_MOST_ERRORS)
        return Prepared(None if errors else document, tuple(errors))
