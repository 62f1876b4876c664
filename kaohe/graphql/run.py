"""Carrying out a mutation: decode, one transaction, once for one key; what is refused becomes data."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.graphql.base import Info, Row
from kaohe.graphql.context import Context
from kaohe.graphql.failures import refusals_of
from kaohe.graphql.inputs import decode, id_field, place
from kaohe.graphql.jointly import Joint, PerformTogether
from kaohe.metrics import graphql_refused
from kaohe.schema.failures import has_met
from kaohe.trace import request_id
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import Code, Refusal, Refused
from kaohe.workflow.idempotency import Keyed, claim, keep, keyed

#: An input as a mutation reads it: row numbers for ids, values for enums, nothing for null.
Given = Mapping[str, Any]

#: The ids of what was changed, by payload field: read anew for the answer, so that a repeated one is fresh too.
Answer = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """What a mutation works with: a session in a transaction of its own, and the request."""

    session: AsyncSession
    context: Context

    @property
    def actor(self) -> Actor:
        """The caller; Refused where nobody is signed in."""
        return self.context.actor

    @property
    def now(self) -> datetime:
        return self.context.now


#: Attempts at a mutation that meets others; then it is refused with CONFLICT.
_TRIES = 3


class Runnable(Protocol):
    """What `run` needs to know of a mutation."""

    name: str
    anonymous: bool
    input_type: Any
    perform: Callable[[Call, Given], Awaitable[Answer]]
    perform_together: PerformTogether | None


async def run(mutation: Runnable, info: Info, given: Mapping[str, Any]) -> Row:
    """The payload: what was changed and no errors, or every violated rule and nothing changed."""
    context = info.context
    context.forget()
    try:
        return {**await _performed(mutation, context, given), "errors": []}
    except Exception as error:
        refusals = refusals_of(error)
        if not refusals:
            raise
        for one in refusals:
            graphql_refused(f"mutation {mutation.name}", one.code.name)
        return {"errors": [_told(mutation, one) for one in refusals]}


async def _performed(mutation: Runnable, context: Context, given: Mapping[str, Any]) -> Answer:
    """Of two transactions that met, the one that the database gave up is tried again: nothing of it was kept."""
    for _ in range(_TRIES - 1):
        try:
            return await _perform(mutation, context, given)
        except DBAPIError as error:
            if not has_met(error):
                raise
    return await _perform(mutation, context, given)


async def _perform(mutation: Runnable, context: Context, given: Mapping[str, Any]) -> Answer:
    if not mutation.anonymous:
        _ = context.actor  # signed in, or refused before anything is said about the input
    values, refusals = decode(mutation.input_type, given)
    if refusals:
        raise Refused(refusals)
    key = values.pop("idempotency_key", None)
    asked = None if key is None else keyed(context.actor, mutation.name, str(key), values)
    if mutation.perform_together is not None:
        alone = partial(_alone, mutation, context, values, asked)
        joint = Joint(context.actor, context.now, values, request_id(), asked, alone)
        return await context.service.jointly(mutation.perform_together, joint)
    return await _alone(mutation, context, values, asked)


async def _alone(mutation: Runnable, context: Context, values: Given, asked: Keyed | None) -> Answer:
    async with context.service.database.transaction() as session:
        call = Call(session, context)
        if asked is None:
            return await mutation.perform(call, values)
        return await _once(mutation, call, values, asked)


async def _once(mutation: Runnable, call: Call, values: Given, asked: Keyed) -> Answer:
    before = await claim(call.session, call.now, asked)
    if before is not None:
        return before
    answer = await mutation.perform(call, values)
    await keep(call.session, asked, answer)
    return answer


def _told(mutation: Runnable, refusal: Refusal) -> Row:
    """A refusal as a row; what some types of error show beside it (a line, a sheet) is among its parameters."""
    return {
        **refusal.params,
        "code": refusal.code,
        "field": _place(mutation, refusal),
        "message": refusal.message,
        "message_en": refusal.message_en,
    }


def _place(mutation: Runnable, refusal: Refusal) -> str | None:
    if refusal.field is None:
        return id_field(mutation.input_type) if refusal.code is Code.NOT_FOUND else None
    return place(mutation.input_type, refusal.field)
