"""The problem that a name stands twice where each may stand once."""

from collections.abc import Iterable, Iterator

from kaohe.workflow.domain.problems.paths import KeyPath
from kaohe.workflow.domain.problems.problem import Problem


def repeated(keys: Iterable[tuple[KeyPath, str]]) -> Iterator[Problem]:
    """A problem for every key that has stood before. `keys` has each one's place and value."""
    seen: set[str] = set()
    for path, key in keys:
        if key in seen:
            yield Problem(path, "repeated_key", f"“{key}”重复", f"“{key}” stands twice")
        seen.add(key)
