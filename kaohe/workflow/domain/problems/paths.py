"""The place of a value in a document: `scoring.parts[1].weight`."""

import re
from collections.abc import Mapping, Sequence

KeyPath = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def render(path: KeyPath) -> str:
    """The path as a reader writes it; a key that TOML would quote is quoted."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            key = step if _BARE.fullmatch(step) else f'"{step}"'
            text += f".{key}" if text else key
    return text


def without_tags(location: KeyPath, document: object) -> KeyPath:
    """pydantic's location less what is in no document: the tag of a union's member and the mark of a mapping's key."""
    path: list[str | int] = []
    value = document
    for step in location:
        if step == "[key]" or _is_tag(step, value):
            continue
        path.append(step)
        value = _child(value, step)
    return tuple(path)


def _is_tag(step: str | int, value: object) -> bool:
    return isinstance(value, Mapping) and step not in value and value.get("kind") == step


def _child(value: object, step: str | int) -> object:
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, Sequence) and isinstance(step, int) and step < len(value):
        return value[step]
    return None
