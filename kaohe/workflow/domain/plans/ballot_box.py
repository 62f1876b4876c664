"""The plans of a ballot box (票箱): who proposes and approves raters, who casts until when.

What it writes into the history tells numbers, never who rates and never who has cast.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from kaohe.workflow.domain.ballots.superior import approver_key
from kaohe.workflow.domain.changes import Changes, Command, DeadlineSpec, TaskSpec
from kaohe.workflow.domain.charts import BoxState, Stage
from kaohe.workflow.domain.permissions import clerk_holder
from kaohe.workflow.domain.policy.ballots import RaterGroup
from kaohe.workflow.domain.roles import Role, person_key, role_key
from kaohe.workflow.domain.snapshots import BallotBoxSnapshot, Situation
from kaohe.workflow.domain.terms import Term, before, end_of

Planner = Callable[[BallotBoxSnapshot, Command, Situation], Changes]

#: No policy says when to remind raters: one working day ahead.
_REMINDER = Term(working_days=1)

#: Nor how long the office may take over a box that nobody can open or count.
_OFFICE_TERM = Term(working_days=1)

#: The step of a box's deadlines: set by the policy's term, or by hand (延长、重新评分).
BY_TERM, BY_HAND = 0, 1


def propose_task(unit_id: int, now: datetime, situation: Situation) -> TaskSpec:
    """The unit's clerk is asked to propose external raters (S1-26)."""
    return TaskSpec(
        "propose_raters", clerk_holder(unit_id, situation.holders, frozenset()), _raters_due(now, situation)
    )


def office_task(kind: str, now: datetime, situation: Situation) -> TaskSpec:
    """The office sees to a box that lacks raters, or that can't be counted."""
    return TaskSpec(kind, role_key(Role.OFFICE), end_of(_OFFICE_TERM, now, situation.calendar).ends_at)


def rerouted(kind: str, snapshot: BallotBoxSnapshot, now: datetime, situation: Situation) -> TaskSpec:
    """The task of that kind, for whoever must act as posts are held now."""
    if kind == "approve_raters":
        return _approve_task(snapshot.unit_id, snapshot.proposed_by, now, situation)
    return propose_task(snapshot.unit_id, now, situation)


def box_deadlines(
    due_at: datetime, now: datetime, entry_no: int, step: int, situation: Situation
) -> list[DeadlineSpec]:
    """A box's reminder, where it is still to come, and its end."""
    mark = before(_REMINDER, due_at, situation.calendar)
    stage = str(Stage.AGGREGATION)
    reminder = [DeadlineSpec(stage, "remind", 1, mark, entry_no, step)] if mark > now else []
    return [*reminder, DeadlineSpec(stage, "expire", 0, due_at, entry_no, step)]


def _raters_due(now: datetime, situation: Situation) -> datetime:
    """External raters are wanted by the end of the summaries: the box opens then."""
    return max(situation.due.get(Stage.SELF_SUMMARY, now), now)


def _approve_task(unit_id: int, proposed_by: int | None, now: datetime, situation: Situation) -> TaskSpec:
    return TaskSpec("approve_raters", approver_key(unit_id, proposed_by, situation), _raters_due(now, situation))


def _rows(snapshot: BallotBoxSnapshot, raters: Iterable[tuple[int, str, str]]) -> list[tuple[str, dict[str, object]]]:
    return [
        (
            "ballot_rater",
            {
                "body_id": snapshot.body_id,
                "box_id": snapshot.id,
                "person_id": person,
                "rater_group": group,
                "reason": reason,
                "has_cast": False,
            },
        )
        for person, group, reason in raters
    ]


