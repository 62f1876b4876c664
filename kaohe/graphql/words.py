"""The words for values: what stands behind an enum value or a kind, in Chinese and English."""

from functools import lru_cache

from kaohe.workflow.domain.charts.labels import STATE_LABELS
from kaohe.workflow.domain.indicators.model import KIND_LABELS
from kaohe.workflow.domain.notices import NOTICES
from kaohe.workflow.domain.records.covers import RECORD_LABELS
from kaohe.workflow.domain.roles import ROLE_LABELS
from kaohe.workflow.domain.substitution import WORK_LABELS

#: By value, wherever it occurs. The states' and roles' own words come from the domain.
VALUES: dict[str, tuple[str, str]] = {
    # outcomes
    "graded": ("确定等次", "graded"),
    "comment_only": ("只写评语、不定等次", "comment only, no grade"),
    "pending": ("暂不写评语、不定等次，以后补定", "no comment and no grade yet; made up later"),
    "not_determined": ("不确定等次", "no grade is determined"),
    "not_taking_part": ("不参加考核", "does not take part"),
    # summaries
    "submitted": ("按时提交", "handed in on time"),
    "late": ("逾期补交", "handed in late"),
    "excused": ("逾期补交，理由成立", "late for a good reason"),
    "missed": ("逾期未交", "missed"),
    # claims
    "checked": ("单位已把关", "checked by the unit"),
    "accepted": ("同意", "accepted"),
    "rejected": ("未同意", "rejected"),
    # decisions
    "added": ("党委增加", "added by the committee"),
    "changed": ("党委调整", "changed by the committee"),
    "not_graded": ("不定等次", "not graded"),
    # feedback
    "meeting_comment": ("会议点评", "a comment at a meeting"),
    "individual_talk": ("个别谈话", "an individual talk"),
    "written_delivery": ("书面送达", "delivered in writing"),
    "deemed": ("逾期视为签收", "taken as signed once the term was over"),
    # supplements
    "made_up_later": ("补定等次", "a grade made up later"),
    "statutory_review": ("法定复核、申诉结果", "the result of a statutory review"),
    "clerical_error": ("更正笔误", "a clerical error corrected"),
    # assignments
    "training": ("培训", "training"),
    "special_work": ("专项工作", "special work"),
    "aid": ("援派", "aid posting"),
    "temporary_post": ("挂职", "temporary post"),
    "service_window": ("派驻窗口", "service window"),
    "loan": ("借用", "loan"),
    # circumstances and sanctions
    "probation": ("试用期", "on probation"),
    "investigation": ("立案审查调查", "under investigation"),
    "sanction": ("处分", "a sanction"),
    "warning": ("警告", "warning"),
    "serious_warning": ("严重警告", "serious warning"),
    "demerit": ("记过", "demerit"),
    "major_demerit": ("记大过", "major demerit"),
    "demotion": ("降级", "demotion"),
    "removal": ("撤职", "removal"),
    # supervision
    "spot_check": ("不定期抽查", "a spot check"),
    "site_visit": ("实地走访", "a site visit"),
    "good_practice": ("好经验好做法", "good practice"),
    "difficulty": ("困难问题", "a difficulty"),
    "gap": ("差距不足", "a gap"),
    "outstanding": ("整体突出", "outstanding as a whole"),
    "ordinary": ("一般", "ordinary"),
    "many_problems": ("问题较多", "many problems"),
    # the ledger
    "opening_participants": ("期初参加人数", "participants of earlier periods, imported"),
    "opening_used": ("期初已用名额", "places used in earlier periods, imported"),
    "participants": ("参加人数", "participants, as they froze"),
    "nominee": ("单位提名", "a unit's nominee"),
    "final_good": ("提名获通过", "a nominee accepted"),
    "addition": ("党委增加", "an addition"),
    "freed": ("收回", "a place freed"),
    "correction": ("更正", "a correction"),
    "unit": ("单位", "the unit's places"),
    "body": ("全局", "the body's places"),
    # deadlines
    "remind": ("提醒", "a reminder"),
    "expire": ("到期", "the end of the term"),
    "escalate": ("上报", "an escalation"),
    # subjects
    "assessment": ("考核个案", "an assessment"),
    "cycle": ("考核周期", "a cycle"),
    "unit_list": ("结果登记表", "a unit list"),
    "objection": ("异议", "an objection"),
    "ballot_box": ("票箱", "a ballot box"),
    "finding": ("督导问题", "a finding"),
    "notice": ("公示", "a notice"),
    "result_list": ("报批名单", "a result list"),
    # tasks and notifications
    **NOTICES,
    # policies
    "trial": ("试行", "on trial"),
    "in_force": ("正式施行", "in force"),
    # imports
    "roster": ("人员花名册", "roster"),
    "attendance": ("考勤", "attendance"),
    "performance": ("月度绩效", "monthly performance"),
    "opening": ("期初名额", "opening balances"),
    # a session's rest
    "accept": ("按单位意见通过", "accepted as suggested"),
    "leave": ("留待下次会议", "left to a later session"),
    # roles and states
    **{str(role): (label, role.replace("_", " ")) for role, label in ROLE_LABELS.items()},
}

