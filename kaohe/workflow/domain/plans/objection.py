"""The plans of an objection: who hears it, until when."""

from collections.abc import Callable

from kaohe.workflow.domain.chain import holder, ladder_of
from kaohe.workflow.domain.changes import Changes, Command, DeadlineSpec, TaskSpec
from kaohe.workflow.domain.charts import ObjectionState
from kaohe.workflow.domain.plans.schedule import hearing_deadlines
from kaohe.workflow.domain.roles import Role, person_key, role_key
from kaohe.workflow.domain.snapshots import ObjectionSnapshot, Situation
from kaohe.workflow.domain.terms import end_of

Planner = Callable[[ObjectionSnapshot, Command, Situation], Changes]


def hearing_key(subject_person: int, unit_id: int, filed_by: int, instance: int, situation: Situation) -> str:
    """Who hears it: the office, or the body's head where every one of the office is concerned; the second instance
    is the last of the outside approvers, the superior authority."""
    if instance == 2:
        return role_key(Role.OUTSIDE_APPROVER, situation.policy.appeal.outside_approvals[-1].key)
    concerned = {subject_person, filed_by}
    barred = frozenset(concerned).union(*(situation.relatives.get(one, frozenset()) for one in concerned))
    ladder = ladder_of(Role.OFFICE, unit_id, situation.root_unit_id)
    return holder(ladder, situation.holders, barred) or ladder[0]


def _admit(snapshot: ObjectionSnapshot, command: Command, situation: Situation) -> Changes:
    key = next(iter(sorted(snapshot.task_keys)), role_key(Role.OFFICE))
    entry_no = snapshot.entry_no + 1
    return Changes(
        dest=ObjectionState.UNDER_REVIEW,
        fields={"entry_no": entry_no},
        tasks=[TaskSpec("decide_objection", key, snapshot.decide_due)],
        deadlines=hearing_deadlines(snapshot.decide_due, command.now, entry_no, 1, situation),
        notify=[(person_key(snapshot.filed_by), "objection_admitted")],
    )


def _dismiss(snapshot: ObjectionSnapshot, command: Command, situation: Situation) -> Changes:
    """A dismissed one may go once to the second instance: the case waits for as long as that may be asked."""
    changes = _end(ObjectionState.DISMISSED)(snapshot, command, situation)
    appeal = situation.policy.appeal
    if snapshot.instance == 1 and appeal.second_instance and appeal.outside_approvals:
        until = end_of(appeal.window, command.now, situation.calendar).ends_at
        changes.fields["second_until"] = until
        changes.deadlines = [DeadlineSpec("appeal", "expire", 0, until, snapshot.entry_no + 1, step=2)]
    return changes


def _end(state: ObjectionState) -> Planner:
    def planned(snapshot: ObjectionSnapshot, command: Command, situation: Situation) -> Changes:
        return Changes(
            dest=state,
            fields={
                "entry_no": snapshot.entry_no + 1,
                "reply": command.args.get("reply", ""),
                "decided_by": command.actor.person_id,
                "decided_at": command.now,
            },
            data=dict(command.args),
            notify=[(person_key(one), f"objection_{state}") for one in {snapshot.filed_by, snapshot.subject_person_id}],
        )

    return planned


PLANS: dict[str, Planner] = {
    "admit": _admit,
    "refuse": _end(ObjectionState.INADMISSIBLE),
    "dismiss": _dismiss,
    "sustain": _end(ObjectionState.SUSTAINED),
    "withdraw": _end(ObjectionState.WITHDRAWN),
}
