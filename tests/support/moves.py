"""Planning a case's moves without a database: the case, the cycle it is in, and what a move brings."""

from datetime import UTC, datetime
from typing import Any

from support.snapshots import ACTORS, NOW, PERSON, UNIT, situation, snapshot

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Changes, Command, TaskSpec
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.plans import plan
from kaohe.workflow.domain.snapshots import AssessmentSnapshot

#: 24:00 of Wednesday, 15 April 2026, when every stage of the cycle ends here.
DUE = datetime(2026, 4, 15, 16, tzinfo=UTC)
#: Another moment, which only one row names.
OWN = datetime(2026, 4, 17, 16, tzinfo=UTC)

CLERK, LEADER, CHARGE = f"unit_clerk@{UNIT}", f"main_leader@{UNIT}", f"leader_in_charge@{UNIT}"
HIMSELF = f"person@{PERSON}"

#: Entering a stage counts the entry and forgets the old stage's due moment.
ENTERED = {"entry_no": 2, "entered_at": NOW, "due_at": DUE}


def at(day: int, hour: int = 16) -> datetime:
    """24:00 of a day of April 2026 in Shanghai; 09:00 of it with hour 1."""
    return datetime(2026, 4, day, hour, tzinfo=UTC)


def case(state: str, **changes: Any) -> AssessmentSnapshot:
    """A case in a state, with a due moment of its own."""
    given = snapshot(Subject.ASSESSMENT, state, **{"due_at": OWN, **changes})
    assert isinstance(given, AssessmentSnapshot)
    return given


def move(trigger: str, given: AssessmentSnapshot, actor: Actor | str = "office", **args: Any) -> Changes:
    """The plan of a trigger in a cycle that stands where the case goes or further back, so that terms are shared."""
    where = situation(cycle_state="self_summary", due=dict.fromkeys(Stage, DUE))
    who = ACTORS[actor] if isinstance(actor, str) else actor
    return plan(Subject.ASSESSMENT, given, Command(trigger, who, NOW, reason="理由", args=args), where)


def task(kind: str, key: str, due: datetime = DUE) -> list[TaskSpec]:
    """One task, alone."""
    return [TaskSpec(kind, key, due)]
