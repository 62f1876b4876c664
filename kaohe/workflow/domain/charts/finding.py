"""The chart of a finding (发现的情况): issued to a unit, answered by it, closed by the office (S0-27)."""

from enum import StrEnum

from kaohe.workflow.domain.charts.chart import Chart, Subject, Who, edges, rule


class FindingState(StrEnum):
    """How far the follow-up of a finding has come."""

    ISSUED = "issued"
    ANSWERED = "answered"
    CLOSED = "closed"


_F = FindingState

_RULES = (
    rule("issue", "反馈发现的情况", "issue the finding", Who.OFFICE, Who.SUPERIOR),
    rule("answer_finding", "答复整改情况", "answer the finding", Who.CLERK),
    rule("return_finding", "退回重新整改", "return the answer", Who.OFFICE, Who.SUPERIOR),
    rule("close_finding", "办结", "close the finding", Who.OFFICE, Who.SUPERIOR),
)

_MOVES = (
    *edges("answer_finding", [_F.ISSUED], [_F.ANSWERED]),
    *edges("return_finding", [_F.ANSWERED], [_F.ISSUED]),
    *edges("close_finding", [_F.ISSUED, _F.ANSWERED], [_F.CLOSED]),
)

FINDING_CHART = Chart(
    subject=Subject.FINDING,
    states=tuple(FindingState),
    initial=_F.ISSUED,
    ends=frozenset({_F.CLOSED}),
    rules={one.name: one for one in _RULES},
    moves=_MOVES,
)
