"""Keys of indicators: a score belongs to a key, so it never passes to an indicator that says something else."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from kaohe.workflow.domain.indicators.model import UnitIndicator


def with_keys(given: Sequence[UnitIndicator], before: Sequence[UnitIndicator]) -> tuple[UnitIndicator, ...]:
    """The indicators, each with a key: its own, that of the same label in the set before, or the first free one of
    i1, i2, …, which no indicator of the set before has."""
    known = {one.label: one.key for one in before}
    taken = {one.key for one in (*given, *before) if one.key}
    free = (f"i{number}" for number in count(1))
    keyed: list[UnitIndicator] = []
    for one in given:
        key = one.key or known.get(one.label, "")
        if not key:
            key = next(name for name in free if name not in taken)
        keyed.append(replace(one, key=key))
    return tuple(keyed)


def outdated(before: Sequence[UnitIndicator], after: Sequence[UnitIndicator]) -> list[str]:
    """The keys of `before` whose scores no longer say anything: the indicator is gone, or its label or standard is
    another. A new weight leaves the score as it is."""
    now = {one.key: (one.label, one.standard) for one in after}
    return [one.key for one in before if now.get(one.key) != (one.label, one.standard)]
