"""Places of the answer: where a value belongs, and the path that an error tells.

A place is a plain tuple, since one is made for every object of every answer: the place of the object or list around it (None:
the root), the key or index there, the dict or list that holds it, and whether it may be null.
"""

from typing import Any, TypeAlias

Place: TypeAlias = tuple["Place | None", str | int, Any, bool]

Path = tuple[str | int, ...]


def path_of(place: Place | None) -> Path:
    """The keys from the root to a place."""
    keys: list[str | int] = []
    while place is not None:
        keys.append(place[1])
        place = place[0]
    return tuple(reversed(keys))


def is_within(place: Place | None, outer: Place | None) -> bool:
    """Whether a place is `outer`, or lies within it; everything lies within the root."""
    while place is not outer and place is not None:
        place = place[0]
    return place is outer
