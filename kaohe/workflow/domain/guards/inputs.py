"""Guards on what was typed in: required words and known keys."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.snapshots import Situation

_Guard = TypeVar("_Guard", bound=Callable[[Any, Command, Situation], Iterator[Refusal]])

#: Guards that need no input: what they refuse is no available action either.
STANDING: set[Callable[[Any, Command, Situation], Iterator[Refusal]]] = set()


def standing(guard: _Guard) -> _Guard:
    """Mark a guard that judges by what stands, not by what was typed in."""
    STANDING.add(guard)
    return guard


def required(name: str, label: str, label_en: str) -> Callable[[Any, Command, Situation], Iterator[Refusal]]:
    """A guard: the argument `name` is there and not blank."""

    def guard(_snapshot: Any, command: Command, _situation: Situation) -> Iterator[Refusal]:
        value = command.args.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            yield Refusal(Code.REQUIRED, name, {"label": label, "label_en": label_en})

    return guard


def reason(_snapshot: Any, command: Command, _situation: Situation) -> Iterator[Refusal]:
    """A guard: a reason is given."""
    if not command.reason.strip():
        yield Refusal(Code.REQUIRED, "reason", {"label": "理由", "label_en": "reason"})


def bad(field: str, problem: str, problem_en: str) -> Refusal:
    """A refusal of one input field, in words."""
    return Refusal(Code.BAD_INPUT, field, {"problem": problem, "problem_en": problem_en})
