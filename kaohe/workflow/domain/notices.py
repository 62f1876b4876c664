"""The words for notifications (通知): what each kind tells, in Chinese and English, inside the system and outside it."""

from kaohe.workflow.domain.charts import LOOP, ObjectionState
from kaohe.workflow.domain.charts.labels import STATE_LABELS

Words = tuple[str, str]

#: A task's kind is also the kind of the notification that it is there.
TASKS: dict[str, Words] = {
    "write_summary": ("撰写个人小结", "write the self-summary"),
    "aggregate": ("综合汇总", "aggregate"),
    "audit_claims": ("审核加分申报", "audit the bonus claims"),
    "appraise": ("领导鉴定", "appraise"),
    "review": ("审核评鉴", "review"),
    "decide": ("提请党委研究", "put before the committee"),
    "deliver_feedback": ("反馈结果", "deliver the feedback"),
    "acknowledge": ("签收结果", "sign for the result"),
    "sign_list": ("签结果登记表", "sign the unit list"),
    "consent_list": ("审签结果登记表", "consent to the unit list"),
    "hand_in_list": ("报送结果登记表", "hand in the unit list"),
    "freeze_quota": ("申报情况表和比例使用申报表", "file the forms and freeze the quota"),
    "submit_results": ("报请核准（备案）", "send results for approval or filing"),
    "answer_results": ("核准（备案）", "answer the result list"),
    "admit_objection": ("受理异议", "admit or refuse the objection"),
    "decide_objection": ("复核异议", "decide the objection"),
    "answer_finding": ("答复督导发现的问题", "answer the finding"),
    "close_finding": ("办结督导发现的问题", "close the finding"),
    "propose_raters": ("提名外部评分人", "propose external raters"),
    "approve_raters": ("审定外部评分人", "approve the external raters"),
    "cast_ballot": ("评分", "cast your ballot"),
    "find_raters": ("票箱评分人不足，请增配评分人", "a box lacks raters: see to more of them"),
    "reopen_box": ("票数不足或无法计票，请重新评分", "a box cannot be counted: open it again"),
    "restart_box": ("票箱密钥丢失，请作废重投", "a box's key is lost: void its ballots and have them cast again"),
}

#: What deadlines tell, by the kind of notification before the stage.
_ON_DEADLINES = (
    ("remind", "即将到期，请按时办结", "due soon"),
    ("expire", "已到期，请尽快办结", "the term is over, please act"),
    ("escalate", "逾期未办，已上报", "overdue and reported upwards"),
    ("overdue", "逾期未办，报请督促；何人何事见逾期清单", "overdue; the overdue list says who is late on what"),
)

#: What stands before the stage in the kinds of notification that a deadline brings.
DEADLINE_NOTICES = tuple(kind for kind, _, _ in _ON_DEADLINES)

_STAGES: dict[str, Words] = {
    f"{kind}_{stage}": (f"{STATE_LABELS[stage][0]}{words}", f"{STATE_LABELS[stage][1]}: {english}")
    for stage in LOOP
    for kind, words, english in _ON_DEADLINES
}

_FINDINGS: dict[str, Words] = {
    f"{kind}_finding": (f"督导问题{words}", f"a finding: {english}") for kind, words, english in _ON_DEADLINES
}

#: What moves tell beside tasks, where it says nothing of a result.
_PLAIN: dict[str, Words] = {
    "summary_missed": ("个人小结逾期未交", "the self-summary was missed"),
    "dates_moved": ("工作日历有变，期限已重算", "the calendar has changed, and dates with it"),
    "stage_extended": ("环节已延期，请查看新的期限", "a stage was extended: see the new dates"),
    "cycle_suspended": ("考核周期已中止，期限暂停计算", "the cycle is suspended: its terms stand still"),
    "cycle_resumed": ("考核周期已恢复，期限相应顺延", "the cycle is resumed: its terms have moved on"),
    "list_handed_in": ("单位已报送结果登记表", "a unit has handed in its list"),
    "objection_admitted": ("异议已受理", "the objection is admitted"),
    "finding_closed": ("督导发现的问题已办结", "a finding is closed"),
    "good_practice": ("督导发现的经验做法予以推广", "good practice was found and is promoted"),
    "remind_ballot": ("评分即将截止，请尽快评分", "your ballot is due soon"),
    "box_counted": ("评分已计票，可以汇总", "the ballots are counted: the unit can aggregate"),
    "box_restarted": (
        "票箱已作废，所投选票已销毁，将重新评分",
        "a box is void, its ballots are destroyed: all cast again",
    ),
    "substitute_appointed": ("已为您指定代理人", "a substitute was appointed for you"),
    "substitution_given": ("您被指定为代理人", "you were appointed as a substitute"),
    "substitute_revoked": ("您的代理人已被撤销", "your substitute was revoked"),
    "substitution_revoked": ("您的代理已被撤销", "your substitution was revoked"),
}

#: What tells of a result: outside the system nobody but the person himself may read it.
_RESULTS: dict[str, Words] = {
    "grade_withheld": ("等次暂缓确定", "the grade is withheld"),
    **{
        f"objection_{state}": (f"异议{STATE_LABELS[state][0]}", f"the objection: {STATE_LABELS[state][1]}")
        for state in ObjectionState
    },
    "objection_sustained": ("异议成立", "the objection is sustained"),
}

_NEWS: Words = ("考核事项有新进展", "there is news on an assessment matter")

#: Every kind of notification.
NOTICES: dict[str, Words] = {**TASKS, **_STAGES, **_FINDINGS, **_RESULTS, **_PLAIN}


#: Of these the delivery log does not say to whom they went: he has not cast his ballot (S1-20).
UNNAMED = frozenset({"cast_ballot", "remind_ballot"})


def outside_words(kind: str) -> Words:
    """What a mail or a webhook says of a notification: never a result, a grade or a ground."""
    return _NEWS if kind in _RESULTS else NOTICES.get(kind, _NEWS)


def outside_kind(kind: str) -> str:
    """The kind as a webhook learns it: `news` where the kind itself would tell a result."""
    return "news" if kind in _RESULTS else kind


def asks(kind: str) -> bool:
    """Whether the notification asks its receiver to do something by a date."""
    return kind in TASKS or kind.partition("_")[0] in ("remind", "expire", "escalate")
