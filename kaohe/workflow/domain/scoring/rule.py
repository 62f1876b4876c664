"""What a kind of part has: the inputs that it may still lack, and its lines in the breakdown."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from kaohe.workflow.domain.cycle_frame import CycleFrame
from kaohe.workflow.domain.facts.model import PersonFacts
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.scoring.breakdown import Entry


class Case(NamedTuple):
    """One person's facts in one cycle, and the policy by which they are judged."""

    policy: Policy
    person: PersonFacts
    frame: CycleFrame


def _nothing(_part: Any, _case: Case) -> Iterable[str]:
    return ()


class Rule(NamedTuple):
    """The rule of one kind of part. `entries` is asked only where `missing` names nothing."""

    entries: Callable[[Any, Case], Iterable[Entry]]
    missing: Callable[[Any, Case], Iterable[str]] = _nothing
