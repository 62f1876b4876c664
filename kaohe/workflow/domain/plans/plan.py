"""The one entry: the plan of a trigger on a subject."""

from collections.abc import Callable, Mapping
from typing import Any

from kaohe.workflow.domain.changes import Changes, Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.plans import assessment, ballot_box, cycle, finding, objection, unit_list
from kaohe.workflow.domain.snapshots import Situation, Snapshot

Planner = Callable[[Any, Command, Situation], Changes]

_PLANS: Mapping[Subject, Mapping[str, Planner]] = {
    Subject.ASSESSMENT: assessment.PLANS,
    Subject.CYCLE: cycle.PLANS,
    Subject.UNIT_LIST: unit_list.PLANS,
    Subject.OBJECTION: objection.PLANS,
    Subject.BALLOT_BOX: ballot_box.PLANS,
    Subject.FINDING: finding.PLANS,
}


def plan(subject: Subject, snapshot: Snapshot, command: Command, situation: Situation) -> Changes:
    """What the command writes. Guards have passed: this never refuses."""
    return _PLANS[subject][command.trigger](snapshot, command, situation)
