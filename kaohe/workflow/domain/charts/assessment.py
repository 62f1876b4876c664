"""The assessment's chart (考核对象个案): eight states in a loop and two ends beside it."""

from enum import StrEnum

from kaohe.workflow.domain.charts.chart import Chart, Subject, Who, edges, rule


class Stage(StrEnum):
    """The stage that one person's case has reached."""

    SELF_SUMMARY = "self_summary"
    AGGREGATION = "aggregation"
    REVIEW = "review"
    DECISION = "decision"
    PUBLICITY = "publicity"
    APPEAL = "appeal"
    FEEDBACK = "feedback"
    ARCHIVED = "archived"
    EXCLUDED = "excluded"
    CANCELLED = "cancelled"

    @property
    def position(self) -> int:
        """Place in the loop, from 0; the two ends come after it."""
        return _POSITIONS[self]

    @property
    def next(self) -> "Stage":
        """The stage that follows in the loop."""
        return LOOP[LOOP.index(self) + 1]


_POSITIONS = {stage: index for index, stage in enumerate(Stage)}

LOOP: tuple[Stage, ...] = tuple(stage for stage in Stage if stage not in (Stage.EXCLUDED, Stage.CANCELLED))

_S = Stage
_BEFORE_DECISION = (_S.SELF_SUMMARY, _S.AGGREGATION, _S.REVIEW)
_OPEN = LOOP[:-1]

_RULES = (
    rule("open", "启动考核", "begin the case", Who.SYSTEM),
    rule("submit_summary", "提交个人小结", "submit the summary", Who.SELF, Who.CLERK),
    rule("miss_summary", "逾期未交小结", "the summary was missed", Who.SYSTEM),
    rule("submit_late", "补交个人小结", "submit the summary late", Who.SELF, Who.CLERK),
    rule("return_summary", "退回个人小结", "return the summary", Who.CLERK),
    rule("record_scores", "登记共性指标得分", "record the common scores", Who.CLERK),
    rule("record_indicators", "登记个性、弹性指标得分", "record individual and elastic indicators", Who.CLERK),
    rule("appraise", "领导鉴定", "appraise", Who.APPRAISER),
    rule("check_claims", "单位把关加分申报", "check the bonus claims", Who.CLERK),
    rule("audit_claims", "审核加分申报", "audit the bonus claims", Who.OFFICE),
    rule("aggregate", "综合汇总", "aggregate", Who.CLERK, Who.SYSTEM),
    rule("approve_review", "审核通过", "approve the review", Who.HOLDER),
    rule("return_for_rework", "退回重办", "return for rework", Who.HOLDER),
    rule("return_to_review", "退回审核", "return to review", Who.OFFICE, Who.SECRETARY),
    rule("decide", "党委研究决定", "decide", Who.SECRETARY),
    rule("close_publicity", "公示期满", "close the publicity", Who.SYSTEM),
    rule("reopen", "复核重审", "reopen for a second look", Who.OFFICE, Who.SYSTEM),
    rule("outside_reject", "核准未通过", "refuse the outside approval", Who.OUTSIDE),
    rule("close_appeal", "异议期满", "close the appeal", Who.SYSTEM),
    rule("withhold_grade", "暂缓确定等次", "withhold the grade", Who.OFFICE),
    rule("deliver_feedback", "结果反馈", "deliver the feedback", Who.HOLDER, Who.OFFICE),
    rule("acknowledge", "本人签收", "acknowledge", Who.SELF, Who.HOLDER, Who.OFFICE, Who.SYSTEM),
    rule("exclude", "不参加考核", "exclude", Who.OFFICE),
    rule("include", "恢复参加考核", "include", Who.OFFICE),
    rule("reassign", "调整考核单位", "reassign to another unit", Who.OFFICE),
    rule("supplement", "补充记录", "supplement the archive", Who.OFFICE),
    rule("skip_stage", "环节不设", "the scheme has no such stage", Who.SYSTEM),
    rule("cancel", "随周期取消", "cancelled with its cycle", Who.SYSTEM),
)

_MOVES = (
    *edges("submit_summary", [_S.SELF_SUMMARY], [_S.AGGREGATION]),
    *edges("miss_summary", [_S.SELF_SUMMARY], [_S.AGGREGATION]),
    *edges("submit_late", [_S.AGGREGATION]),
    *edges("return_summary", [_S.AGGREGATION], [_S.SELF_SUMMARY]),
    *edges("record_scores", [_S.SELF_SUMMARY, _S.AGGREGATION]),
    *edges("record_indicators", [_S.SELF_SUMMARY, _S.AGGREGATION]),
    *edges("appraise", [_S.SELF_SUMMARY, _S.AGGREGATION]),
    *edges("check_claims", [_S.AGGREGATION]),
    *edges("audit_claims", [_S.AGGREGATION]),
    *edges("aggregate", [_S.AGGREGATION], [_S.REVIEW]),
    *edges("approve_review", [_S.REVIEW], [_S.REVIEW, _S.DECISION]),
    *edges("return_for_rework", [_S.REVIEW], [_S.AGGREGATION, _S.SELF_SUMMARY]),
    *edges("return_to_review", [_S.DECISION], [_S.REVIEW]),
    *edges("decide", [_S.DECISION], [_S.PUBLICITY]),
    *edges("close_publicity", [_S.PUBLICITY], [_S.APPEAL]),
    *edges("reopen", [_S.PUBLICITY, _S.APPEAL], [_S.REVIEW]),
    *edges("outside_reject", [_S.PUBLICITY, _S.APPEAL], [_S.DECISION]),
    *edges("close_appeal", [_S.APPEAL], [_S.FEEDBACK]),
    *edges("withhold_grade", [_S.PUBLICITY, _S.APPEAL, _S.FEEDBACK]),
    *edges("deliver_feedback", [_S.FEEDBACK]),
    *edges("acknowledge", [_S.FEEDBACK], [_S.ARCHIVED]),
    *edges("exclude", [*_BEFORE_DECISION, _S.DECISION], [_S.EXCLUDED]),
    *edges("include", [_S.EXCLUDED], [*_BEFORE_DECISION, _S.DECISION]),
    *edges("reassign", _BEFORE_DECISION),
    *edges("supplement", [_S.ARCHIVED]),
    *(move for stage in _OPEN for move in edges("skip_stage", [stage], [stage.next])),
    *edges("cancel", _OPEN, [_S.CANCELLED]),
)

ASSESSMENT_CHART = Chart(
    subject=Subject.ASSESSMENT,
    states=tuple(Stage),
    initial=_S.SELF_SUMMARY,
    ends=frozenset({_S.ARCHIVED, _S.EXCLUDED, _S.CANCELLED}),
    rules={one.name: one for one in _RULES},
    moves=_MOVES,
)
