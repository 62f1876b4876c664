"""The policy reference (docs/policy-reference.md), written from the model so that it cannot say anything else."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from inspect import cleandoc
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kaohe.workflow.domain.policy.base import Section
from kaohe.workflow.domain.policy.model import Policy

_INTRODUCTION = """\
# 实施细则字段 · Policy reference

Written from the model by `kaohe policy reference`; a test holds this page to it.

A policy is a TOML file. Start from a shipped one in `kaohe/policies/` and check it with `kaohe policy check FILE`.
Numbers may stand in quotes, proportions such as `"1/2"` must. What is left out takes its default.
"""

#: A table that stands in more places than the seven stages stands wherever something of its type does.
_WORTH_NAMING = 7

_NAMES: dict[Any, str] = {str: "text", bool: "true / false", int: "whole number", Decimal: "number"}
_NAMES |= {Fraction: "proportion", date: "date"}


def policy_reference() -> str:
    """The whole page, as Markdown."""
    sections = (_section(table, places) for table, places in _tables().items())
    return "\n".join((_INTRODUCTION, *sections))


def _tables() -> dict[type[BaseModel], list[str]]:
    """Every table of the policy and the places where it stands, in the order of the file."""
    found: dict[type[BaseModel], list[str]] = {}
    for table, place in _walk(Policy, ""):
        found.setdefault(table, []).append(place)
    return found


def _walk(table: type[BaseModel], place: str) -> Iterator[tuple[type[BaseModel], str]]:
    yield table, place
    for name, field in table.model_fields.items():
        below = f"{place}.{name}" if place else name
        listed = "[]" if get_origin(field.annotation) is tuple else ""
        for inner in _models(field.annotation):
            yield from _walk(inner, below + listed)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _section(table: type[BaseModel], places: list[str]) -> str:
    named = dict.fromkeys(places) if len(places) <= _WORTH_NAMING else ()
    where = ", ".join(f"`{place}`" for place in named if place)
    lines = [f"## {table.__name__}", "", cleandoc(table.__doc__ or "").replace("\n", " "), ""]
    if where:
        lines += [f"In {where}.", ""]
    lines += ["| field | type | default | meaning |", "|---|---|---|---|"]
    lines += [_row(name, field) for name, field in table.model_fields.items()]
    return "\n".join(lines) + "\n"


def _row(name: str, field: FieldInfo) -> str:
    meaning = (field.description or "").replace("\n", " ").replace("|", "\\|")
    return f"| `{name}` | {_type(field.annotation)} | {_default(field)} | {meaning} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if value is None:
        return "none"
    if isinstance(value, Section):
        return "its own"
    return f"`{_written(value)}`"


def _written(value: Any) -> str:
    """A value as the TOML file would have it."""
    match value:
        case BaseModel():
            given = {name: getattr(value, name) for name in type(value).model_fields}
            return _written({name: one for name, one in given.items() if one is not None})
        case dict():
            pairs = ", ".join(f"{key} = {_written(one)}" for key, one in value.items())
            return f"{{ {pairs} }}" if pairs else "{}"
        case tuple():
            return f"[{', '.join(map(_written, value))}]"
        case bool():
            return str(value).lower()
        case int() | Decimal():
            return str(value)
        case _:
            return f'"{value}"'


def _type(annotation: Any) -> str:
    if get_origin(annotation) is Literal:
        return _choices(get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _choices(member.value for member in annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return _NAMES.get(annotation) or _composed(annotation)


def _composed(annotation: Any) -> str:
    arguments = [one for one in get_args(annotation) if one not in (NoneType, Ellipsis)]
    if get_origin(annotation) is tuple:
        return f"list of {_type(arguments[0])}"
    if get_origin(annotation) is dict:
        return f"{_type(arguments[0])} → {_type(arguments[1])}"
    if hasattr(annotation, "__metadata__"):
        return _type(arguments[0])
    return " or ".join(map(_type, arguments))


def _choices(values: Any) -> str:
    return " · ".join(f"`{value}`" for value in values)
