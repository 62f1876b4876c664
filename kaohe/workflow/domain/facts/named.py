"""Problems of names: those that a policy does not know, and those that stand twice."""

from collections.abc import Iterable, Iterator

from kaohe.workflow.domain.problems import KeyPath, Problem, repeated


def unknown(keys: Iterable[str], known: Iterable[str], at: KeyPath) -> Iterator[Problem]:
    """A problem for every key, standing below `at`, that is not among the known ones."""
    names = list(known)
    for key in keys:
        if key not in names:
            yield not_known((*at, key), key, names)


def not_known(path: KeyPath, key: str, known: Iterable[str]) -> Problem:
    """The policy has nothing of that name."""
    names = ", ".join(known) or "-"
    return Problem(path, "unknown_key", f"细则中没有“{key}”,可用:{names}", f"the policy has no “{key}”; known: {names}")


def repeated_in(keys: Iterable[str], at: KeyPath) -> Iterator[Problem]:
    """A problem for every key that has stood before; each is the `key` of one in the list at `at`."""
    return repeated(((*at, index, "key"), key) for index, key in enumerate(keys))
