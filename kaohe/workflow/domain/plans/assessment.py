"""The plans of one person's case."""

from collections.abc import Callable

from kaohe.workflow.domain.changes import (
    Changes,
    Command,
    DeadlineSpec,
    QuotaSpec,
    TaskSpec,
)
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.permissions import acting
from kaohe.workflow.domain.plans.entry import audit_task, enter, rekey
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Opinion, Situation
from kaohe.workflow.domain.terms import end_of

Planner = Callable[[AssessmentSnapshot, Command, Situation], Changes]


def _stay(snapshot: AssessmentSnapshot, **fields: object) -> Changes:
    return Changes(dest=snapshot.state, fields=dict(fields), keep_tasks=True)


def _to(stage: Stage) -> Planner:
    return lambda snapshot, command, situation: enter(snapshot, stage, command, situation)


def _submit(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    # Claims of a summary that was returned are withdrawn by those of this one.
    changes = enter(snapshot.altered(unsettled_claims=0), Stage.AGGREGATION, command, situation)
    changes.fields["summary"] = "submitted"
    changes.tasks += _audit_task(command, situation)
    changes.data = _claimed(command)
    return changes


def _miss(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    changes = enter(snapshot, Stage.AGGREGATION, command, situation)
    changes.fields["summary"] = "missed"
    changes.notify = [(person_key(snapshot.person_id), "summary_missed")]
    return changes


def _submit_late(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    changes = _stay(snapshot, summary="excused" if command.args.get("excused") else "late")
    changes.tasks = _audit_task(command, situation)
    changes.data = _claimed(command)
    return changes


def _audit_task(command: Command, situation: Situation) -> list[TaskSpec]:
    if not command.args.get("claims"):
        return []
    due = situation.due.get(Stage.AGGREGATION, command.now)
    return [audit_task(max(due, command.now))]


def _claimed(command: Command) -> dict[str, object]:
    return {"claims": len(command.args.get("claims", ()))} if command.args.get("claims") else {}


def _return_summary(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    changes = enter(snapshot, Stage.SELF_SUMMARY, command, situation)
    changes.fields["summary"] = None
    return changes


def _record(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    changes = _stay(snapshot)
    changes.data = dict(command.args)
    return changes


def _record_indicators(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    changes = _stay(snapshot)
    changes.data = {f"{one.kind}.{one.indicator}": one.points for one in command.args["points"]}
    return changes


def _settle(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    """With its last claim the office's part is done; what the unit has still to do stays open."""
    changes = _record(snapshot, command, situation)
    if sum(claim["status"] != "checked" for claim in command.args["claims"]) >= snapshot.unsettled_claims:
        changes.keep_tasks = False
        changes.tasks = rekey(snapshot.altered(unsettled_claims=0), command, situation)
    return changes


def _appraise(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    """Signed by one of those who may; the others need not. Until the case is aggregated it may be corrected."""
    acted = acting(Subject.ASSESSMENT, command.trigger, command.actor, snapshot, situation)
    signed = {"score": command.args["score"], "comment": command.args["comment"].strip()}
    changes = _stay(snapshot)
    changes.done = ("appraise",)
    changes.rows = [
        (
            "appraisal",
            {
                "body_id": snapshot.body_id,
                "assessment_id": snapshot.id,
                "round": snapshot.round,
                **signed,
                "person_id": command.actor.person_id or 0,
                "acted_as": acted.key if acted else "",
                "in_place_of": acted.principal_id if acted else None,
                "signed_at": command.now,
            },
        )
    ]
    changes.data = dict(signed)
    return changes


def _aggregate(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    result = command.args["result"]
    changes = enter(snapshot.altered(review_step=0), Stage.REVIEW, command, situation)
    changes.fields |= {
        "review_step": 0,
        "outcome": result["outcome"],
        "score": result["score"],
        "breakdown": result["breakdown"],
        "allowed_grades": list(result["allowed_grades"]),
        "proposed_grade": result["proposed_grade"],
        "suggested_grade": None,
        "nominee": False,
    }
    changes.data = {"score": result["score"], "outcome": result["outcome"], "proposed": result["proposed_grade"]}
    return changes


def _approve(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    chain = situation.policy.review.chain
    step = chain[snapshot.review_step]
    grade = command.args.get("grade") or snapshot.suggested_grade or snapshot.proposed_grade
    grade = grade if snapshot.graded else None
    person_id = command.actor.person_id or 0
    acted = acting(Subject.ASSESSMENT, command.trigger, command.actor, snapshot, situation)
    principal_id = acted.principal_id if acted else None
    signed = Opinion(snapshot.round, step.key, person_id, principal_id)
    after = snapshot.altered(
        review_step=snapshot.review_step + 1, opinions=(*snapshot.opinions, signed), suggested_grade=grade
    )
    if after.review_step < len(chain):  # the steps share the stage's term
        changes = Changes(dest=snapshot.state, tasks=rekey(after, command, situation))
        changes.fields |= {"entry_no": snapshot.entry_no, "entered_at": snapshot.row["entered_at"]}
        changes.fields["due_at"] = snapshot.due_at
    else:
        changes = enter(after, Stage.DECISION, command, situation)
    changes.fields |= {
        "review_step": after.review_step if after.review_step < len(chain) else snapshot.review_step,
        "suggested_grade": grade,
        "nominee": grade == situation.policy.limited_grade.key,
    }
    changes.rows = [
        (
            "review_opinion",
            {
                "body_id": snapshot.body_id,
                "assessment_id": snapshot.id,
                "round": snapshot.round,
                "step": step.key,
                "person_id": person_id,
                "acted_as": acted.key if acted else "",
                "in_place_of": principal_id,
                "grade": grade,
                "comment": command.args.get("comment", ""),
                "signed_at": command.now,
                "void": False,
            },
        )
    ]
    changes.data = {"step": step.key, "grade": grade, "comment": command.args.get("comment", "")}
    return changes


def _rework(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    to = Stage(command.args["to"])
    after = snapshot.altered(review_step=0, returned=True)
    changes = enter(after, to, command, situation)
    changes.fields |= {"review_step": 0, "suggested_grade": None, "nominee": False}
    if to == Stage.SELF_SUMMARY:
        changes.fields["summary"] = None
    changes.data = {"to": str(to)}
    return changes


def _back_to_review(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    keys = [step.key for step in situation.policy.review.chain]
    step = keys.index(command.args["step"])
    standing = tuple(one for one in snapshot.opinions if one.round < snapshot.round or keys.index(one.step) < step)
    after = snapshot.altered(review_step=step, opinions=standing, returned=True)
    changes = enter(after, Stage.REVIEW, command, situation)
    changes.fields["review_step"] = step
    changes.data = {"step": command.args["step"]}
    return changes


def _decide(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    grade = command.args.get("grade")
    changes = enter(snapshot, Stage.PUBLICITY, command, situation)
    changes.fields |= {"grade": grade, "notice_id": command.args["notice_id"]}
    changes.fields["due_at"] = command.args["closes_at"]
    changes.quota = _places_used(snapshot, grade, situation)
    changes.data = {"grade": grade, "kind": command.args["kind"], "session": command.args["session_id"]}
    return changes


def _places_used(snapshot: AssessmentSnapshot, grade: str | None, situation: Situation) -> list[QuotaSpec]:
    """The unit's place goes with the nomination, accepted or rejected (S3-35); the body's with the grade (S3-36)."""
    limited = situation.policy.limited_grade.key
    was, now_is = snapshot.grade == limited, grade == limited
    entries = []
    if snapshot.nominee and not snapshot.decided_before:
        entries.append(QuotaSpec("unit", "nominee", snapshot.unit_id, 1))
    if now_is and not was:
        by_unit = snapshot.nominee and not snapshot.decided_before
        entries.append(QuotaSpec("body", "final_good" if by_unit else "addition", None, 1))
    if was and not now_is:
        entries.append(QuotaSpec("body", "freed", None, 1))
    return entries


def _close_publicity(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    changes = enter(snapshot, Stage.APPEAL, command, situation)
    changes.fields["due_at"] = snapshot.objections_until
    return changes


def _next_round(snapshot: AssessmentSnapshot) -> AssessmentSnapshot:
    return snapshot.altered(round=snapshot.round + 1, review_step=0)


def _reopen(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    after = _next_round(snapshot)
    changes = enter(after, Stage.REVIEW, command, situation)
    changes.fields |= {"round": after.round, "review_step": 0}
    changes.data = {"round": after.round, **command.args}
    return changes


def _outside_reject(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    after = _next_round(snapshot)
    changes = enter(after, Stage.DECISION, command, situation)
    changes.fields["round"] = after.round
    changes.data = {"round": after.round, **command.args}
    return changes


def _withhold(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    changes = _stay(snapshot, outcome="pending", grade=None)
    if snapshot.grade == situation.policy.limited_grade.key:
        changes.quota = [QuotaSpec("body", "freed", None, 1)]
    changes.data = {"withheld": snapshot.grade}
    changes.notify = [(person_key(snapshot.person_id), "grade_withheld")]
    return changes


def _feedback(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    due_at = end_of(situation.policy.feedback.acknowledge_within, command.now, situation.calendar).ends_at
    return Changes(
        dest=snapshot.state,
        fields={"feedback_at": command.now, "due_at": due_at, "entry_no": snapshot.entry_no + 1},
        tasks=[TaskSpec("acknowledge", person_key(snapshot.person_id), due_at)],
        deadlines=[DeadlineSpec(Stage.FEEDBACK, "expire", 0, due_at, snapshot.entry_no + 1, step=1)],
        data={"method": command.args["method"]},
    )


def _acknowledge(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    changes = enter(snapshot, Stage.ARCHIVED, command, situation)
    changes.data = {"acknowledgement": command.args["acknowledgement"]}
    return changes


def _exclude(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    changes = enter(snapshot, Stage.EXCLUDED, command, situation)
    changes.fields["excluded_reason"] = command.reason
    changes.data = {"from": snapshot.state}
    return changes


def _include(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    """Back to the cycle's stage, but never past work of his own that is still to be done. Whoever was excluded after his
    case had been returned has an outcome still, of the time before."""
    done = Stage.SELF_SUMMARY if snapshot.summary is None else Stage.AGGREGATION
    if snapshot.outcome is not None and snapshot.excluded_from not in (Stage.SELF_SUMMARY, Stage.AGGREGATION):
        done = Stage.REVIEW
    stage = min(Stage(situation.cycle_state), done, key=lambda one: one.position)
    standing = tuple(one for one in snapshot.opinions if one.round < snapshot.round)
    after = snapshot.altered(review_step=0, opinions=standing, returned=True)
    changes = enter(after, stage, command, situation)
    changes.fields |= {"excluded_reason": None, "review_step": 0}
    return changes


def _reassign(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    after = snapshot.altered(unit_id=command.args["unit_id"])
    changes = Changes(dest=snapshot.state, fields={"unit_id": after.unit_id})
    changes.tasks = rekey(after, command, situation)
    changes.data = {"from_unit": snapshot.unit_id, "to_unit": after.unit_id}
    return changes


def _supplement(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    changes = _stay(snapshot)
    grade = command.args.get("grade")
    limited = situation.policy.limited_grade.key
    if grade == limited and snapshot.grade_now != limited:
        changes.quota = [QuotaSpec("body", "addition", None, 1)]
    if grade != limited and snapshot.grade_now == limited:
        changes.quota = [QuotaSpec("body", "freed", None, 1)]
    changes.data = dict(command.args)
    return changes


def _skip(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Changes:
    return enter(snapshot, Stage(snapshot.state).next, command, situation)


PLANS: dict[str, Planner] = {
    "submit_summary": _submit,
    "miss_summary": _miss,
    "submit_late": _submit_late,
    "return_summary": _return_summary,
    "record_scores": _record,
    "record_indicators": _record_indicators,
    "appraise": _appraise,
    "check_claims": _settle,
    "audit_claims": _settle,
    "aggregate": _aggregate,
    "approve_review": _approve,
    "return_for_rework": _rework,
    "return_to_review": _back_to_review,
    "decide": _decide,
    "close_publicity": _close_publicity,
    "reopen": _reopen,
    "outside_reject": _outside_reject,
    "close_appeal": _to(Stage.FEEDBACK),
    "withhold_grade": _withhold,
    "deliver_feedback": _feedback,
    "acknowledge": _acknowledge,
    "exclude": _exclude,
    "include": _include,
    "reassign": _reassign,
    "supplement": _supplement,
    "skip_stage": _skip,
    "cancel": _to(Stage.CANCELLED),
}
