"""Problems of a comparison as they are counted, and their words for a clerk."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from kaohe.workflow.domain.comparison.model import ComparisonProblem, ProblemKind, Side


class Noted(NamedTuple):
    """What is counted: a kind of problem with one input under one policy."""

    kind: ProblemKind
    side: Side
    input: str
    label: str


Notes = Counter[Noted]

_KINDS = list(ProblemKind)

_WORDS: dict[ProblemKind, tuple[str, str]] = {
    ProblemKind.MISSING: (
        "{policy}所需的“{label}”尚未录入,{people} 人没有得分",
        "{policy} needs {input}, which is not there yet for {people} people: they have no score",
    ),
    ProblemKind.NEVER_COLLECTED: (
        "{policy}所需的“{label}”从未收集,{people} 人没有得分",
        "{policy} needs {input}, which was never collected: {people} people have no score",
    ),
    ProblemKind.STAND_IN: (
        "{policy}所需的“{label}”从未收集,{people} 人按该细则的替代分计算",
        "{policy} needs {input}, which was never collected: for {people} people its stand-in counts",
    ),
    ProblemKind.COUNTS_NOTHING: (
        "{policy}的“{label}”从未收集,{people} 人在此项不加分也不扣分",
        "{policy} has {input}, which was never collected: it brings {people} people nothing",
    ),
    ProblemKind.UNUSED: (
        "{policy}不采用“{label}”,{people} 人的此项数据不计",
        "{policy} has no use for {input}, which {people} people have",
    ),
    ProblemKind.CUT: (
        "“{label}”超过{policy}的标准,{people} 人按其最高分值计",
        "points for {input} are more than {policy} allows: for {people} people its most counts",
    ),
    ProblemKind.OTHER_CLASS: (
        "{policy}没有单位分类“{label}”,{people} 人按其默认分类计算",
        "{policy} has no class of units “{label}”: {people} people count as its default class",
    ),
    ProblemKind.BALLOTS_UNUSABLE: (
        "“{label}”的票已合并或类别不同,不能按{policy}的权重重新计算,{people} 人没有此项得分",
        "ballots of {input}, merged or of other categories, can't be weighed by {policy}: {people} people have no score",
    ),
    ProblemKind.COLLECTED_OTHERWISE: (
        "“{label}”是按另一规定产生的,{policy}的规定与之不同,涉及 {people} 人",
        "{input} came about under other rules than those of {policy}, for {people} people",
    ),
    ProblemKind.GRADE_UNKNOWN: (
        "{policy}没有等次“{label}”,涉及 {people} 人",
        "{policy} has no grade “{input}”, which concerns {people} people",
    ),
}

_POLICIES = {Side.BEFORE: ("原细则", "the first policy"), Side.AFTER: ("新细则", "the second policy")}


def problems(notes: Notes) -> Iterator[ComparisonProblem]:
    """The problems, by kind, policy and input."""
    for noted, people in sorted(notes.items(), key=lambda one: (_KINDS.index(one[0].kind), *one[0][1:])):
        zh, en = _WORDS[noted.kind]
        policy, policy_en = _POLICIES[noted.side]
        named = {"label": noted.label, "input": noted.input, "people": people}
        yield ComparisonProblem(
            *noted, people=people, zh=zh.format(policy=policy, **named), en=en.format(policy=policy_en, **named)
        )