def _propose(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Changes:
    people: Sequence[tuple[int, str]] = command.args["people"]
    proposed_by = command.actor.person_id
    return Changes(
        dest=BoxState.PROPOSED,
        fields={"proposed_by": proposed_by, "approved_by": None},
        rows=_rows(snapshot, ((person, RaterGroup.EXTERNAL, why.strip()) for person, why in people)),
        tasks=[_approve_task(snapshot.unit_id, proposed_by, command.now, situation)],
        data={"raters": len(people)},
    )


def _return(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Changes:
    return Changes(
        dest=BoxState.DRAFTED,
        tasks=[propose_task(snapshot.unit_id, command.now, situation)],
    )


def _approve(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Changes:
    return Changes(dest=BoxState.APPROVED, fields={"approved_by": command.actor.person_id})


def _open(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Changes:
    """`raters` are those who are not external, as (person, group); `everybody` all who may cast."""
    args, entry_no = command.args, snapshot.entry_no + 1
    return Changes(
        dest=BoxState.OPEN,
        fields={
            "entry_no": entry_no,
            "headcount": args["headcount"],
            "ratees": args["ratees"],
            "unit_class": args["unit_class"],
            "public_key": args["public_key"],
            "due_at": args["due_at"],
            "opened_at": command.now,
        },
        rows=_rows(snapshot, ((person, group, "") for person, group in args["raters"])),
        tasks=_cast_tasks(args["everybody"], args["due_at"]),
        deadlines=box_deadlines(args["due_at"], command.now, entry_no, BY_TERM, situation),
        data={
            "headcount": args["headcount"],
            "ratees": len(args["ratees"]),
            "raters": len(args["everybody"]),
            "due_at": args["due_at"],
        },
    )


def _cast_tasks(people: Iterable[int], due_at: datetime) -> list[TaskSpec]:
    return [TaskSpec("cast_ballot", person_key(person), due_at) for person in sorted(people)]


def _extend(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Changes:
    due_at, entry_no = command.args["due_at"], snapshot.entry_no + 1
    return Changes(
        dest=BoxState.OPEN,
        fields={"entry_no": entry_no, "due_at": due_at},
        tasks=_cast_tasks(snapshot.waiting, due_at),
        deadlines=box_deadlines(due_at, command.now, entry_no, BY_HAND, situation),
        data={"due_at": due_at},
    )


def _reopen(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Changes:
    """Those who have not cast are asked again, and the added ones with them. What has been cast counts."""
    added: Sequence[tuple[int, str]] = command.args["people"]
    due_at, entry_no = command.args["due_at"], snapshot.entry_no + 1
    waiting = {*snapshot.waiting, *(person for person, _ in added)}
    return Changes(
        dest=BoxState.OPEN,
        fields={"entry_no": entry_no, "due_at": due_at, "closed_at": None},
        rows=_rows(snapshot, ((person, RaterGroup.EXTERNAL, why.strip()) for person, why in added)),
        tasks=_cast_tasks(waiting, due_at),
        deadlines=box_deadlines(due_at, command.now, entry_no, BY_HAND, situation),
        data={"due_at": due_at, "added": len(added)},
    )


#: What is fixed when a box opens, and again when it opens anew.
_FIXED = ("headcount", "ratees", "unit_class", "public_key", "due_at", "opened_at", "closed_at")


def _restart(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Changes:
    """Back to before it was opened; external raters stay approved. `raters` are told, whether they had cast or not."""
    told = [*(person_key(person) for person in sorted(command.args["raters"])), role_key(Role.OFFICE)]
    return Changes(
        dest=BoxState.APPROVED if snapshot.external else BoxState.DRAFTED,
        fields={"entry_no": snapshot.entry_no + 1, **dict.fromkeys(_FIXED)},
        notify=[(key, "box_restarted") for key in told],
    )


def _close(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Changes:
    fields = {"entry_no": snapshot.entry_no + 1, "closed_at": command.now}
    return Changes(dest=BoxState.CLOSED, fields=fields)


def _count(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Changes:
    cast = command.args["cast"]
    return Changes(
        dest=BoxState.COUNTED,
        fields={"entry_no": snapshot.entry_no + 1, "counted_at": command.now, "cast": cast},
        data={"cast": cast, "raters": snapshot.raters},
        notify=[(clerk_holder(snapshot.unit_id, situation.holders, frozenset()), "box_counted")],
    )


def _cancel(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Changes:
    return Changes(dest=BoxState.CANCELLED, fields={"entry_no": snapshot.entry_no + 1})


PLANS: dict[str, Planner] = {
    "propose_raters": _propose,
    "return_raters": _return,
    "approve_raters": _approve,
    "open_box": _open,
    "extend_box": _extend,
    "close_box": _close,
    "reopen_box": _reopen,
    "restart_box": _restart,
    "count_box": _count,
    "cancel_box": _cancel,
}
