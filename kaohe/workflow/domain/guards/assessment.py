"""The guards of one person's case."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import minute_words
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import CycleStage, Stage, Subject
from kaohe.workflow.domain.charts.chart import Who
from kaohe.workflow.domain.guards.appraisal import appraisal_score, comment_given, comment_length
from kaohe.workflow.domain.guards.feedback import goals_set, person_heard
from kaohe.workflow.domain.guards.grades import (
    decided_grade,
    suggested_grade,
    supplemented_grade,
)
from kaohe.workflow.domain.guards.indicators import points_known, unit_has_indicators
from kaohe.workflow.domain.guards.inputs import Guard, bad, reason, required, standing
from kaohe.workflow.domain.guards.scores import of_a_hundred
from kaohe.workflow.domain.guards.summary import goals_answered, self_score
from kaohe.workflow.domain.permissions import acting, barred_from_step, recusal
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.roles import Role, person_key
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Situation, Snapshot

#: As long as a matter may be in the facts of an archive.
_LONGEST_MATTER = 200

_OTHERS_ONLY = frozenset(
    """
    return_summary record_scores appraise check_claims audit_claims approve_review return_for_rework return_to_review
    record_indicators reopen outside_reject withhold_grade deliver_feedback exclude include supplement
    """.split()
)


def kept_away(snapshot: Snapshot, trigger: str, actor: Actor, situation: Situation) -> Refusal | None:
    """Why the actor keeps away from this trigger on this case (回避), if he does. Source: §3, "own case"."""
    if not isinstance(snapshot, AssessmentSnapshot) or trigger not in _OTHERS_ONLY or actor.person_id is None:
        return None
    refusal = recusal(actor.person_id, snapshot.person_id, situation)
    if refusal is not None or trigger != "approve_review":
        return refusal
    acted = actor.person_id in barred_from_step(snapshot, situation, snapshot.review_step)
    return Refusal(Code.ACTED_ALREADY) if acted else None


def _recused(trigger: str) -> Guard:
    def guard(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
        refusal = kept_away(snapshot, trigger, command.actor, situation)
        if refusal is not None:
            yield refusal

    return guard


def _not_before(until: datetime | None, now: datetime) -> Iterator[Refusal]:
    if until is not None and now < until:
        yield Refusal(Code.TERM_NOT_OVER, params={"until": minute_words(until)})


def _signed_scan(snapshot: AssessmentSnapshot, command: Command, _: Situation) -> Iterator[Refusal]:
    by_himself = command.actor.is_person(snapshot.person_id)
    if not by_himself and not command.args.get("excused") and not command.args.get("scan"):
        yield Refusal(Code.SCAN_REQUIRED, "scan_id")


@standing
def _still_missing(snapshot: AssessmentSnapshot, command: Command, _: Situation) -> Iterator[Refusal]:
    if snapshot.summary not in (None, "missed"):
        yield bad("assessment_id", "个人小结已提交", "the summary is in already")
    if snapshot.list_state == "handed_in":
        yield Refusal(Code.LIST_HANDED_IN)


def _excused(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    if command.args.get("excused"):
        clerk = acting(Subject.ASSESSMENT, command.trigger, command.actor, snapshot, situation, [Who.CLERK])
        if command.actor.is_person(snapshot.person_id) or clerk is None:
            yield bad("excused", "只有单位经办人可以认定有正当理由", "only the clerk excuses a late summary")
        yield from reason(snapshot, command, situation)


def _claims_known(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    standards = {
        standard.key: standard
        for part in situation.policy.scoring.parts
        if part.kind == "incentive"
        for standard in part.standards
    }
    for index, claim in enumerate(command.args.get("claims", ())):
        field = f"claims[{index}]"
        standard = standards.get(claim["standard"])
        if standard is None:
            yield bad(f"{field}.standard", f"没有“{claim['standard']}”这一加分标准", f"no standard {claim['standard']}")
        elif not Decimal(0) < claim["points"] <= standard.points:
            yield bad(
                f"{field}.points",
                f"“{standard.label}”应大于0、不超过{standard.points}分",
                f"more than 0 and at most {standard.points} points",
            )
        if not claim["matter"].strip():
            yield Refusal(Code.REQUIRED, f"{field}.matter", {"label": "事项", "label_en": "matter"})
        if len(claim["matter"]) > _LONGEST_MATTER:
            yield bad(f"{field}.matter", f"事项不超过{_LONGEST_MATTER}字", f"at most {_LONGEST_MATTER} characters")


def _scores_known(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    known = {
        indicator.key
        for part in situation.policy.scoring.parts
        if part.kind == "common_indicators"
        for indicator in part.indicators
    }
    for key, score in command.args.get("scores", {}).items():
        if key not in known:
            yield bad(f"scores.{key}", f"没有“{key}”这一指标", f"there is no indicator {key}")
        else:
            yield from of_a_hundred(f"scores.{key}", score)
    if snapshot.list_state == "handed_in" and snapshot.on_list:
        yield Refusal(Code.LIST_HANDED_IN)


def _inputs_complete(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    missing = command.args["result"]["missing"]
    if missing:
        yield Refusal(Code.INPUTS_INCOMPLETE, params={"missing": "、".join(missing), "missing_en": ", ".join(missing)})
    if snapshot.unsettled_claims:
        yield Refusal(Code.CLAIMS_UNSETTLED, params={"count": snapshot.unsettled_claims})


def _records_over(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """A record that may still be entered is not missing yet (S1-12, S1-13)."""
    until = situation.records_until
    if until is not None and command.now < until:
        yield Refusal(Code.RECORDS_STILL_OPEN, params={"until": minute_words(until)})


@standing
def _list_in_hand(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """The office looks at a unit's people once their list is in; those in a later round stand on no list."""
    step = situation.policy.review.chain[snapshot.review_step]
    if (
        step.role == Role.OFFICE
        and situation.policy.review.unit_list
        and snapshot.on_list
        and snapshot.list_state != "handed_in"
    ):
        yield Refusal(Code.LIST_NOT_HANDED_IN)


