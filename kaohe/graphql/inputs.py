"""Inputs of mutations: global ids become row numbers, enums their values; what is wrong is named by its field."""

import re
from collections.abc import Mapping
from enum import Enum
from typing import Any

import graphene

from kaohe.graphql.fields import listed
from kaohe.graphql.glossary import WORDS
from kaohe.graphql.ids import number_of, wrong_id
from kaohe.workflow.domain.refusals import Code, Refusal


def id_of(*kinds: str, required: bool = True) -> Any:
    """An input field: the global id of one of these types."""
    return _of_kinds(graphene.InputField(graphene.ID, required=required), kinds)


def ids_of(*kinds: str, required: bool = True) -> Any:
    """An input field: global ids of one of these types; at least one where it is required."""
    kind = listed(graphene.ID) if required else graphene.List(graphene.NonNull(graphene.ID))
    return _of_kinds(graphene.InputField(kind), kinds)


def objects(kind: Any, *, required: bool = True) -> Any:
    """An input field: a list of input objects; at least one where it is required."""
    return graphene.InputField(listed(kind) if required else graphene.List(graphene.NonNull(kind)))


def decode(input_type: Any, given: Mapping[str, Any], path: str = "") -> tuple[dict[str, Any], list[Refusal]]:
    """The input with ids as row numbers, and everything that is wrong with it. Fields given as null are left out."""
    values: dict[str, Any] = {}
    refusals: list[Refusal] = []
    for name, value in Mapping.items(given):  # an input object's own `items` may be a field of that name
        if value is not None:
            decoded, wrong = _value(input_type._meta.fields[name], value, f"{path}{camel(name)}")
            values[name] = decoded
            refusals += wrong
    return values, refusals


def place(input_type: Any, path: str) -> str:
    """Where a rule's field stands in the input: `[1].grade`, or `grade` where there is one item, is among the items
    of the input's list."""
    path = camel(path)
    several = _list_of(input_type)
    if several is None:
        return path
    name, items = several
    if path.startswith("["):
        return f"{name}{path}"
    head = re.split(r"[.\[]", path, maxsplit=1)[0]
    known = {camel(one) for one in input_type._meta.fields}
    within = {camel(one) for one in getattr(items._meta, "fields", ())}
    return f"{name}[0].{path}" if head in within - known else path


def _list_of(input_type: Any) -> tuple[str, Any] | None:
    """The name and the items' type of the first field that holds a list."""
    for name, field in input_type._meta.fields.items():
        kind = _bare(field.type)
        if isinstance(kind, graphene.List):
            return camel(name), _bare(kind.of_type)
    return None


def id_field(input_type: Any) -> str | None:
    """The only field that holds ids, where there is just one."""
    names = [camel(name) for name, field in input_type._meta.fields.items() if getattr(field, "kinds", ())]
    return names[0] if len(names) == 1 else None


def camel(path: str) -> str:
    """The API's spelling of a path: `decisions[0].assessment_id` is `decisions[0].assessmentId`."""
    return re.sub(r"(?<=[a-z0-9])_([a-z])", lambda match: match[1].upper(), path)


def _of_kinds(field: Any, kinds: tuple[str, ...]) -> Any:
    field.kinds = kinds
    return field


def _bare(kind: Any) -> Any:
    return kind.of_type if isinstance(kind, graphene.NonNull) else kind


def _value(field: Any, value: Any, path: str) -> tuple[Any, list[Refusal]]:
    kind = _bare(field.type)
    if not isinstance(kind, graphene.List):
        return _one(kind, getattr(field, "kinds", ()), value, path)
    found = [_one(_bare(kind.of_type), getattr(field, "kinds", ()), one, f"{path}[{n}]") for n, one in enumerate(value)]
    refusals = [refusal for _, wrong in found for refusal in wrong]
    if not value and isinstance(field.type, graphene.NonNull):
        label, label_en = WORDS[re.split(r"[.\[]", path)[-1]]
        refusals.append(Refusal(Code.REQUIRED, path, {"label": label, "label_en": label_en}))
    return [decoded for decoded, _ in found], refusals


def _one(kind: Any, kinds: tuple[str, ...], value: Any, path: str) -> tuple[Any, list[Refusal]]:
    if kinds:
        number = number_of(value, kinds)
        return number, [] if number is not None else [wrong_id(path, kinds)]
    if isinstance(value, Mapping):
        return decode(kind, value, f"{path}.")
    if isinstance(value, Enum):
        return value.value, []
    if isinstance(value, str) and "\x00" in value:
        words: dict[str, object] = {"problem": "不能含有空字符", "problem_en": "a text holds no NUL character"}
        return value, [Refusal(Code.BAD_INPUT, path, words)]
    return value, []
