"""The plans of a cycle."""

from collections.abc import Callable

from kaohe.workflow.domain.changes import Changes, Command, QuotaSpec, TaskSpec
from kaohe.workflow.domain.charts import CycleStage, Stage
from kaohe.workflow.domain.plans.schedule import deadlines, is_present
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import CycleSnapshot, Situation

Planner = Callable[[CycleSnapshot, Command, Situation], Changes]

#: Stages whose term runs with each notice, not with the cycle.
NOTICE_STAGES = frozenset({Stage.PUBLICITY, Stage.APPEAL})


def _enter(snapshot: CycleSnapshot, stage: Stage, command: Command, situation: Situation) -> Changes:
    entry_no = snapshot.entry_no + 1
    changes = Changes(dest=stage, fields={"entry_no": entry_no}, keep_tasks=stage != Stage.ARCHIVED)
    if stage == Stage.ARCHIVED or not is_present(situation.policy, stage):
        return changes
    if stage not in NOTICE_STAGES:
        changes.deadlines = deadlines(stage, situation.due[stage], command.now, entry_no, situation)
    return changes


def _open(snapshot: CycleSnapshot, command: Command, situation: Situation) -> Changes:
    changes = _enter(snapshot, Stage.SELF_SUMMARY, command, situation)
    changes.fields["opened_at"] = command.now
    decision = situation.due.get(Stage.DECISION, command.now)
    changes.tasks.append(TaskSpec("freeze_quota", role_key(Role.OFFICE), decision))
    changes.data = dict(command.args)
    return changes


def _advance(snapshot: CycleSnapshot, command: Command, situation: Situation) -> Changes:
    changes = _enter(snapshot, Stage(snapshot.state).next, command, situation)
    changes.data = dict(command.args)
    return changes


def _freeze(snapshot: CycleSnapshot, command: Command, situation: Situation) -> Changes:
    """Situation and ratio forms filed (S3-33): N stands, the places are granted."""
    grants = command.args["grants"]
    return Changes(
        dest=snapshot.state,
        fields={"frozen_at": command.now},
        quota=[
            QuotaSpec(one["scope"], "participants", one["unit_id"], one["participants"], one["places"])
            for one in grants
        ],
        data={"grants": grants},
    )


def _extend(snapshot: CycleSnapshot, command: Command, situation: Situation) -> Changes:
    """`situation.due` holds the dates as they were; the use case moved the later stages' terms."""
    stage = Stage(command.args["stage"])
    changes = Changes(dest=snapshot.state, keep_tasks=True)
    changes.data = {"stage": str(stage), "until": command.args["until"]}
    if stage == snapshot.state and stage not in NOTICE_STAGES:
        entry_no = snapshot.entry_no + 1
        changes.fields["entry_no"] = entry_no
        changes.deadlines = deadlines(stage, command.args["until"], command.now, entry_no, situation)
    return changes


def _redate(snapshot: CycleSnapshot, command: Command, situation: Situation) -> Changes:
    """The calendar has changed: the dates themselves are moved by `workflow/dates`."""
    return Changes(dest=snapshot.state, keep_tasks=True, data=dict(command.args))


def _suspend(snapshot: CycleSnapshot, command: Command, situation: Situation) -> Changes:
    return Changes(dest=snapshot.state, fields={"suspended_at": command.now}, keep_tasks=True)


def _resume(snapshot: CycleSnapshot, command: Command, situation: Situation) -> Changes:
    return Changes(dest=snapshot.state, fields={"suspended_at": None}, keep_tasks=True)


def _cancel(snapshot: CycleSnapshot, command: Command, situation: Situation) -> Changes:
    return Changes(dest=CycleStage.CANCELLED, fields={"suspended_at": None})


PLANS: dict[str, Planner] = {
    "open": _open,
    "advance": _advance,
    "freeze_quota": _freeze,
    "extend": _extend,
    "redate": _redate,
    "suspend": _suspend,
    "resume": _resume,
    "cancel": _cancel,
}
