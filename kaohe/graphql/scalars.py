"""Scalars that lose nothing: exact numbers, moments with their zone, and documents."""

import re
from datetime import date, datetime
from decimal import Decimal as PythonDecimal
from decimal import InvalidOperation
from typing import Any

import graphene
from graphql import GraphQLError, ValueNode
from graphql.language import FloatValueNode, IntValueNode, StringValueNode

from kaohe.workflow.domain.calendar import BUSINESS_ZONE

#: More digits than any score, and few enough to reckon with.
_LONGEST = 30


#: Plain digits, as a clerk writes them: no underscores, no digits of other scripts.
_WRITTEN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


class Decimal(graphene.Scalar):
    """精确小数，以文本表示，如 "92.50" · An exact decimal number as text; JSON numbers are accepted too."""

    @staticmethod
    def serialize(value: PythonDecimal | str) -> str:
        return value if isinstance(value, str) else format(value, "f")

    @staticmethod
    def parse_value(value: object) -> PythonDecimal:
        if isinstance(value, bool) or not isinstance(value, str | int | float) or len(str(value)) > _LONGEST:
            raise GraphQLError("a decimal number was expected")
        if not _WRITTEN.fullmatch(str(value)):
            raise GraphQLError(f"{value!r} is no decimal number")
        try:
            number = PythonDecimal(str(value))  # a JSON number becomes exact by what was written, not by its bits
        except InvalidOperation:
            raise GraphQLError(f"{value!r} is no decimal number") from None
        if not number.is_finite() or abs(number.adjusted()) > _LONGEST:
            raise GraphQLError(f"{value!r} is no finite number")
        return number

    @classmethod
    def parse_literal(cls, node: ValueNode, _variables: object = None) -> PythonDecimal:
        if not isinstance(node, StringValueNode | IntValueNode | FloatValueNode):
            raise GraphQLError("a decimal number was expected", node)
        return cls.parse_value(node.value)


class DateTime(graphene.Scalar):
    """时刻，ISO 8601，须带时区，以北京时间给出 · A moment in ISO 8601 with its zone; answered in Asia/Shanghai."""

    @staticmethod
    def serialize(value: datetime | str) -> datetime:
        """The moment in Beijing's time; orjson writes it as `isoformat` would, in a tenth of the time."""
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(BUSINESS_ZONE)

    @staticmethod
    def parse_value(value: object) -> datetime:
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None or not 1900 < moment.year < 9000:
            raise GraphQLError(f"{value!r} is no moment with a time zone: write 2026-04-10T17:30:00+08:00")
        return moment

    @classmethod
    def parse_literal(cls, node: ValueNode, _variables: object = None) -> datetime:
        return cls.parse_value(node.value if isinstance(node, StringValueNode) else None)


class Date(graphene.Scalar):
    """日期，ISO 8601，如 2026-04-10 · A day in ISO 8601."""

    @staticmethod
    def serialize(value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()

    @staticmethod
    def parse_value(value: object) -> date:
        try:
            # The first day there is would be minus infinity to the database.
            if isinstance(value, str) and 1900 < (day := date.fromisoformat(value)).year < 9000:
                return day
        except ValueError:
            pass
        raise GraphQLError(f"{value!r} is no date: write 2026-04-10")

    @classmethod
    def parse_literal(cls, node: ValueNode, _variables: object = None) -> date:
        return cls.parse_value(node.value if isinstance(node, StringValueNode) else None)


class Json(graphene.Scalar):
    """JSON 文档 · A JSON document."""

    @staticmethod
    def serialize(value: Any) -> Any:
        return value
