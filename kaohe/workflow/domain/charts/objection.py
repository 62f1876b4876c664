"""The objection's chart (异议与复核)."""

from enum import StrEnum

from kaohe.workflow.domain.charts.chart import Chart, Subject, Who, edges, rule


class ObjectionState(StrEnum):
    """How far an objection has come; the first and third are undecided."""

    FILED = "filed"
    INADMISSIBLE = "inadmissible"
    UNDER_REVIEW = "under_review"
    DISMISSED = "dismissed"
    SUSTAINED = "sustained"
    WITHDRAWN = "withdrawn"


UNDECIDED = frozenset({ObjectionState.FILED, ObjectionState.UNDER_REVIEW})

_O = ObjectionState

_RULES = (
    rule("file", "提出异议", "file", Who.UNIT_MEMBER),
    rule("admit", "受理", "admit", Who.HOLDER),
    rule("refuse", "不予受理", "refuse to admit", Who.HOLDER),
    rule("dismiss", "驳回", "dismiss", Who.HOLDER),
    rule("sustain", "异议成立", "sustain", Who.HOLDER),
    rule("withdraw", "撤回", "withdraw", Who.SELF),
)

_MOVES = (
    *edges("admit", [_O.FILED], [_O.UNDER_REVIEW]),
    *edges("refuse", [_O.FILED], [_O.INADMISSIBLE]),
    *edges("dismiss", [_O.UNDER_REVIEW], [_O.DISMISSED]),
    *edges("sustain", [_O.UNDER_REVIEW], [_O.SUSTAINED]),
    *edges("withdraw", [_O.FILED, _O.UNDER_REVIEW], [_O.WITHDRAWN]),
)

OBJECTION_CHART = Chart(
    subject=Subject.OBJECTION,
    states=tuple(ObjectionState),
    initial=_O.FILED,
    ends=frozenset(ObjectionState) - UNDECIDED,
    rules={one.name: one for one in _RULES},
    moves=_MOVES,
)
