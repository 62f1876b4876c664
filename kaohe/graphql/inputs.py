"""Inputs of mutations: global ids become row numbers, enums their values; what is wrong is named by its field."""

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, TypeAlias

import graphene

from kaohe.graphql.fields import listed
from kaohe.graphql.glossary import WORDS
from kaohe.graphql.ids import number_of, wrong_id
from kaohe.workflow.domain.refusals import Code, Refusal

#: Where a value stands: where the object or list around it does (None: in the input itself), and its field or index there.
_Path: TypeAlias = "tuple[_Path, str | int] | None"

#: Decodes a value that stands there, and notes what is wrong with it.
_Decode = Callable[[Any, _Path, list[Refusal]], Any]


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


def decode(input_type: Any, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Refusal]]:
    """The input with ids as row numbers, and everything that is wrong with it. Fields given as null are left out."""
    refusals: list[Refusal] = []
    return _object(input_type)(given, None, refusals), refusals


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


@cache
def _object(input_type: Any) -> _Decode:
    """The decoder of an input object."""
    fields = {name: (camel(name), _field(camel(name), field)) for name, field in input_type._meta.fields.items()}

    def decode_object(given: Any, path: _Path, refusals: list[Refusal]) -> dict[str, Any]:
        values = {}
        for name, value in given.items():
            if value is not None:
                step, decode_field = fields[name]
                values[name] = decode_field(value, (path, step), refusals)
        return values

    return decode_object


def _field(name: str, field: Any) -> _Decode:
    kind, kinds = _bare(field.type), getattr(field, "kinds", ())
    if not isinstance(kind, graphene.List):
        return _one(kind, kinds)
    decode_item = _one(_bare(kind.of_type), kinds)
    needed = isinstance(field.type, graphene.NonNull)

    def decode_list(given: Any, path: _Path, refusals: list[Refusal]) -> list[Any]:
        if needed and not given:
            label, label_en = WORDS[name]
            refusals.append(Refusal(Code.REQUIRED, _written(path), {"label": label, "label_en": label_en}))
        return [decode_item(value, (path, index), refusals) for index, value in enumerate(given)]

    return decode_list


def _one(kind: Any, kinds: tuple[str, ...]) -> _Decode:
    """The decoder of a value that is no list: an id of one of these kinds, an object, an enum, or what it is."""
    if kinds:
        return partial(_id, kinds)
    if issubclass(kind, graphene.InputObjectType):
        return _object(kind)
    return _enum if issubclass(kind, graphene.Enum) else _plain


def _id(kinds: tuple[str, ...], given: Any, path: _Path, refusals: list[Refusal]) -> int | None:
    number = number_of(given, kinds)
    if number is None:
        refusals.append(wrong_id(_written(path), kinds))
    return number


def _enum(given: Any, _path: _Path, _refusals: list[Refusal]) -> Any:
    return given.value


def _plain(given: Any, path: _Path, refusals: list[Refusal]) -> Any:
    if isinstance(given, str) and "\x00" in given:
        words: dict[str, object] = {"problem": "不能含有空字符", "problem_en": "a text holds no NUL character"}
        refusals.append(Refusal(Code.BAD_INPUT, _written(path), words))
    return given


def _written(path: _Path) -> str:
    """`claims[0].evidenceIds[1]`."""
    assert path is not None
    around, step = path
    if around is None:
        return str(step)
    return f"{_written(around)}[{step}]" if isinstance(step, int) else f"{_written(around)}.{step}"
