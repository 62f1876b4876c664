"""The cycle's chart (考核周期): a high-water mark over its assessments that never goes back."""

from enum import StrEnum

from kaohe.workflow.domain.charts.assessment import LOOP, Stage
from kaohe.workflow.domain.charts.chart import Chart, Subject, Who, edges, rule


class CycleStage(StrEnum):
    """The stage that a cycle's last assessment has reached; suspension is a flag beside it."""

    DRAFT = "draft"
    SELF_SUMMARY = "self_summary"
    AGGREGATION = "aggregation"
    REVIEW = "review"
    DECISION = "decision"
    PUBLICITY = "publicity"
    APPEAL = "appeal"
    FEEDBACK = "feedback"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


_RUNNING = tuple(CycleStage(stage) for stage in LOOP[:-1])
_BEFORE_PUBLICITY = _RUNNING[: Stage.PUBLICITY.position]

_RULES = (
    rule("create", "新建周期", "create", Who.OFFICE),
    rule("open", "启动周期", "open", Who.OFFICE),
    rule("advance", "进入下一环节", "advance", Who.SYSTEM),
    rule("freeze_quota", "申报名额并锁定", "file the forms and freeze the quota", Who.OFFICE),
    rule("extend", "延期", "extend a deadline", Who.OFFICE),
    rule("redate", "重算期限", "work out the dates again", Who.SYSTEM),
    rule("suspend", "中止", "suspend", Who.OFFICE),
    rule("resume", "恢复", "resume", Who.OFFICE),
    rule("cancel", "取消", "cancel", Who.OFFICE),
)

_MOVES = (
    *edges("open", [CycleStage.DRAFT], [CycleStage.SELF_SUMMARY]),
    *(move for stage in _RUNNING for move in edges("advance", [stage], [CycleStage(Stage(stage).next)])),
    *edges("freeze_quota", _BEFORE_PUBLICITY),
    *edges("extend", _RUNNING),
    *edges("redate", _RUNNING),
    *edges("suspend", _RUNNING),
    *edges("resume", _RUNNING),
    *edges("cancel", [CycleStage.DRAFT, *_RUNNING], [CycleStage.CANCELLED]),
)

CYCLE_CHART = Chart(
    subject=Subject.CYCLE,
    states=tuple(CycleStage),
    initial=CycleStage.DRAFT,
    ends=frozenset({CycleStage.ARCHIVED, CycleStage.CANCELLED}),
    rules={one.name: one for one in _RULES},
    moves=_MOVES,
)
