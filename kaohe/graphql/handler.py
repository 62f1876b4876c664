"""POST /graphql: documents from the cache, limits, then the plan of the operation over graphene's schema."""

import logging
import time
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from ariadne.asgi.handlers import GraphQLHTTPHandler
from ariadne.graphql import graphql
from graphql import ExecutionResult, GraphQLError, GraphQLSchema
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from kaohe.graphql.bodies import read_json
from kaohe.graphql.callers import context_of
from kaohe.graphql.compression import Compressible
from kaohe.graphql.documents import Documents, Invalid, Prepared
from kaohe.graphql.failures import Fault, Rejected, format_error
from kaohe.graphql.mutation import MUTATIONS
from kaohe.graphql.operations import INVALID
from kaohe.graphql.service import Service
from kaohe.metrics import graphql_answered, graphql_refused
from kaohe.schema.failures import is_lost

#: ariadne logs every error, a client's typing mistakes included; ours are logged by `format_error`.
_SILENT = logging.Logger("kaohe.graphql.silent", level=logging.CRITICAL + 1)

_STATUS = {Fault.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE}


class Handler(GraphQLHTTPHandler):
    """Answers one GraphQL request. What was executed is 200, with errors or not; what was not is 4xx."""

    def __init__(self, schema: GraphQLSchema, service: Service) -> None:
        super().__init__()
        self._schema = schema
        # Of these nothing is kept, and the log does not say whose they were: when who cast his ballot (S1-20).
        private = [name for name, mutation in MUTATIONS.items() if mutation.keyless]
        self._unlinked = frozenset(f"mutation {name}" for name in private)
        self._documents = Documents(schema, never_kept=private)
        self._service = service

    async def graphql_http_server(self, request: Request) -> Response:
        request.state.operation, begun = INVALID, time.perf_counter()
        try:
            return await self._answer(request)
        except ClientDisconnect:
            raise
        except Exception as error:
            graphql_refused(request.state.operation, Fault.UNAVAILABLE if is_lost(error) else Fault.INTERNAL)
            raise
        finally:
            graphql_answered(request.state.operation, time.perf_counter() - begun)

    async def _answer(self, request: Request) -> Response:
        context = await context_of(request, self._service)
        try:
            data = await read_json(request, self._service.settings.body_max_bytes)
            prepared = self._prepared(data)
        except Rejected as rejected:
            return _answered({"errors": [format_error(rejected)]}, _status(rejected), INVALID)
        except _Invalid as invalid:
            errors = [format_error(one) for one in invalid.errors]
            return _answered({"errors": errors}, HTTPStatus.BAD_REQUEST, INVALID)
        operation, plan = prepared.operation(data.get("operationName"))
        request.state.operation = operation
        if operation in self._unlinked:
            request.state.account_id = None
        if plan is not None:
            result = _formatted(await plan.run(context, data.get("variables")))
        else:  # there is no such operation, which ariadne tells
            _, result = await graphql(
                self._schema,
                data,
                context_value=context,
                query_document=prepared.document,
                query_validator=_validated_before,
                error_formatter=format_error,
                logger=_SILENT,
            )
        return _answered(result, _outcome(result), operation)

    def _prepared(self, data: dict[str, Any]) -> Prepared:
        text, variables = data.get("query"), data.get("variables")
        if not isinstance(text, str):
            raise Rejected(Fault.BAD_REQUEST, "the request has no query")
        if variables is not None and not isinstance(variables, dict):
            raise Rejected(Fault.BAD_REQUEST, "variables must be an object")
        prepared = self._documents.prepare(text)
        if isinstance(prepared, Invalid):
            raise _Invalid(prepared.errors)
        prepared.limits.check(variables or {})
        return prepared


class _Invalid(Exception):
    def __init__(self, errors: tuple[GraphQLError, ...]) -> None:
        super().__init__(errors)
        self.errors = errors


def _validated_before(*_args: object, **_options: object) -> list[GraphQLError]:
    return []


def _formatted(result: ExecutionResult) -> dict[str, Any]:
    told: dict[str, Any] = {"data": result.data}
    if result.errors:
        told["errors"] = [format_error(error) for error in result.errors]
    return told


def _status(rejected: Rejected) -> HTTPStatus:
    return _STATUS.get((rejected.extensions or {}).get("code", ""), HTTPStatus.BAD_REQUEST)


def _outcome(result: Mapping[str, Any]) -> HTTPStatus:
    errors = result.get("errors")
    if not errors:
        return HTTPStatus.OK
    if any(error.get("extensions", {}).get("code") == Fault.UNAVAILABLE for error in errors):
        return HTTPStatus.SERVICE_UNAVAILABLE
    executed = result.get("data") is not None or any("path" in error for error in errors)
    return HTTPStatus.OK if executed else HTTPStatus.BAD_REQUEST


def _answered(result: Any, status: HTTPStatus, operation: str) -> Response:
    for error in result.get("errors", ()):
        for code in _codes(error.get("extensions", {})):
            graphql_refused(operation, code)
    kind = Response if operation.startswith("mutation ") else Compressible
    return kind(
        orjson.dumps(result),
        status_code=status,
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def _codes(extensions: Mapping[str, Any]) -> Iterable[str]:
    """The codes of a top-level error: one, or those of all rules that a query violated."""
    return [one["code"] for one in extensions.get("errors", (extensions,))]
