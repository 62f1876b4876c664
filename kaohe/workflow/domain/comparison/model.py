"""What a comparison gives back: the output of `kaohe simulate --against`, and of the query `whatIf`."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict

from kaohe.workflow.domain.outcomes import Reason
from kaohe.workflow.domain.policy.outcomes import Outcome

_DESCRIBED = ConfigDict(use_attribute_docstrings=True)


class Side(StrEnum):
    """Which of the two policies: `before`, by which the facts were collected, or `after`, the other one."""

    BEFORE = "before"
    AFTER = "after"


class ProblemKind(StrEnum):
    """Why the facts do not fully answer for a policy."""

    MISSING = "missing"
    NEVER_COLLECTED = "never_collected"
    STAND_IN = "stand_in"
    COUNTS_NOTHING = "counts_nothing"
    UNUSED = "unused"
    CUT = "cut"
    OTHER_CLASS = "other_class"
    BALLOTS_UNUSABLE = "ballots_unusable"
    COLLECTED_OTHERWISE = "collected_otherwise"
    GRADE_UNKNOWN = "grade_unknown"


class Cause(StrEnum):
    """What makes a person's result another one."""

    OUTCOME = "outcome"
    INPUTS = "inputs"
    POINTS = "points"
    BANDS = "bands"
    PLACES = "places"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class ComparedPolicy:
    """实施细则 · One of the two policies."""

    __pydantic_config__ = _DESCRIBED

    key: str
    """代码 · Its key."""
    version: str
    """版本 · Its version."""
    name: str
    """名称 · Its name."""


@dataclass(frozen=True, slots=True)
class ComparisonProblem:
    """不可比之处 · Something in which the facts do not fully answer for a policy, and for how many people."""

    __pydantic_config__ = _DESCRIBED

    kind: ProblemKind
    """种类 · missing: the input is not there yet, so there is no score; never_collected: the same, because the first
    policy does not ask for it; stand_in: the policy's own stand-in counts instead; counts_nothing: it brings neither bonus
    nor deduction; unused: the second policy has no use for it; cut: points are cut to what the second policy's standard
    allows; other_class: people count as the second policy's default class; ballots_unusable: merged ballots can't be
    weighed anew, or have categories that the second policy does not know; collected_otherwise: ballots or records came
    about under other rules; grade_unknown: only one policy has the grade."""
    side: Side
    """哪一套细则 · For which policy."""
    input: str
    """数据 · The input, such as common.de or ballots.quarter."""
    label: str
    """名称 · What the policy calls it."""
    people: int
    """涉及人数 · How many people it concerns."""
    zh: str
    """中文 · The words."""
    en: str
    """英文 · The same in English."""


@dataclass(frozen=True, slots=True)
class Projection:
    """测算结果 · What one policy comes to for a person, by its proposal alone."""

    __pydantic_config__ = _DESCRIBED

    outcome: Outcome
    """结果类别 · Whether the person is graded."""
    reasons: tuple[Reason, ...]
    """理由 · What restricts the outcome or the grade."""
    missing: tuple[str, ...]
    """尚缺 · Inputs without which there is no score."""
    score: Decimal | None
    """得分 · The score; none: not graded, or something is missing."""
    allowed_grades: tuple[str, ...]
    """可定等次 · The grades that score and circumstances allow, best first."""
    proposed_grade: str | None
    """系统建议等次 · The best of them within the places."""


@dataclass(frozen=True, slots=True)
class PartChange:
    """计分项变化 · A part of the score whose points differ."""

    __pydantic_config__ = _DESCRIBED

    part: str
    """计分项 · The part's key, or "rounding"."""
    label: str
    """名称 · What the policy calls it."""
    before: Decimal | None
    """原分值 · Points by the first policy; none: it has no such part."""
    after: Decimal | None
    """新分值 · Points by the second policy; none: it has no such part."""


@dataclass(frozen=True, slots=True)
class PersonChange:
    """结果有变化的人员 · A person whose result differs."""

    __pydantic_config__ = _DESCRIBED

    key: str
    """代码 · The person's key."""
    name: str
    """姓名 · The name."""
    unit: str
    """考核单位 · The unit's key."""
    before: Projection
    """原细则 · By the first policy."""
    after: Projection
    """新细则 · By the second policy."""
    causes: tuple[Cause, ...]
    """变化原因 · outcome, inputs (one of the two lacks something), points, bands (the same score opens other grades),
    places, decision (the decided grade is allowed by the first policy only)."""
    parts: tuple[PartChange, ...]
    """计分项变化 · The parts whose points differ, where both policies have a score."""
    decided_grade: str | None
    """已定等次 · The grade that was decided; it takes no part in the comparison."""
    decided_allowed: bool | None
    """已定等次是否仍可定 · Whether the second policy would allow that grade; none: nothing is decided, or an input is
    missing."""


