"""The charts (状态图): the only place that knows states, triggers and who may pull them.

From these tables come the `transitions` machines, the CHECK constraints, the GraphQL enums, `availableActions`
and the pictures in docs/. `CHARTS` holds one chart for each kind of subject.
"""

from kaohe.workflow.domain.charts.assessment import ASSESSMENT_CHART, LOOP, Stage
from kaohe.workflow.domain.charts.ballot_box import BALLOT_BOX_CHART, BoxState
from kaohe.workflow.domain.charts.chart import (
    WHO_LABELS,
    WHO_LABELS_EN,
    Chart,
    Move,
    Subject,
    TriggerRule,
    Who,
)
from kaohe.workflow.domain.charts.cycle import CYCLE_CHART, CycleStage
from kaohe.workflow.domain.charts.finding import FINDING_CHART, FindingState
from kaohe.workflow.domain.charts.objection import OBJECTION_CHART, ObjectionState
from kaohe.workflow.domain.charts.unit_list import UNIT_LIST_CHART, ListState

CHARTS: dict[Subject, Chart] = {
    chart.subject: chart
    for chart in (
        ASSESSMENT_CHART,
        CYCLE_CHART,
        UNIT_LIST_CHART,
        OBJECTION_CHART,
        BALLOT_BOX_CHART,
        FINDING_CHART,
    )
}

__all__ = [
    "ASSESSMENT_CHART",
    "BALLOT_BOX_CHART",
    "CHARTS",
    "CYCLE_CHART",
    "FINDING_CHART",
    "LOOP",
    "OBJECTION_CHART",
    "UNIT_LIST_CHART",
    "WHO_LABELS",
    "WHO_LABELS_EN",
    "BoxState",
    "Chart",
    "CycleStage",
    "FindingState",
    "ListState",
    "Move",
    "ObjectionState",
    "Stage",
    "Subject",
    "TriggerRule",
    "Who",
]