def _rework_target(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    if command.args.get("to") not in ("aggregation", "self_summary"):
        yield bad("to", "只能退回综合汇总或个人小结环节", "it goes back to aggregation or self_summary")


def _known_step(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    steps = [step.key for step in situation.policy.review.chain]
    if command.args.get("step") not in steps:
        yield bad("step", f"审核步骤应为：{'、'.join(steps)}", f"the steps are {', '.join(steps)}")


@standing
def _quota_frozen(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    if not situation.frozen:
        yield Refusal(Code.QUOTA_NOT_FROZEN)


def _publicity_over(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    yield from _not_before(snapshot.publicity_until, command.now)


@standing
def _rounds_left(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    if snapshot.round >= situation.policy.appeal.max_rounds:
        yield Refusal(Code.ROUND_LIMIT, params={"rounds": situation.policy.appeal.max_rounds})


def _appeal_over(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    yield from _not_before(snapshot.objections_until, command.now)
    yield from _not_before(snapshot.second_until, command.now)
    if snapshot.undecided_objections:
        yield Refusal(Code.OBJECTION_UNDECIDED, params={"count": snapshot.undecided_objections})
    if snapshot.approvals_missing:
        yield Refusal(Code.APPROVAL_MISSING, params={"approvers": "、".join(snapshot.approvals_missing)})


@standing
def _not_delivered(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    if snapshot.feedback_at is not None:
        yield Refusal(Code.FEEDBACK_DELIVERED)


def _feedback_due(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    if snapshot.feedback_at is not None:
        return
    methods = [str(method) for method in situation.policy.feedback.methods]
    if command.args.get("method") not in methods:
        yield bad("method", f"反馈方式应为：{'、'.join(methods)}", f"the methods are {', '.join(methods)}")
    # The office stands in, in writing, once it is overdue.
    acted = acting(Subject.ASSESSMENT, command.trigger, command.actor, snapshot, situation)
    if acted is not None and acted.key not in snapshot.task_keys:
        if command.args.get("method") != "written_delivery":
            yield bad("method", "考核办只能书面送达", "the office delivers in writing")
        yield from _not_before(snapshot.due_at, command.now)


@standing
def _delivered(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    if snapshot.feedback_at is None:
        yield Refusal(Code.FEEDBACK_MISSING)


def _acknowledgement(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    if snapshot.feedback_at is None:
        return
    if command.actor.is_system:
        yield from _not_before(snapshot.due_at, command.now)
    elif person_key(snapshot.person_id) not in command.actor.keys and not str(command.args.get("witness", "")).strip():
        yield Refusal(Code.REQUIRED, "witness", {"label": "见证人", "label_en": "witness"})


def _other_unit(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    if command.args.get("unit_id") == snapshot.unit_id:
        yield bad("unit_id", "已在该单位考核", "the unit assesses this person already")


@standing
def _score_of_the_unit(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """A score that rests on what the unit set or earned is nothing for another unit's list."""
    if snapshot.state == Stage.REVIEW and situation.policy.scoring.rests_on_unit:
        problem = "得分依据本单位的指标、专项得分或分类，须先退回综合汇总，再改由其他单位考核"
        yield bad("assessment_id", problem, "the score rests on what its unit set or earned: return the case first")


def _cycle_not_cancelled(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    if situation.cycle_state == CycleStage.CANCELLED:
        yield bad("assessment", "考核周期已取消", "the cycle is cancelled")


_summary = (required("text", "个人小结", "summary"), _signed_scan, _claims_known, self_score, goals_answered)

_reason_and_recusal = {
    name: (reason, _recused(name)) for name in ("return_summary", "withhold_grade", "exclude", "outside_reject")
}

GUARDS = {
    **_reason_and_recusal,
    "submit_summary": _summary,
    "submit_late": (*_summary, _still_missing, _excused),
    "record_scores": (_recused("record_scores"), _scores_known),
    "record_indicators": (_recused("record_indicators"), unit_has_indicators, points_known),
    "appraise": (_recused("appraise"), appraisal_score, comment_given, comment_length),
    "check_claims": (_recused("check_claims"),),
    "audit_claims": (_recused("audit_claims"),),
    "aggregate": (_inputs_complete, _records_over),
    "approve_review": (_recused("approve_review"), suggested_grade, _list_in_hand),
    "return_for_rework": (reason, _recused("return_for_rework"), _rework_target),
    "return_to_review": (reason, _recused("return_to_review"), _known_step),
    "decide": (_quota_frozen, decided_grade),
    "close_publicity": (_publicity_over,),
    "reopen": (reason, _recused("reopen"), _rounds_left),
    "close_appeal": (_appeal_over,),
    "deliver_feedback": (
        _recused("deliver_feedback"),
        _not_delivered,
        _feedback_due,
        required("affirmed", "肯定成绩", "achievements affirmed"),
        required("shortcomings", "指出不足", "shortcomings"),
        required("requirements", "改进要求", "requirements"),
        person_heard,
        goals_set,
    ),
    "acknowledge": (_delivered, _acknowledgement),
    "include": (reason, _recused("include"), _cycle_not_cancelled),
    "reassign": (reason, _other_unit, _score_of_the_unit),
    "supplement": (reason, _recused("supplement"), supplemented_grade),
}