@dataclass(frozen=True, slots=True)
class Places:
    """名额 · Places of a unit or the body by one policy."""

    __pydantic_config__ = _DESCRIBED

    participants: int
    """参加人数 · N."""
    remaining: Decimal | None
    """累计剩余 · R_k, exact; none where there are no such places."""
    places: int | None
    """名额 · Places offered."""
    used: int
    """占用 · How many the proposals use."""


@dataclass(frozen=True, slots=True)
class Spread:
    """得分分布 · Scores of those who have one."""

    __pydantic_config__ = _DESCRIBED

    scored: int
    """有得分人数 · How many have a score."""
    highest: Decimal | None
    """最高分 · The highest."""
    lowest: Decimal | None
    """最低分 · The lowest."""
    mean: Decimal | None
    """平均分 · The mean, half up to two places."""


@dataclass(frozen=True, slots=True)
class GradeCount:
    """等次人数 · How many are proposed for a grade."""

    __pydantic_config__ = _DESCRIBED

    grade: str
    """等次 · The grade's key; "": no grade."""
    label: str
    """名称 · Its name in Chinese."""
    label_en: str
    """英文名称 · Its name in English."""
    before: int
    """原细则人数 · By the first policy."""
    after: int
    """新细则人数 · By the second policy."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """分布 · Proposed grades and scores before and after."""

    __pydantic_config__ = _DESCRIBED

    grades: tuple[GradeCount, ...]
    """等次 · The grades of both policies, best first, those without a grade last."""
    before: Spread
    """原细则得分 · Scores by the first policy."""
    after: Spread
    """新细则得分 · Scores by the second policy."""


@dataclass(frozen=True, slots=True)
class UnitEffect:
    """对单位的影响 · What changes for a unit."""

    __pydantic_config__ = _DESCRIBED

    key: str
    """代码 · The unit's key."""
    name: str
    """名称 · Its name."""
    before: Places
    """原名额 · By the first policy."""
    after: Places
    """新名额 · By the second policy."""
    decided: int
    """已定人数 · How many have the first policy's limited grade by decision."""
    gained: tuple[str, ...]
    """新增提名 · Nominees by the second policy alone."""
    lost: tuple[str, ...]
    """失去提名 · Nominees by the first policy alone."""
    unknown: tuple[str, ...]
    """尚不能判断 · Nominees by the first policy of whom the second can't say: an input is missing."""
    distribution: Distribution
    """分布 · Grades and scores of its people."""


@dataclass(frozen=True, slots=True)
class BodyEffect:
    """对全局的影响 · What changes for the body as a whole."""

    __pydantic_config__ = _DESCRIBED

    before: Places
    """原名额 · By the first policy."""
    after: Places
    """新名额 · By the second policy."""
    decided: int
    """已定人数 · How many have the first policy's limited grade by decision."""
    gained: int
    """新增提名人数 · How many are nominated by the second policy alone."""
    lost: int
    """失去提名人数 · How many are nominated by the first policy alone."""
    unknown: int
    """尚不能判断的人数 · Of how many of the first policy's nominees the second can't say: an input is missing."""
    distribution: Distribution
    """分布 · Grades and scores of everybody."""


@dataclass(frozen=True, slots=True)
class Decided:
    """已定等次 · Grades that were decided, and whether the policies allow them. Nobody's decided grade is compared."""

    __pydantic_config__ = _DESCRIBED

    people: int
    """人数 · How many have one."""
    allowed_before: int
    """原细则可定 · How many of these grades the first policy allows."""
    allowed_after: int
    """新细则可定 · How many the second policy would allow."""
    open_after: int
    """尚不能判断 · Of how many the second policy can't say, because an input is missing."""


@dataclass(frozen=True, slots=True)
class CycleComparison:
    """周期比较 · One cycle under both policies."""

    __pydantic_config__ = _DESCRIBED

    period: str
    """期间 · The assessed period."""
    people: int
    """人数 · How many people were compared."""
    changed: int
    """结果有变化人数 · How many of them have another result."""
    unscored: int
    """缺数据人数 · How many have no score by the second policy because an input is missing. Above 0, what is told of its
    grades and places is not the whole."""
    body: BodyEffect
    """全局 · The body."""
    units: tuple[UnitEffect, ...]
    """单位 · The units."""
    decided: Decided
    """已定等次 · What was decided, beside the comparison."""
    problems: tuple[ComparisonProblem, ...]
    """不可比之处 · In what the facts do not fully answer."""
    changes: tuple[PersonChange, ...]
    """变化 · Who has another result, in the order of the facts."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """测算比较 · What `kaohe simulate --against` prints: the proposal of one policy beside that of another."""

    __pydantic_config__ = _DESCRIBED

    before: ComparedPolicy
    """原细则 · The policy by which the facts were collected."""
    after: ComparedPolicy
    """新细则 · The other one."""
    cycles: tuple[CycleComparison, ...]
    """周期 · The cycles, in the order of the facts."""
    compared: Literal["proposals"] = "proposals"
    """比较对象 · What each policy proposes by itself: suggestions and decisions of people are left out on both sides."""
