"""What goes wrong at the top level: refusals of a query with their code, bad requests, and bugs without a stack."""

from enum import StrEnum
from typing import Any

import structlog
from graphql import GraphQLError
from sqlalchemy.exc import DBAPIError

from kaohe.schema.failures import is_lost, words_of
from kaohe.workflow.domain.refusals import Code, Refusal, Refused

_log = structlog.get_logger("kaohe.graphql")

#: serialization_failure, deadlock_detected, lock_not_available, unique_violation (two made the same thing at once)
_CONFLICTS = frozenset({"40001", "40P01", "55P03", "23505"})

#: All that a caller learns of a bug; the log knows the rest, under the request's id.
BUG = "服务器内部错误 · internal error"

#: Of a database that is away for the moment. Nothing was done that can't be asked for again.
AWAY = "数据库暂时不可用，请用同一幂等键再试 · the database is away for the moment: try again with the same idempotency key"


class Fault(StrEnum):
    """Codes of top-level errors that are no refusal of the domain."""

    BAD_REQUEST = "BAD_REQUEST"
    TOO_LARGE = "TOO_LARGE"
    TOO_DEEP = "TOO_DEEP"
    TOO_COSTLY = "TOO_COSTLY"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL = "INTERNAL"


class Rejected(GraphQLError):
    """A request that is not executed at all; `code` says why."""

    def __init__(self, code: Fault, message: str) -> None:
        super().__init__(message, extensions={"code": code})


def refusals_of(error: BaseException) -> tuple[Refusal, ...]:
    """The refusals that an exception stands for: the domain's own, or a conflict with somebody else's transaction."""
    if isinstance(error, Refused):
        return error.refusals
    if isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _CONFLICTS:
        return (Refusal(Code.CONFLICT),)
    return ()


def as_data(refusal: Refusal) -> dict[str, Any]:
    """A refusal as the API shows it."""
    return {
        "code": refusal.code.name,
        "field": refusal.field,
        "message": refusal.message,
        "messageEn": refusal.message_en,
    }


def format_error(error: GraphQLError, debug: bool = False) -> dict[str, Any]:
    """A top-level error for the answer. A bug is logged with its stack and told without."""
    formatted: dict[str, Any] = dict(error.formatted)
    cause = error.original_error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    if error.path is None and (cause is None or isinstance(cause, GraphQLError)):  # found before anything was executed
        return formatted | {"extensions": {"code": Fault.BAD_REQUEST, **(error.extensions or {})}}
    if cause is not None and (refusals := refusals_of(cause)):
        first = as_data(refusals[0])
        others = [as_data(one) for one in refusals]
        return formatted | {"message": refusals[0].message_en, "extensions": {**first, "errors": others}}
    code, message = fault_of(cause or error, path=error.path)
    return formatted | {"message": message, "extensions": {"code": code}}


def fault_of(error: BaseException, **where: object) -> tuple[Fault, str]:
    """The code and the words of what is no refusal: a database that is away, or a bug. Both are logged."""
    if is_lost(error):
        _log.warning("database_away", error=words_of(error), **where)
        return Fault.UNAVAILABLE, AWAY
    _log.error("internal_error", exc_info=error, **where)
    return Fault.INTERNAL, BUG
