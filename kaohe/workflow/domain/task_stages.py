"""Which stage a task (待办) belongs to: what a stage's reminders, its end and its overdue list are about."""

from collections.abc import Mapping

from kaohe.workflow.domain.charts import Stage

TASK_STAGES: Mapping[str, Stage] = {
    "write_summary": Stage.SELF_SUMMARY,
    "aggregate": Stage.AGGREGATION,
    "audit_claims": Stage.AGGREGATION,
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
}


def kinds_of(stage: str) -> list[str]:
    """The kinds of task that belong to a stage; none for one that waits for a date only."""
    return [kind for kind, of in TASK_STAGES.items() if of == stage]
