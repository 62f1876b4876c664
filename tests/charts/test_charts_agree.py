"""One list of states and edges: the charts, the transitions machines, the Python enums and the CHECK constraints."""

import pytest

from kaohe.schema import states
from kaohe.workflow.domain.charts import (
    CHARTS,
    WHO_LABELS,
    WHO_LABELS_EN,
    BoxState,
    Chart,
    CycleStage,
    FindingState,
    ListState,
    ObjectionState,
    Stage,
    Subject,
    Who,
)
from kaohe.workflow.domain.charts.labels import STATE_LABELS
from kaohe.workflow.domain.charts.machine import _machine, advance
from kaohe.workflow.domain.guards.judge import _GUARDS
from kaohe.workflow.domain.plans.plan import _PLANS

charts = pytest.mark.parametrize("chart", CHARTS.values(), ids=lambda chart: str(chart.subject))

ENUMS = {
    Subject.ASSESSMENT: (Stage, states.ASSESSMENT_STATES),
    Subject.CYCLE: (CycleStage, states.CYCLE_STATES),
    Subject.UNIT_LIST: (ListState, states.LIST_STATES),
    Subject.OBJECTION: (ObjectionState, states.OBJECTION_STATES),
    Subject.BALLOT_BOX: (BoxState, states.BOX_STATES),
    Subject.FINDING: (FindingState, states.FINDING_STATES),
}


@charts
def test_states_are_the_same_everywhere(chart: Chart) -> None:
    enum, listed = ENUMS[chart.subject]
    assert tuple(str(state) for state in chart.states) == tuple(enum) == tuple(listed)


def test_the_subjects_are_those_of_the_history() -> None:
    assert set(states.SUBJECTS) == set(Subject) == set(CHARTS)


@charts
def test_the_machine_has_exactly_the_charts_edges(chart: Chart) -> None:
    machine = _machine(chart.subject)
    edges = {
        (name, source, transition.dest)
        for name, event in machine.events.items()
        for source, found in event.transitions.items()
        for transition in found
    }
    assert edges == {(move.trigger, str(move.source), str(move.dest)) for move in chart.moves}


@charts
def test_the_machine_moves_where_the_chart_says_and_nowhere_else(chart: Chart) -> None:
    for trigger in chart.rules:
        for source in chart.states:
            allowed = set(chart.destinations(trigger, source))
            for dest in chart.states:
                reached = advance(chart, source, trigger, dest)
                assert reached == (dest if dest in allowed else None)


@charts
def test_every_state_can_be_reached_and_ends_are_ends(chart: Chart) -> None:
    reached = {chart.initial} | {move.dest for move in chart.moves}
    assert reached == set(chart.states)
    leaving = {move.source for move in chart.moves if move.dest != move.source}
    open_again = {Stage.EXCLUDED} if chart.subject is Subject.ASSESSMENT else set()  # an excluded one may come back
    assert leaving & chart.ends == open_again


@charts
def test_every_edge_has_a_rule_a_plan_and_words(chart: Chart) -> None:
    assert {move.trigger for move in chart.moves} == set(_PLANS[chart.subject])
    assert set(_GUARDS[chart.subject]) <= set(_PLANS[chart.subject])
    for rule in chart.rules.values():
        assert rule.label.strip(), rule
        assert rule.label_en.strip(), rule
        assert rule.who, rule
    assert all(state in STATE_LABELS for state in chart.states)


def test_everyone_who_may_act_has_words() -> None:
    assert set(WHO_LABELS) == set(WHO_LABELS_EN) == set(Who)
    assert all(zh.strip() and en.strip() for zh, en in STATE_LABELS.values())
