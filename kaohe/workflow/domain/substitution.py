"""Substitution (代理, A/B岗): which work can be lent, under which role keys, and what it takes to see.

Source: design.md, "Tasks". Role keys are lent, never a person's own; a lent key is not lent on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kaohe.workflow.domain.charts import ASSESSMENT_CHART, Stage, Subject, Who
from kaohe.workflow.domain.roles import CLERKS, Role


class WorkKind(StrEnum):
    """The kinds of work of the loop that a role does (代理事项). What is not of the loop can't be lent."""

    AGGREGATION = "aggregation"
    CLAIMS = "claims"
    APPRAISAL = "appraisal"
    REVIEW = "review"
    UNIT_LIST = "unit_list"
    DECISION = "decision"
    OBJECTION = "objection"
    APPROVAL = "approval"
    FEEDBACK = "feedback"
    PARTICIPATION = "participation"
    RATERS = "raters"
    CORRECTION = "correction"
    CYCLE = "cycle"
    SUPERVISION = "supervision"


WORK_LABELS: dict[WorkKind, tuple[str, str]] = {
    WorkKind.AGGREGATION: ("小结代录和综合汇总", "summaries on behalf and aggregation"),
    WorkKind.CLAIMS: ("加分审核", "the audit of bonus claims"),
    WorkKind.APPRAISAL: ("领导鉴定", "the leader's appraisal"),
    WorkKind.REVIEW: ("审核", "review"),
    WorkKind.UNIT_LIST: ("结果登记表", "unit lists"),
    WorkKind.DECISION: ("党委研究", "committee sessions"),
    WorkKind.OBJECTION: ("异议复核", "objections"),
    WorkKind.APPROVAL: ("核准", "outside approval"),
    WorkKind.FEEDBACK: ("反馈", "feedback"),
    WorkKind.PARTICIPATION: ("参加考核人员调整", "who takes part, and where"),
    WorkKind.RATERS: ("外部评分人和票箱", "external raters and ballot boxes"),
    WorkKind.CORRECTION: ("更正和补充", "corrections and supplements"),
    WorkKind.CYCLE: ("周期管理", "the management of cycles"),
    WorkKind.SUPERVISION: ("督导检查", "inspections and findings"),
}

#: Roles that can be lent. Administration and a seat on the committee are personal.
LENDABLE = frozenset(Role) - {Role.PERSON, Role.ADMINISTRATOR, Role.COMMITTEE_MEMBER}

_OF_TRIGGERS: dict[Subject, dict[WorkKind, str]] = {
    Subject.ASSESSMENT: {
        WorkKind.AGGREGATION: (
            "submit_summary submit_late return_summary record_scores record_indicators check_claims aggregate"
        ),
        WorkKind.CLAIMS: "audit_claims",
        WorkKind.APPRAISAL: "appraise",
        WorkKind.REVIEW: "approve_review return_for_rework",
        WorkKind.DECISION: "decide return_to_review",
        WorkKind.OBJECTION: "reopen",
        WorkKind.APPROVAL: "outside_reject",
        WorkKind.FEEDBACK: "deliver_feedback acknowledge",
        WorkKind.PARTICIPATION: "exclude include reassign",
        WorkKind.CORRECTION: "withhold_grade supplement",
    },
    Subject.CYCLE: {WorkKind.CYCLE: "create open freeze_quota extend suspend resume cancel"},
    Subject.UNIT_LIST: {WorkKind.UNIT_LIST: "sign consent hand_in return"},
    Subject.OBJECTION: {WorkKind.OBJECTION: "admit refuse dismiss sustain"},
    Subject.BALLOT_BOX: {
        WorkKind.RATERS: "propose_raters return_raters approve_raters extend_box reopen_box restart_box"
    },
    Subject.FINDING: {WorkKind.SUPERVISION: "issue answer_finding return_finding close_finding"},
}

