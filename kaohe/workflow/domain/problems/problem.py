"""One thing that is wrong with a document, and the error that carries them all."""

from collections.abc import Iterable
from dataclasses import dataclass

from kaohe.workflow.domain.problems.paths import KeyPath, render


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and where. `line` counts from 1; None where the format has no lines worth naming."""

    path: KeyPath
    code: str
    zh: str
    en: str
    line: int | None = None

    @property
    def field(self) -> str:
        """The place as text, `scoring.parts[1].weight`; empty for the document as a whole."""
        return render(self.path)

    def __str__(self) -> str:
        place = ": ".join(part for part in (f"line {self.line}" if self.line else "", self.field) if part)
        words = f"{self.zh} · {self.en}"
        return f"{place}: {words}" if place else words


class InputError(ValueError):
    """A document cannot be used. `problems` has all that was found, `source` says which document it is."""

    def __init__(self, problems: Iterable[Problem], source: str = "") -> None:
        self.problems = tuple(problems)
        self.source = source
        super().__init__("\n".join(f"{source}: {problem}" if source else str(problem) for problem in self.problems))
