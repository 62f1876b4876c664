"""What a chart is made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Subject(StrEnum):
    """The kinds of thing that have a state."""

    ASSESSMENT = "assessment"
    CYCLE = "cycle"
    UNIT_LIST = "unit_list"
    OBJECTION = "objection"
    BALLOT_BOX = "ballot_box"
    FINDING = "finding"


class Who(StrEnum):
    """Who may do a thing: pull a trigger, call a mutation. One is enough where a rule names several."""

    SELF = "self"  # the person assessed, or the one who filed
    CLERK = "clerk"  # clerk of the assessing unit
    HOLDER = "holder"  # whoever holds the open task on the subject, and is not barred from the case
    APPRAISER = "appraiser"  # whoever may appraise this person (S0-16..18)
    SUPERIOR = "superior"  # a leader of the unit above, else the office
    RATER = "rater"  # whoever rates in a ballot box
    OFFICE = "office"
    SECRETARY = "secretary"
    OUTSIDE = "outside"
    UNIT_MEMBER = "unit_member"
    SYSTEM = "system"  # a deadline, or the consequence of another move
    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    LEADER = "leader"  # main leader or leader in charge of a unit
    ADMINISTRATOR = "administrator"


WHO_LABELS: dict[Who, str] = {
    Who.SELF: "本人",
    Who.CLERK: "单位经办人（或本单位领导）",
    Who.HOLDER: "当前经办领导",
    Who.APPRAISER: "鉴定领导",
    Who.SUPERIOR: "上级单位领导（无上级单位的为考核办）",
    Who.RATER: "评分人",
    Who.OFFICE: "考核办",
    Who.SECRETARY: "党委秘书",
    Who.OUTSIDE: "外部核准方",
    Who.UNIT_MEMBER: "本单位人员",
    Who.SYSTEM: "系统",
    Who.ANYONE: "任何人",
    Who.SIGNED_IN: "已登录用户",
    Who.LEADER: "单位主要领导或分管领导",
    Who.ADMINISTRATOR: "系统管理员",
}

WHO_LABELS_EN: dict[Who, str] = {
    Who.SELF: "the person",
    Who.CLERK: "the unit's clerk, or its leaders in his place",
    Who.HOLDER: "the leader whose turn it is",
    Who.APPRAISER: "the leader who appraises",
    Who.SUPERIOR: "a leader of the unit above, or the office where there is none",
    Who.RATER: "a rater of the box",
    Who.OFFICE: "the assessment office",
    Who.SECRETARY: "the committee secretary",
    Who.OUTSIDE: "the outside approver",
    Who.UNIT_MEMBER: "a member of the unit",
    Who.SYSTEM: "the system",
    Who.ANYONE: "anyone",
    Who.SIGNED_IN: "anyone signed in",
    Who.LEADER: "a unit's main leader or leader in charge",
    Who.ADMINISTRATOR: "the administrator",
}


@dataclass(frozen=True)
class TriggerRule:
    """One trigger: its name, its words, who may pull it, and the labels a clerk reads."""

    name: str
    label: str
    label_en: str
    who: frozenset[Who]

    @property
    def by_hand(self) -> bool:
        """Whether a person can pull it at all."""
        return self.who != frozenset({Who.SYSTEM})


@dataclass(frozen=True)
class Move:
    """An edge: `trigger` takes a subject from `source` to `dest` (equal for an internal one)."""

    trigger: str
    source: str
    dest: str


@dataclass(frozen=True)
class Chart:
    """All states and edges of one kind of subject."""

    subject: Subject
    states: tuple[str, ...]
    initial: str
    ends: frozenset[str]
    rules: Mapping[str, TriggerRule]
    moves: tuple[Move, ...]
    _edges: Mapping[tuple[str, str], tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        edges: dict[tuple[str, str], tuple[str, ...]] = {}
        for move in self.moves:
            key = (move.trigger, move.source)
            edges[key] = (*edges.get(key, ()), move.dest)
        object.__setattr__(self, "_edges", edges)

    def destinations(self, trigger: str, source: str) -> tuple[str, ...]:
        """Where `trigger` may lead from `source`; empty where the chart has no such edge."""
        return self._edges.get((trigger, source), ())

    def triggers_from(self, source: str) -> list[str]:
        """The triggers that have an edge out of `source`, in the chart's order."""
        return [name for name in self.rules if (name, source) in self._edges]


def rule(name: str, label: str, label_en: str, *who: Who) -> TriggerRule:
    """A trigger with its words, and who may do it."""
    return TriggerRule(name, label, label_en, frozenset(who))


def edges(trigger: str, sources: Iterable[str], dests: Iterable[str] | None = None) -> list[Move]:
    """Every source to every dest; without dests the trigger is internal and stays where it is."""
    if dests is None:
        return [Move(trigger, source, source) for source in sources]
    targets = tuple(dests)
    return [Move(trigger, source, dest) for source in sources for dest in targets]
