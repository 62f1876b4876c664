"""The step that makes an object: a function of its own for each selection, written out field by field.

A loop over the fields would ask of each, for every row, what is known when the plan is made: half of what an object costs.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any, NamedTuple

from graphql import FieldNode

from kaohe.graphql.plans.leaves import Write
from kaohe.graphql.plans.run import Put
from kaohe.graphql.plans.steps import Make


class Part(NamedTuple):
    """One field of an object.

    It is the column `name` of the row (`default` where the row has none), or what `resolve(row, info)` answers, if there is
    one; `number` is that of its info, None where the resolver reads none. A value of just the class `kind` is written by
    `write`, or stands as it is; `put` knows what to do with any other.
    """

    key: str
    name: str
    default: Any
    resolve: Callable[[Any, Any], Any] | None
    number: int | None
    kind: type | None
    write: Write | None
    nullable: bool
    nodes: Sequence[FieldNode]
    put: Put


def selecting(parts: Sequence[Part]) -> Make:
    """An object with these fields."""
    known: dict[str, Any] = {}
    lines = ["def make_object(run, row, around):", " infos = run.infos", " out = {}"]
    for index, part in enumerate(parts):
        known |= {f"{name}{index}": value for name, value in part._asdict().items()}
        lines += _written_out(part, index)
    exec(_code("\n".join([*lines, " return out"])), known)  # noqa: S102 - it holds nothing of a client's text
    make: Make = known["make_object"]
    return make


@lru_cache(maxsize=1_000)
def _code(source: str) -> CodeType:
    """Many selections have the same form."""
    return compile(source, "<plan>", "exec")


def _written_out(part: Part, index: int) -> list[str]:
    """The lines that make one field. Whatever fails is told at its place."""
    place = f"(around, key{index}, out, {part.nullable})"
    if part.resolve is None:
        value = f"row.get(name{index}, default{index})"
    else:
        value = f"resolve{index}(row, {None if part.number is None else f'infos[{part.number}]'})"
    ways = []
    if part.kind is not None:
        ways.append((f"type(value) is kind{index}", "value" if part.write is None else f"write{index}(value)"))
    if part.nullable:
        ways.append(("value is None", "None"))
    lines = [" try:", f"  value = {value}"]
    for number, (condition, written) in enumerate(ways):
        lines.append(f"  {'elif' if number else 'if'} {condition}: out[key{index}] = {written}")
    lines.append(f"  {'else: ' if ways else ''}put{index}(run, value, {place})")
    return [*lines, " except Exception as error:", f"  run.fault(error, {place}, nodes{index})"]
