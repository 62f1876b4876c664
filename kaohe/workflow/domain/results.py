"""What the rules give back: the output of `kaohe simulate`, and what the service stores of a computed score."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import ConfigDict

from kaohe.workflow.domain.outcomes import Reason
from kaohe.workflow.domain.policy.outcomes import Outcome
from kaohe.workflow.domain.scoring.breakdown import Line
from kaohe.workflow.domain.value import value

_DESCRIBED = ConfigDict(use_attribute_docstrings=True)


@value(frozen=True, slots=True)
class PersonResult:
    """考核对象结果 · One person's result."""

    __pydantic_config__ = _DESCRIBED

    key: str
    """代码 · The person's key."""
    unit: str
    """考核单位 · The unit's key."""
    outcome: Outcome
    """结果类别 · Whether, and why not, the person is graded."""
    reasons: tuple[Reason, ...] = ()
    """理由 · What restricts the outcome or the grade."""
    missing: tuple[str, ...] = ()
    """尚缺 · Inputs without which there is no score, such as common.de or monthly.2026-01."""
    score: Decimal | None = None
    """得分 · The score, rounded half up once; none: not graded, or something is missing."""
    breakdown: tuple[Line, ...] = ()
    """得分明细 · Lines whose points add up to the score exactly; the last one shows what rounding did, if anything."""
    allowed_grades: tuple[str, ...] = ()
    """可定等次 · The grades that score and circumstances allow, best first."""
    proposed_grade: str | None = None
    """系统建议等次 · The best allowed grade within the places; none: not graded, or something is missing."""


@dataclass(frozen=True, slots=True)
class UnitResult:
    """单位结果 · One unit's places (S3-23..26)."""

    __pydantic_config__ = _DESCRIBED

    key: str
    """代码 · The unit's key."""
    name: str
    """名称 · The unit's name."""
    participants: int
    """参加人数 · N: who takes part and can be graded."""
    remaining: Decimal | None
    """累计剩余 · R_k, exact; none where units have no places of their own."""
    places: int | None
    """名额 · Places offered in this cycle; none where units have none of their own."""
    used: int
    """占用 · Nominees, accepted or rejected (S3-35)."""
    nominees: tuple[str, ...] = ()
    """提名人员 · Who is nominated: by suggestion, else by proposal."""
    tied: tuple[str, ...] = ()
    """同分待定 · Who shares the score at which the places end: none of them is proposed, a human chooses (N-7)."""


@dataclass(frozen=True, slots=True)
class BodyResult:
    """全局结果 · The body's places."""

    __pydantic_config__ = _DESCRIBED

    participants: int
    """参加人数 · N over all units."""
    remaining: Decimal | None
    """累计剩余 · R_k, exact; none where the body has no places of its own."""
    places: int | None
    """名额 · Places offered in this cycle."""
    used: int
    """最终“好”人数 · Final good, additions included (S3-36)."""


@dataclass(frozen=True, slots=True)
class CycleResults:
    """周期结果 · One cycle's results."""

    __pydantic_config__ = _DESCRIBED

    period: str
    """期间 · The assessed period."""
    people: tuple[PersonResult, ...]
    """考核对象 · The people, in the order of the facts."""
    units: tuple[UnitResult, ...]
    """单位 · The units."""
    body: BodyResult
    """全局 · The body."""


@dataclass(frozen=True, slots=True)
class WorkdaysAnswer:
    """工作日计算结果 · When a term of working days ends."""

    __pydantic_config__ = _DESCRIBED

    event: date
    """起算事件日 · The day of the event."""
    workdays: int
    """工作日数 · The number of working days."""
    last_day: date
    """最后一日 · The last day; the term ends at its 24:00, Asia/Shanghai."""
    provisional: bool
    """是否暂定 · Whether make-up days that are not published yet may still move it."""


@dataclass(frozen=True, slots=True)
class ThreeSixtyAnswer:
    """360 评分试算结果 · What the scores come to."""

    __pydantic_config__ = _DESCRIBED

    score: Decimal | None
    """得分 · The score, rounded half up once; none: something is missing."""
    missing: tuple[str, ...] = ()
    """尚缺 · Categories that nobody has rated in and that the policy requires; all of them where there is no score."""
    breakdown: tuple[Line, ...] = ()
    """得分明细 · Lines whose points add up to the score."""
    agrees: bool | None = None
    """是否与预期一致 · Whether it is the expected score; none: none was given."""


@dataclass(frozen=True, slots=True)
class BallotReason:
    """选票不予接受的理由 · One rule that a ballot violates."""

    __pydantic_config__ = _DESCRIBED

    code: str
    """代码 · The refusal's code."""
    field: str
    """字段 · The place on the ballot, such as scores[2]."""
    zh: str
    """中文 · The words."""
    en: str
    """英文 · The same in English."""


@dataclass(frozen=True, slots=True)
class BallotAnswer:
    """选票试算结果 · Whether the ballot is accepted."""

    __pydantic_config__ = _DESCRIBED

    accepted: bool
    """是否接受 · Whether it is accepted."""
    reasons: tuple[BallotReason, ...] = ()
    """理由 · Every rule that it violates."""
    agrees: bool | None = None
    """是否与预期一致 · Whether that is the expected answer; none: none was given."""


@dataclass(frozen=True, slots=True)
class ResultsDocument:
    """测算结果 · What `kaohe simulate` prints."""

    __pydantic_config__ = _DESCRIBED

    cycles: tuple[CycleResults, ...] = ()
    """周期 · The cycles, in the order of the facts."""
    workdays: tuple[WorkdaysAnswer, ...] = ()
    """工作日计算 · The answers about working days."""
    three_sixty: tuple[ThreeSixtyAnswer, ...] = ()
    """360 评分试算 · The answers about scores by several people."""
    ballot: tuple[BallotAnswer, ...] = ()
    """选票试算 · The answers about ballots."""
