"""The ballot box's chart (票箱): prepared, open, closed, counted (S1-20, S1-26)."""

from enum import StrEnum

from kaohe.workflow.domain.charts.chart import Chart, Subject, Who, edges, rule


class BoxState(StrEnum):
    """How far a ballot box has come."""

    DRAFTED = "drafted"
    PROPOSED = "proposed"
    APPROVED = "approved"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    CANCELLED = "cancelled"


_B = BoxState
_BEFORE_COUNT = (_B.DRAFTED, _B.PROPOSED, _B.APPROVED, _B.OPEN, _B.CLOSED)

_RULES = (
    rule("draft", "设票箱", "set up the box", Who.SYSTEM),
    rule("propose_raters", "提名外部评分人", "propose external raters", Who.CLERK),
    rule("return_raters", "退回外部评分人名单", "return the external raters", Who.SUPERIOR),
    rule("approve_raters", "审定外部评分人", "approve the external raters", Who.SUPERIOR),
    rule("open_box", "开始评分", "open the box", Who.SYSTEM),
    rule("extend_box", "延长评分", "extend the box", Who.OFFICE),
    rule("close_box", "结束评分", "close the box", Who.SYSTEM),
    rule("reopen_box", "重新评分", "open the box again", Who.OFFICE),
    rule("restart_box", "票箱作废重投", "void the ballots and have them cast again", Who.OFFICE),
    rule("count_box", "计票", "count the ballots", Who.SYSTEM),
    rule("cancel_box", "取消票箱", "cancel the box", Who.SYSTEM),
)

_MOVES = (
    *edges("propose_raters", [_B.DRAFTED], [_B.PROPOSED]),
    *edges("return_raters", [_B.PROPOSED], [_B.DRAFTED]),
    *edges("approve_raters", [_B.PROPOSED], [_B.APPROVED]),
    *edges("open_box", [_B.DRAFTED, _B.APPROVED], [_B.OPEN]),
    *edges("extend_box", [_B.OPEN]),
    *edges("close_box", [_B.OPEN], [_B.CLOSED]),
    *edges("reopen_box", [_B.CLOSED], [_B.OPEN]),
    *edges("restart_box", [_B.OPEN, _B.CLOSED], [_B.DRAFTED, _B.APPROVED]),
    *edges("count_box", [_B.CLOSED], [_B.COUNTED]),
    *edges("cancel_box", _BEFORE_COUNT, [_B.CANCELLED]),
)

BALLOT_BOX_CHART = Chart(
    subject=Subject.BALLOT_BOX,
    states=tuple(BoxState),
    initial=_B.DRAFTED,
    ends=frozenset({_B.COUNTED, _B.CANCELLED}),
    rules={one.name: one for one in _RULES},
    moves=_MOVES,
)
