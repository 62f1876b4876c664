"""One document, executed by its plan and by graphql-core, and what they answer beside each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import orjson
from graphql import DocumentNode, ExecutionResult, OperationDefinitionNode, execute, parse, validate
from graphql.pyutils import is_awaitable
from support.written import Author

from kaohe.graphql.plans import Plan
from kaohe.graphql.schema import SCHEMA

S = SCHEMA.graphql_schema


@dataclass(frozen=True)
class Asked:
    """A valid document with its variables; the same for the same seed."""

    seed: int
    text: str
    document: DocumentNode
    variables: dict[str, Any]


def asked(seeds: range, operation: str = "query", favoured: frozenset[str] = frozenset()) -> Iterator[Asked]:
    """What the generator writes, as far as it is valid."""
    for seed in seeds:
        author = Author(S, Random(seed), favoured)
        text = author.document(operation)
        document = parse(text)
        if not validate(S, document):
            yield Asked(seed, text, document, author.variables)


def plan_of(document: DocumentNode) -> Plan:
    """The plan of the only operation."""
    [operation] = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    return Plan(S, document, operation)


async def by_graphql(document: DocumentNode, context: Any, variables: Any = None) -> ExecutionResult:
    result: Any = execute(S, document, context_value=context, variable_values=variables)
    found: ExecutionResult = await result if is_awaitable(result) else result
    return found


def shown(result: ExecutionResult) -> dict[str, Any]:
    """An answer with all that can be known of its errors."""
    errors = [
        {**one.formatted, "cause": f"{type(one.original_error).__name__}: {one.original_error}"}
        for one in result.errors or ()
    ]
    written = orjson.dumps(result.data, default=str)
    return {"data": orjson.loads(written), "written": written, "errors": errors}


def agree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two answers agree where the order of events has no say: the same data, and errors for the same nulls.

    Where two fields that may not be null fail beside each other, the first to fail makes the object around them null, and
    the other is told or not, as the event loop has it: in graphql-core, too.
    """
    return one["written"] == other["written"] and _nulls(one) == _nulls(other)


def _nulls(answer: Mapping[str, Any]) -> set[Sequence[Any]]:
    return {_null(answer["data"], error.get("path") or ()) for error in answer["errors"]}


def _null(data: Any, path: Sequence[Any]) -> Sequence[Any]:
    """The place of the null that an error of this path left."""
    for length, key in enumerate(path):
        if data is None:
            return tuple(path[:length])
        data = data[key]
    return tuple(path)
