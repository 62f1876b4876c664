"""A plan of one operation, and its execution."""

from collections.abc import Mapping
from typing import Any, cast

from graphql import (
    DocumentNode,
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    execute,
    get_variable_values,
)
from graphql.pyutils import is_awaitable

from kaohe.graphql.plans.compiler import Compiled, Compiler, Uncovered
from kaohe.graphql.plans.run import Infos, Run
from kaohe.graphql.plans.switches import switches_of
from kaohe.graphql.plans.variables import reading

#: Sets of values of its switches for which an operation is compiled; with others it is left to graphql-core.
_MOST_VARIANTS = 8

#: Wrong variables that are told, as by graphql-core.
_MOST_ERRORS = 50

#: An operation with some of its fields switched off; None where plans don't cover it.
Variant = Compiled | None


class Plan:
    """One operation of a valid document, compiled for each set of values of its switches when that is first asked for."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> None:
        self._schema, self._document, self._operation = schema, document, operation
        self._fragments = {
            one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)
        }
        self._switches = switches_of(document)
        self._read = reading(schema, operation.variable_definitions)
        self._variants: dict[tuple[bool, ...], Variant] = {}

    async def run(self, context: Any, given: dict[str, Any] | None) -> ExecutionResult:
        """Execute the operation with the variables of a request."""
        variables = self._variables(given or {})
        if isinstance(variables, list):
            return ExecutionResult(None, variables)
        variant = self.variant(variables)
        if variant is None:
            return await self._left_to_graphql(context, given)
        shared = (self._schema, self._fragments, None, self._operation, variables, context, is_awaitable)
        run = Run(Infos(variant.heads, shared))
        data = await _executed(variant, run)
        return ExecutionResult(None if run.nulled else data, run.errors())

    def variant(self, variables: Mapping[str, Any]) -> Variant:
        """What is executed with these variables, as they were coerced."""
        values = tuple(variables.get(name) for name in self._switches)
        if not all(isinstance(value, bool) for value in values):
            return None  # null, or missing: graphql-core says what is wrong with it
        switched = cast("tuple[bool, ...]", values)
        if switched not in self._variants:
            if len(self._variants) == _MOST_VARIANTS:
                return None
            self._variants[switched] = self._compiled(switched)
        return self._variants[switched]

    def _variables(self, given: dict[str, Any]) -> dict[str, Any] | list[GraphQLError]:
        try:
            return self._read(given)
        except Exception:  # whatever it is, graphql-core says it
            asked = self._operation.variable_definitions
            return get_variable_values(self._schema, asked, given, max_errors=_MOST_ERRORS)

    def _compiled(self, switched: tuple[bool, ...]) -> Variant:
        switches = dict(zip(self._switches, switched, strict=True))
        try:
            return Compiler(self._schema, self._fragments, self._operation, switches).compiled()
        except (Uncovered, GraphQLError, RecursionError):
            return None

    async def _left_to_graphql(self, context: Any, given: dict[str, Any] | None) -> ExecutionResult:
        name = self._operation.name
        result: Any = execute(
            self._schema,
            self._document,
            context_value=context,
            variable_values=given,
            operation_name=name.value if name else None,
        )
        return cast("ExecutionResult", await result if is_awaitable(result) else result)


async def _executed(variant: Compiled, run: Run) -> dict[str, Any]:
    """The data. Of several mutations one follows the other, with all that is asked of its payload."""
    data: dict[str, Any] = {}
    for make in variant.makes:
        try:
            found = make(run, None, None)
        except GraphQLError as error:
            run.fault_at_root(error)
        await run.settle()
        if run.nulled:
            break
        data.update(found)
    return data
