"""Which stage a task (待办) belongs to: what a stage's reminders, its end and its overdue list are about."""

from collections.abc import Mapping

from kaohe.workflow.domain.charts import Stage

TASK_STAGES: Mapping[str, Stage] = {
    "write_summary": Stage.SELF_SUMMARY,
    "aggregate": Stage.AGGREGATION,
    "audit_claims": Stage.AGGREGATION,
    "appraise": Stage.AGGREGATION,
    "propose_raters": Stage.AGGREGATION,
    "approve_raters": Stage.AGGREGATION,
    "cast_ballot": Stage.AGGREGATION,
    "find_raters": Stage.AGGREGATION,
    "reopen_box": Stage.AGGREGATION,
    "restart_box": Stage.AGGREGATION,
    "review": Stage.REVIEW,
    "sign_list": Stage.REVIEW,
    "consent_list": Stage.REVIEW,
    "hand_in_list": Stage.REVIEW,
    "freeze_quota": Stage.DECISION,
    "decide": Stage.DECISION,
    "submit_results": Stage.APPEAL,
    "answer_results": Stage.APPEAL,
    "admit_objection": Stage.APPEAL,
    "decide_objection": Stage.APPEAL,
    "deliver_feedback": Stage.FEEDBACK,
    "acknowledge": Stage.FEEDBACK,
    "answer_finding": Stage.FEEDBACK,
    "close_finding": Stage.FEEDBACK,
}

#: Tasks that deadlines tell of in words of their own, not in those of a stage.
_TOLD_AS: Mapping[str, str] = {"answer_finding": "finding", "close_finding": "finding"}


def told_as(kind: str) -> str:
    """What stands behind `remind_`, `expire_` … in the kinds of notification about a task of this kind."""
    return _TOLD_AS.get(kind, TASK_STAGES[kind])


#: Tasks of which nobody is told but their holder: who has not cast his ballot is nobody else's business (S1-20).
PRIVATE = frozenset({"cast_ballot"})


def kinds_of(stage: str) -> list[str]:
    """The kinds of task that belong to a stage, those apart that are `PRIVATE`; none for one that waits for a date only."""
    return [kind for kind, of in TASK_STAGES.items() if of == stage and kind not in PRIVATE]
