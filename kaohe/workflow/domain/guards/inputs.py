"""Guards on what was typed in: required words and known keys."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from unicodedata import category

from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.snapshots import Situation

#: A rule: what a command on a snapshot violates. Each takes the snapshot of its own subject.
Guard = Callable[[Any, Command, Situation], Iterator[Refusal]]

_G = TypeVar("_G", bound=Guard)

#: Guards that need no input: what they refuse is no available action either.
STANDING: set[Guard] = set()


def standing(guard: _G) -> _G:
    """Mark a guard that judges by what stands, not by what was typed in."""
    STANDING.add(guard)
    return guard


def is_blank(words: str) -> bool:
    """Whether nothing can be read in it: white space and invisible characters say nothing."""
    return all(character.isspace() or category(character) in ("Cf", "Cc") for character in words)


def required(name: str, label: str, label_en: str) -> Guard:
    """A guard: the argument `name` is there and not blank."""

    def guard(_snapshot: Any, command: Command, _situation: Situation) -> Iterator[Refusal]:
        value = command.args.get(name)
        if value is None or (isinstance(value, str) and is_blank(value)):
            yield Refusal(Code.REQUIRED, name, {"label": label, "label_en": label_en})

    return guard


def reason(_snapshot: Any, command: Command, _situation: Situation) -> Iterator[Refusal]:
    """A guard: a reason is given."""
    if is_blank(command.reason):
        yield Refusal(Code.REQUIRED, "reason", {"label": "理由", "label_en": "reason"})


def bad(field: str, problem: str, problem_en: str) -> Refusal:
    """A refusal of one input field, in words."""
    return Refusal(Code.BAD_INPUT, field, {"problem": problem, "problem_en": problem_en})


def duplicate(field: str, what: str, what_en: str) -> Refusal:
    """A refusal of what is there already, or stands in the input twice."""
    return Refusal(Code.DUPLICATE, field, {"what": what, "what_en": what_en})
