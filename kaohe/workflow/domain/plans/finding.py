"""The plans of a finding (发现的情况, S0-27): what it asks for, of whom and by when."""

from collections.abc import Callable
from datetime import datetime

from kaohe.workflow.domain.chain import holder
from kaohe.workflow.domain.changes import Changes, Command, DeadlineSpec, TaskSpec
from kaohe.workflow.domain.charts import FindingState
from kaohe.workflow.domain.permissions import clerk_holder
from kaohe.workflow.domain.plans.schedule import hearing_deadlines
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import FindingSnapshot, Situation
from kaohe.workflow.domain.terms import end_of

Planner = Callable[[FindingSnapshot, Command, Situation], Changes]

#: The stage under which its tasks and deadlines are listed: telling what was seen, and improving on it.
STAGE = "feedback"

#: The steps of its deadlines: until it is answered, until it is closed.
ANSWERING, CLOSING = 0, 1


def due_of(asked_at: datetime, situation: Situation) -> datetime:
    """By when what is asked for at `asked_at` is due: the policy's term, for the answer and again for the conclusion."""
    return end_of(situation.policy.supervision.follow_up, asked_at, situation.calendar).ends_at


def answer_task(unit_id: int, due_at: datetime, situation: Situation) -> TaskSpec:
    """The unit's clerk answers, or one step up where the post is vacant."""
    return TaskSpec("answer_finding", clerk_holder(unit_id, situation.holders, frozenset()), due_at)


def close_task(issuer_key: str, due_at: datetime, situation: Situation) -> TaskSpec:
    """Whoever issued it closes it; the office where nobody holds that post any more."""
    office = role_key(Role.OFFICE)
    return TaskSpec("close_finding", holder((issuer_key, office), situation.holders, frozenset()) or office, due_at)


def follow_up_deadlines(
    due_at: datetime, now: datetime, entry_no: int, step: int, situation: Situation
) -> list[DeadlineSpec]:
    """A reminder one working day ahead, and the end of the term: then those above are told."""
    return hearing_deadlines(due_at, now, entry_no, step, situation, STAGE)


def _answer(snapshot: FindingSnapshot, command: Command, situation: Situation) -> Changes:
    due_at, entry_no = due_of(command.now, situation), snapshot.entry_no + 1
    reply = command.args["reply"].strip()
    return Changes(
        dest=FindingState.ANSWERED,
        fields={
            "entry_no": entry_no,
            "reply": reply,
            "replied_by": command.actor.person_id,
            "replied_at": command.now,
            "asked_at": command.now,
            "due_at": due_at,
        },
        tasks=[close_task(snapshot.issuer_key, due_at, situation)],
        deadlines=follow_up_deadlines(due_at, command.now, entry_no, CLOSING, situation),
        data={"reply": reply},
    )


def _return(snapshot: FindingSnapshot, command: Command, situation: Situation) -> Changes:
    """The reply stays on the row until there is a better one; the unit has its whole term again."""
    due_at, entry_no = due_of(command.now, situation), snapshot.entry_no + 1
    return Changes(
        dest=FindingState.ISSUED,
        fields={"entry_no": entry_no, "asked_at": command.now, "due_at": due_at},
        tasks=[answer_task(snapshot.unit_id, due_at, situation)],
        deadlines=follow_up_deadlines(due_at, command.now, entry_no, ANSWERING, situation),
    )


def _close(snapshot: FindingSnapshot, command: Command, situation: Situation) -> Changes:
    conclusion = command.args["conclusion"].strip()
    return Changes(
        dest=FindingState.CLOSED,
        fields={"entry_no": snapshot.entry_no + 1, "conclusion": conclusion, "closed_at": command.now, "due_at": None},
        data={"conclusion": conclusion},
        notify=[(role_key(Role.UNIT_CLERK, snapshot.unit_id), "finding_closed")],
    )


PLANS: dict[str, Planner] = {
    "answer_finding": _answer,
    "return_finding": _return,
    "close_finding": _close,
}
