"""Fields as they are declared on types: a referred row, its many rows, a value's words."""

from collections.abc import Awaitable
from decimal import Decimal as Number
from typing import Any

import graphene

from kaohe.graphql.base import Info, Row, named
from kaohe.graphql.readings import Batch
from kaohe.graphql.scalars import Decimal
from kaohe.graphql.words import words_of
from kaohe.workflow.domain.scoring.breakdown import half_up

_SHARE_PLACES = 4


def listed(kind: Any) -> Any:
    """The type of a list without gaps."""
    return graphene.NonNull(graphene.List(graphene.NonNull(kind)))


def one(kind: str, batch: Batch, key: str, **options: Any) -> Any:
    """The row that the column `key` refers to; null where there is none, or none that the viewer may see."""

    def resolve(row: Row, info: Info) -> Awaitable[Any] | None:
        return None if row[key] is None else info.context.load(batch, row[key])

    return graphene.Field(named(kind), resolver=resolve, **options)


def many(kind: str, batch: Batch, key: str = "id", **options: Any) -> Any:
    """The rows that belong to this one, all of them: what is few by nature."""

    def resolve(row: Row, info: Info) -> Awaitable[Any]:
        return info.context.load(batch, row[key])

    return graphene.Field(listed(named(kind)), resolver=resolve, **options)


def label(column: str, enum: str = "", *, english: bool = False) -> Any:
    """The words for the value of `column`, in Chinese unless `english`."""

    def resolve(row: Row, _info: Info) -> str | None:
        value = row[column]
        return None if value is None else words_of(value, enum)[english]

    return graphene.Field(graphene.String, resolver=resolve)


def share(column: str) -> Any:
    """The exact share in `column`, 0 to 1, to four places; null where there is nothing to divide by."""

    def resolve(row: Row, _info: Info) -> Number | None:
        return None if row[column] is None else half_up(row[column], _SHARE_PLACES)

    return graphene.Field(Decimal, resolver=resolve)
