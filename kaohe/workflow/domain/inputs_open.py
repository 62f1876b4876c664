"""Until when what is measured of a unit may still change: cards (S0-20) and unit items (S0-8).

They go into the scores of all the unit's people. Once the first of these is computed it must come out the same when it
is computed again, so nothing changes any more. Whoever takes no part (excluded before he had a score, cancelled) is not
looked at.
"""

from collections.abc import Iterable

from kaohe.workflow.domain.charts import Stage

_BEFORE = frozenset({Stage.SELF_SUMMARY, Stage.AGGREGATION})
_OUT = frozenset({Stage.EXCLUDED, Stage.CANCELLED})


def still_changing(stages: Iterable[str]) -> bool:
    """Whether no case has been aggregated yet."""
    return not frozenset(stages) - _BEFORE - _OUT


def under_way(stages: Iterable[str]) -> bool:
    """Whether there is a case that waits for its score, and none that has one."""
    found = frozenset(stages)
    return still_changing(found) and bool(found & _BEFORE)