#: Values that mean one thing in one enum and another in the next.
_APART: dict[tuple[str, str], tuple[str, str]] = {
    **{("WorkKind", str(kind)): words for kind, words in WORK_LABELS.items()},
    **{("IndicatorKind", str(kind)): words for kind, words in KIND_LABELS.items()},
    ("Standing", "main_leader"): ("单位主要领导", "main leader of the unit"),
    ("Standing", "deputy"): ("副职、班子成员", "deputy, or member of its team"),
    ("Standing", "staff"): ("一般人员", "everybody else"),
    **{("RecordKind", str(kind)): words for kind, words in RECORD_LABELS.items()},
    ("LengthNoteKind", "short"): ("字数偏少", "rather short"),
    ("LengthNoteKind", "long"): ("字数偏多", "rather long"),
    ("LeaveKind", "sick"): ("病假", "sick leave"),
    ("LeaveKind", "personal"): ("事假", "personal leave"),
    ("LeaveKind", "annual"): ("年休假", "annual leave"),
    ("LeaveKind", "marriage"): ("婚假", "marriage leave"),
    ("LeaveKind", "maternity"): ("产假", "maternity leave"),
    ("LeaveKind", "official"): ("公假", "leave on official business"),
    ("LeaveKind", "other"): ("其他", "other leave"),
    ("SubjectKind", "person"): ("人员", "a person"),
    ("FindingKind", "good_practice"): ("好经验好做法", "good practice"),
    ("ClaimStatus", "filed"): ("已申报", "filed"),
    ("ClaimStatus", "refused"): ("单位未通过", "refused by the unit"),
    ("ClaimStatus", "accepted"): ("考核办认定", "accepted by the office"),
    ("ClaimStatus", "rejected"): ("考核办未认定", "rejected by the office"),
    ("DeliveryState", "waiting"): ("待发送", "to be sent, or sent again"),
    ("DeliveryState", "delivered"): ("已送达", "taken by its receiver"),
    ("DeliveryState", "failed"): ("发送失败，不再重试", "failed for good"),
    ("DecisionKind", "accepted"): ("按单位意见", "as the unit suggested"),
    ("DecisionKind", "rejected"): ("提名未通过", "a nominee rejected"),
    ("Acknowledgement", "signed"): ("本人签收", "signed by the person"),
    ("Acknowledgement", "refused"): ("拒签，有见证人", "refused before a witness"),
    ("ChangeCause", "outcome"): ("结果类别或特殊情形不同", "outcome or circumstances count otherwise"),
    ("ChangeCause", "inputs"): ("其中一套细则缺数据", "one of the policies lacks inputs"),
    ("ChangeCause", "points"): ("得分不同", "another score"),
    ("ChangeCause", "bands"): ("分数段不同", "the same score opens other grades"),
    ("ChangeCause", "places"): ("名额不同", "other places"),
    ("ChangeCause", "decision"): ("新细则不允许已定等次", "the second policy does not allow the decided grade"),
    ("ComparisonProblemKind", "missing"): ("数据尚未录入，没有得分", "an input is not there yet: no score"),
    ("ComparisonProblemKind", "never_collected"): ("数据从未收集，没有得分", "an input was never collected: no score"),
    ("ComparisonProblemKind", "stand_in"): ("数据从未收集，按替代分计", "never collected: a stand-in counts"),
    ("ComparisonProblemKind", "counts_nothing"): ("数据从未收集，不加不扣", "never collected: it brings nothing"),
    ("ComparisonProblemKind", "unused"): ("新细则不采用的数据", "the second policy has no use for it"),
    ("ComparisonProblemKind", "cut"): (
        "超过新细则标准，按最高分值计",
        "more points than the second policy allows are cut",
    ),
    ("ComparisonProblemKind", "other_class"): ("按新细则默认分类计", "counted as the second policy's default class"),
    ("ComparisonProblemKind", "ballots_unusable"): ("选票不能按新细则重新加权", "ballots can't be weighed anew"),
    ("ComparisonProblemKind", "collected_otherwise"): ("数据按另一规定产生", "it came about under other rules"),
    ("ComparisonProblemKind", "grade_unknown"): ("只有一套细则有此等次", "only one policy has the grade"),
    ("ComparisonSide", "before"): ("原细则", "the policy that the cycle ran by"),
    ("ComparisonSide", "after"): ("新细则", "the other policy"),
    ("Outcome", "refused"): ("无正当理由拒不参加", "refuses without good reason"),
    ("CircumstanceKind", "refused"): ("无正当理由拒不参加", "refuses without good reason"),
    ("CircumstanceKind", "not_taking_part"): ("不参加考核", "does not take part"),
}


@lru_cache(maxsize=2_000)
def words_of(value: str, enum: str = "") -> tuple[str, str]:
    """The Chinese and English words of a value of an enum; the value itself where there are none."""
    known = _APART.get((enum, value)) or VALUES.get(value) or STATE_LABELS.get(value)
    return known or (value, value.replace("_", " "))