#: The kind of work of every trigger that a role can pull.
WORK_OF_TRIGGER: Mapping[tuple[Subject, str], WorkKind] = {
    (subject, trigger): kind
    for subject, kinds in _OF_TRIGGERS.items()
    for kind, triggers in kinds.items()
    for trigger in triggers.split()
}

_OF_TASKS: dict[WorkKind, str] = {
    WorkKind.AGGREGATION: "aggregate",
    WorkKind.CLAIMS: "audit_claims",
    WorkKind.APPRAISAL: "appraise",
    WorkKind.REVIEW: "review",
    WorkKind.UNIT_LIST: "sign_list consent_list hand_in_list",
    WorkKind.DECISION: "decide",
    WorkKind.OBJECTION: "admit_objection decide_objection",
    WorkKind.APPROVAL: "submit_results answer_results",
    WorkKind.FEEDBACK: "deliver_feedback",
    WorkKind.CYCLE: "freeze_quota",
    WorkKind.RATERS: "propose_raters approve_raters find_raters reopen_box restart_box",
    WorkKind.SUPERVISION: "answer_finding close_finding",
}

#: The kind of work of every task that is addressed to a role.
WORK_OF_TASK: Mapping[str, WorkKind] = {task: kind for kind, tasks in _OF_TASKS.items() for task in tasks.split()}


@dataclass(frozen=True)
class Loan:
    """One role key that somebody holds in another's place today, for some kinds of work (代理)."""

    key: str
    principal_id: int
    principal_name: str
    kinds: frozenset[WorkKind]
    substitution_id: int

    @property
    def tasks(self) -> tuple[str, ...]:
        """The kinds of task that are lent with the key, in order."""
        return tuple(sorted(task for task, kind in WORK_OF_TASK.items() if kind in self.kinds))


def in_place_of(name: str, principal: str | None) -> str:
    """Who acted, as it is written: 李四(代张三), or the name alone where he acted in his own."""
    return f"{name}(代{principal})" if principal else name


# What follows from something else that is visible already: a hearing, a list sent out, a task on every case.
_CONSEQUENCES = frozenset({"reopen", "outside_reject", "decide"})

_ROLES = {
    Who.CLERK: CLERKS,
    Who.OFFICE: (Role.OFFICE,),
    Who.SECRETARY: (Role.COMMITTEE_SECRETARY,),
    Who.HOLDER: (Role.MAIN_LEADER, Role.LEADER_IN_CHARGE, Role.OFFICE),
    Who.APPRAISER: (Role.MAIN_LEADER, Role.DEPUTY_LEADER, Role.LEADER_IN_CHARGE, Role.OFFICE),
}

#: Work on many cases at once: whoever signs a list or sends results out reads the cases on it.
_READ: dict[tuple[WorkKind, Role], frozenset[Stage]] = {
    **{
        (WorkKind.UNIT_LIST, role): frozenset({Stage.AGGREGATION, Stage.REVIEW, Stage.DECISION})
        for role in (*CLERKS, Role.OFFICE)
    },
    (WorkKind.APPROVAL, Role.OFFICE): frozenset({Stage.APPEAL}),
}


def stages_seen(kind: WorkKind, role: Role) -> frozenset[Stage]:
    """The stages in which cases must be seen for this work of this role: those where it is done, and the next one,
    so that whoever comes too late is told so. What is archived is seen only for work on archived cases."""
    seen = set(_READ.get((kind, role), ()))
    for move in ASSESSMENT_CHART.moves:
        who = ASSESSMENT_CHART.rules[move.trigger].who
        pulled = any(role in _ROLES.get(one, ()) for one in who) and move.trigger not in _CONSEQUENCES
        if pulled and WORK_OF_TRIGGER.get((Subject.ASSESSMENT, move.trigger)) is kind:
            source, dest = Stage(move.source), Stage(move.dest)
            onward = source.position < dest.position < Stage.ARCHIVED.position
            seen |= {source, dest} if onward else {source}
    return frozenset(seen)
