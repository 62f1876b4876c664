"""The charts as `transitions` machines: one flat machine for each chart serves every row."""

from functools import cache
from typing import Any

from transitions import Machine

from kaohe.workflow.domain.charts import CHARTS
from kaohe.workflow.domain.charts.chart import Chart, Move, Subject


class _Row:
    """The least that a machine can move: something with a state."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


def advance(chart: Chart, state: str, trigger: str, dest: str) -> str | None:
    """The state after `trigger`, aimed at `dest`; None where the chart has no such edge."""
    if trigger not in chart.rules or not chart.destinations(trigger, state):
        return None
    return _reached(chart.subject, str(state), trigger, str(dest))


@cache
def _reached(subject: Subject, state: str, trigger: str, dest: str) -> str | None:
    """Asked once of the machine: its answer depends on nothing else."""
    row = _Row(state)
    moved = _machine(subject).events[trigger].trigger(row, dest=dest)
    return row.state if moved else None


@cache
def _machine(subject: Subject) -> Any:
    chart = CHARTS[subject]
    return Machine(
        model=None,
        states=[str(state) for state in chart.states],
        initial=str(chart.initial),
        transitions=[_edge(move) for move in chart.moves],
        auto_transitions=False,
        send_event=True,
    )


def _edge(move: Move) -> dict[str, Any]:
    dest = str(move.dest)
    return {
        "trigger": move.trigger,
        "source": str(move.source),
        "dest": dest,
        "conditions": lambda event: event.kwargs["dest"] == dest,
    }
