"""The unit list's chart (平时考核结果登记表): signed, consented to, handed in as one."""

from enum import StrEnum

from kaohe.workflow.domain.charts.chart import Chart, Subject, Who, edges, rule


class ListState(StrEnum):
    """How far a unit's result list has come."""

    OPEN = "open"
    SIGNED = "signed"
    CONSENTED = "consented"
    HANDED_IN = "handed_in"


_L = ListState

_RULES = (
    rule("create", "建立结果登记表", "create", Who.SYSTEM),
    rule("sign", "主要领导签字", "sign", Who.HOLDER),
    rule("consent", "分管领导同意", "consent", Who.HOLDER),
    rule("hand_in", "报送考核办", "hand in", Who.CLERK),
    rule("return", "退回", "return to the unit", Who.HOLDER, Who.OFFICE),
    rule("void", "内容变更，签字作废", "void the signatures after a change", Who.SYSTEM),
)

_MOVES = (
    *edges("sign", [_L.OPEN], [_L.SIGNED]),
    *edges("consent", [_L.SIGNED], [_L.CONSENTED]),
    *edges("hand_in", [_L.CONSENTED], [_L.HANDED_IN]),
    *edges("return", [_L.SIGNED, _L.CONSENTED, _L.HANDED_IN], [_L.OPEN]),
    *edges("void", [_L.SIGNED, _L.CONSENTED, _L.HANDED_IN], [_L.OPEN]),
)

UNIT_LIST_CHART = Chart(
    subject=Subject.UNIT_LIST,
    states=tuple(ListState),
    initial=ListState.OPEN,
    ends=frozenset(),
    rules={one.name: one for one in _RULES},
    moves=_MOVES,
)
