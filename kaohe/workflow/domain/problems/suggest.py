"""The field that somebody probably meant."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

from kaohe.workflow.domain.problems.paths import KeyPath


def did_you_mean(root: type, location: KeyPath) -> str | None:
    """The known field nearest to the unknown one at pydantic's `location` in documents of the type `root`."""
    *parents, unknown = location
    known = {name for table in _tables_at(root, tuple(parents)) for name in _fields(table)}
    nearest = get_close_matches(str(unknown), sorted(known), n=1)
    return nearest[0] if nearest else None


def _tables_at(root: type, parents: KeyPath) -> list[type]:
    tables = [root]
    for step in parents:
        if not isinstance(step, str):
            continue
        below = [one for table in tables for one in _tables_in(_fields(table).get(step))]
        # A step that is no field is the tag of a union's member, or a key of a mapping, which leaves us where we are.
        tables = below or [table for table in tables if step in get_args(_fields(table).get("kind"))] or tables
    return tables


def _fields(table: type) -> Mapping[str, Any]:
    """Field → annotation, of a pydantic model or a dataclass."""
    if issubclass(table, BaseModel):
        return {name: field.annotation for name, field in table.model_fields.items()}
    hints = get_type_hints(table)
    return {field.name: hints[field.name] for field in fields(table)} if is_dataclass(table) else {}


def _tables_in(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and (issubclass(annotation, BaseModel) or is_dataclass(annotation)):
        yield annotation
    for argument in get_args(annotation):
        yield from _tables_in(argument)
