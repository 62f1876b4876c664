"""What entering a stage brings to one case: the task of whoever must act, and deadlines of its own for stragglers."""

from datetime import datetime
from functools import lru_cache

from kaohe.workflow.domain.appraisal import appraiser_keys
from kaohe.workflow.domain.barred import barred
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.chain import holder, ladder_of
from kaohe.workflow.domain.changes import Changes, Command, TaskSpec
from kaohe.workflow.domain.charts import Stage
from kaohe.workflow.domain.permissions import barred_from_step, clerk_holder
from kaohe.workflow.domain.plans.schedule import deadlines, is_present
from kaohe.workflow.domain.roles import Role, person_key, role_key
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Situation
from kaohe.workflow.domain.terms import Term, end_of


def enter(after: AssessmentSnapshot, stage: Stage, command: Command, situation: Situation) -> Changes:
    """The changes of entering `stage`; `after` is the case as it will be, its state aside."""
    entry_no = after.entry_no + 1
    changes = Changes(dest=stage, fields={"entry_no": entry_no, "entered_at": command.now, "due_at": None})
    if stage in (Stage.ARCHIVED, Stage.EXCLUDED, Stage.CANCELLED) or not is_present(situation.policy, stage):
        return changes
    due_at, own = _due(after, stage, command.now, situation)
    changes.fields["due_at"] = due_at
    if own:
        changes.deadlines = deadlines(stage, due_at, command.now, entry_no, situation)
    changes.tasks = _tasks(after, stage, due_at, situation)
    return changes


def rekey(after: AssessmentSnapshot, command: Command, situation: Situation) -> list[TaskSpec]:
    """The tasks of a case that stays where it is but changes hands."""
    stage = Stage(after.state)
    return _tasks(after, stage, after.due_at or situation.due.get(stage, command.now), situation)


def review_holder(after: AssessmentSnapshot, situation: Situation) -> str | None:
    """The role key whose turn it is in the chain; None where nobody is left to act."""
    step = situation.policy.review.chain[after.review_step]
    ladder = ladder_of(step.role, after.unit_id, situation.root_unit_id)
    return holder(ladder, situation.holders, barred_from_step(after, situation, after.review_step))


def _due(after: AssessmentSnapshot, stage: Stage, now: datetime, situation: Situation) -> tuple[datetime, bool]:
    """The due moment, and whether it is this case's own: of people who are late, returned or in a later round."""
    minimum = _ends_at(situation.policy.stage_minimum(stage), now, situation.calendar)
    shared = situation.due.get(stage, minimum)
    cycle = Stage(situation.cycle_state)
    behind = cycle.position > stage.position
    # Who comes into a stage that the cycle is in already has his own least time, as all had who came with it. And the
    # shared term's end may fire while he enters: that would not see him, and nothing else would watch his case.
    joins = cycle is stage and minimum > shared
    if after.round == 1 and not behind and not joins and shared >= now and not after.returned:
        return shared, False
    if stage in (Stage.PUBLICITY, Stage.APPEAL):  # their notice has the deadline
        return max(shared, now), False
    return max(shared, minimum), True


@lru_cache(maxsize=64)
def _ends_at(term: Term, now: datetime, calendar: WorkCalendar) -> datetime:
    """The same for all cases of a move: it is counted once."""
    return end_of(term, now, calendar).ends_at


_TASKS = {
    Stage.SELF_SUMMARY: "write_summary",
    Stage.AGGREGATION: "aggregate",
    Stage.REVIEW: "review",
    Stage.DECISION: "decide",
    Stage.FEEDBACK: "deliver_feedback",
}


def _tasks(after: AssessmentSnapshot, stage: Stage, due_at: datetime, situation: Situation) -> list[TaskSpec]:
    """Whose work the stage is. Beside the clerk's, whoever may appraise is asked to, each by a task of his own, as
    long as nobody has in this round: the first who does it has done it for all (S0-17, S0-18)."""
    key = _task_key(after, stage, situation)
    tasks = [] if key is None else [TaskSpec(_TASKS[stage], key, due_at)]
    if stage is Stage.AGGREGATION and not after.appraised:
        tasks += [TaskSpec("appraise", one, due_at) for one in appraiser_keys(after, situation)]
    if stage is Stage.AGGREGATION and after.unsettled_claims:
        tasks.append(audit_task(due_at))
    return tasks


def audit_task(due_at: datetime) -> TaskSpec:
    """The office's part of aggregation: settling what was claimed (S3-20)."""
    return TaskSpec("audit_claims", role_key(Role.OFFICE), due_at)


def _task_key(after: AssessmentSnapshot, stage: Stage, situation: Situation) -> str | None:
    match stage:
        case Stage.SELF_SUMMARY:
            return person_key(after.person_id)
        case Stage.AGGREGATION:
            return clerk_holder(after.unit_id, situation.holders, barred(after, situation))
        case Stage.REVIEW:
            # Where nobody can act the task stays with the step's own role, and the office sees it overdue.
            step = situation.policy.review.chain[after.review_step]
            return review_holder(after, situation) or ladder_of(step.role, after.unit_id, situation.root_unit_id)[0]
        case Stage.DECISION:
            return role_key(Role.COMMITTEE_SECRETARY)
        case Stage.FEEDBACK:
            ladder = ladder_of(situation.policy.feedback.by, after.unit_id, situation.root_unit_id)
            return holder(ladder, situation.holders, barred(after, situation)) or ladder[0]
        case _:
            return None
