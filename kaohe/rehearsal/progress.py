"""Showing how far a rehearsal is: a live line on a terminal, plain lines elsewhere."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.status import Status


class Progress:
    """Says what is being done and what has happened."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._status: Status | None = Status("kaohe rehearse", console=console) if console.is_terminal else None

    def __enter__(self) -> Self:
        if self._status:
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status:
            self._status.stop()

    def step(self, words: str) -> None:
        """A step of the year begins."""
        if self._status:
            self._status.update(words)
        self._console.print(words, highlight=False)

    def note(self, words: str, times: int = 1) -> None:
        """Something has happened: shown on the live line only."""
        if self._status:
            self._status.update(f"{words} × {times}" if times > 1 else words)
