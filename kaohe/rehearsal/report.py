"""What a rehearsal tells at its end: what happened, places by unit, grades, requests, time, the archives."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figures:
    """A table of a scheme's own figures: rows of a label and as many values as there are columns."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True)
class QuarterReport:
    """One quarter as it ended."""

    period: str
    people: int
    events: Counter[str]
    stages: Counter[str]
    grants: Sequence[Any]
    statistics: Any
    archive: Path | None
    figures: Sequence[Figures] = ()


@dataclass
class Report:
    """The whole rehearsal. `seconds` is how long it took by a real clock."""

    folder: Path
    quarters: list[QuarterReport] = field(default_factory=list)
    requests: int = 0
    seconds: float = 0.0

    def print(self, console: Console) -> None:
        """Print it as tables."""
        console.print(self._events())
        for quarter in self.quarters:
            console.print(_places(quarter))
        console.print(self._grades())
        for quarter in self.quarters:
            for figures in quarter.figures:
                console.print(_shown(quarter.period, figures))
        console.print(f"HTTP 请求 · requests: {self.requests}, {self.seconds:.1f} s", highlight=False)
        for quarter in self.quarters:
            if quarter.archive:
                console.print(f"归档 · archive of {quarter.period}: {quarter.archive}", highlight=False, soft_wrap=True)
        console.print(f"排练目录 · folder: {self.folder}", highlight=False, soft_wrap=True)

    def _events(self) -> Table:
        table = _table("发生了什么 · what happened", *(quarter.period for quarter in self.quarters))
        table.add_row("people", *(str(quarter.people) for quarter in self.quarters))
        for name in dict.fromkeys(name for quarter in self.quarters for name in quarter.stages):
            table.add_row(name.lower(), *(str(quarter.stages[name]) for quarter in self.quarters))
        for name in dict.fromkeys(name for quarter in self.quarters for name in quarter.events):
            table.add_row(name.replace("_", " "), *(str(quarter.events[name]) for quarter in self.quarters))
        return table

    def _grades(self) -> Table:
        table = _table("统计 · statistics", *(quarter.period for quarter in self.quarters))
        for dimension in ("byGrade", "byOutcome", "bySummary"):
            labels = [bucket["label"] for quarter in self.quarters for bucket in quarter.statistics[dimension]]
            for label in dict.fromkeys(labels):
                table.add_row(label, *(str(_count(quarter.statistics[dimension], label)) for quarter in self.quarters))
        for measure in ("highest", "mean", "lowest"):
            table.add_row(measure, *(str(quarter.statistics["overall"][measure]) for quarter in self.quarters))
        return table


def _places(quarter: QuarterReport) -> Table:
    table = _table(f"{quarter.period} “好”等次名额 · places for good", "N", "offered", "used")
    for grant in quarter.grants:
        where = grant["unit"]["name"] if grant["unit"] else "全局 · body"
        table.add_row(where, *(str(grant[column]) for column in ("participants", "places", "used")))
    return table


def _shown(period: str, figures: Figures) -> Table:
    table = _table(f"{period} {figures.title}", *figures.columns)
    for row in figures.rows:
        table.add_row(*(str(value) for value in row))
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column()
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _count(buckets: Sequence[Any], label: str) -> int:
    return next((int(bucket["count"]) for bucket in buckets if bucket["label"] == label), 0)
