"""The shape of facts: plain dataclasses, cheap enough for 100,000 people. pydantic checks them where a file is read."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import ConfigDict, Field

from kaohe.workflow.domain.policy.base import Key
from kaohe.workflow.domain.policy.outcomes import LeaveKind, SanctionKind
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.value import value

_STRICT = ConfigDict(extra="forbid", use_attribute_docstrings=True)

# The bounds on digits keep every sum of products within what Decimal holds exactly.
Score = Annotated[Decimal, Field(ge=0, le=100, max_digits=9, decimal_places=4)]
MatterPoints = Annotated[Decimal, Field(ge=0, max_digits=9, decimal_places=4)]
IndicatorWeight = Annotated[Decimal, Field(gt=0, max_digits=9, decimal_places=4)]
SignedPoints = Annotated[Decimal, Field(ge=-100, le=100, max_digits=9, decimal_places=4)]
Days = Annotated[Decimal, Field(ge=0, le=366, decimal_places=2)]
Headcount = Annotated[int, Field(strict=True, ge=0, le=10_000_000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]

# What a ballot may hold before it is checked: a score out of range is the ballot's fault, not the document's.
Unchecked = Annotated[Decimal, Field(max_digits=9, decimal_places=4)]


class SummaryState(StrEnum):
    """What became of the self-summary; `excused`: late, and the unit accepted the reason."""

    SUBMITTED = "submitted"
    LATE = "late"
    EXCUSED = "excused"
    MISSED = "missed"


class CircumstanceKind(StrEnum):
    """Why a person may get no ordinary grade: only what holds at the time of the evaluation is a fact."""

    PROBATION = "probation"
    INVESTIGATION = "investigation"
    SANCTION = "sanction"
    REFUSED = "refused"
    NOT_TAKING_PART = "not_taking_part"


@dataclass(frozen=True, slots=True)
class Circumstance:
    """特殊情形 · One circumstance of a person (N-8, N-11..13)."""

    __pydantic_config__ = _STRICT

    kind: CircumstanceKind
    """种类 · Probation, investigation that is not closed, sanction, refusal without good reason, not taking part."""
    sanction: SanctionKind | None = None
    """处分种类 · The kind of sanction; with kind = sanction only."""
    date: datetime.date | None = None
    """处分日期 · The day of the sanction; with kind = sanction only."""


@value(frozen=True, slots=True)
class ScoredMatter:
    """加减分事项 · One bonus or deduction that has been accepted (S3-16, S3-20)."""

    __pydantic_config__ = _STRICT

    standard: Name
    """标准 · The key of a standard of the policy."""
    matter: Name
    """事项 · What it is about; the same words mean the same matter, which counts once."""
    points: MatterPoints
    """分值 · Points given, never negative and never above the standard's."""


@dataclass(frozen=True, slots=True)
class OwnIndicator:
    """个性指标 · One individual indicator of the person's post category, with the unit's weight and score (S0-6)."""

    __pydantic_config__ = _STRICT

    key: Name
    """代码 · The indicator's key."""
    weight: IndicatorWeight
    """权重 · Its weight among the person's indicators."""
    score: Score | None = None
    """得分 · 0 to 100; none: not entered yet."""
    label: str = ""
    """名称 · What it is called."""


@dataclass(frozen=True, slots=True)
class ElasticItem:
    """弹性指标 · One elastic indicator of the unit in this period, with the points of this person (S0-7)."""

    __pydantic_config__ = _STRICT

    key: Name
    """代码 · The indicator's key."""
    points: SignedPoints | None = None
    """加减分 · Points, negative where they are taken off; none: not entered yet."""
    label: str = ""
    """名称 · What it is called."""


@value(frozen=True, slots=True)
class BallotTally:
    """计票结果 · What the person received from one category, or from several that were merged so that three ballots or more
    stand together (S1-20)."""

    __pydantic_config__ = _STRICT

    categories: tuple[Name, ...]
    """类别 · The keys of the categories, or parts of one, that are counted together."""
    weight: Fraction
    """权重 · The sum of their weights."""
    ballots: Headcount
    """票数 · How many ballots there are."""
    value: Fraction
    """均值 · Their exact mean by weight, 0 to 100."""


@dataclass(frozen=True, slots=True)
class CardTally:
    """评议卡片 · How many cards there are, and the exact sum of their scores (S0-20)."""

    __pydantic_config__ = _STRICT

    cards: Headcount
    """张数 · How many were used."""
    total: Fraction
    """总分 · The sum of their scores, each 0 to 100."""


@value(frozen=True, slots=True)
class RecordCount:
    """纪实 · How many records of a kind were due, leave taken out, and how many are there (S1-13, S1-14)."""

    __pydantic_config__ = _STRICT

    due: Headcount
    """应记 · How many were due."""
    recorded: Headcount
    """已记 · How many of these are there; never more than due."""


@value(frozen=True, slots=True)
class PersonFacts:
    """考核对象 · One person in one cycle."""

    __pydantic_config__ = _STRICT

    key: Name
    """代码 · The person's key, unique in the cycle."""
    unit: Name
    """考核单位 · The key of the unit that assesses."""
    name: str = ""
    """姓名 · The person's name."""
    unit_class: str = ""
    """单位分类 · The class of the unit that assesses, as the policy names it (S0-9, S1-17); "": the default class."""
    common: Mapping[str, Score | None] | None = None
    """共性指标得分 · Indicator → score, 0 to 100, as the unit entered it (S3-18)."""
    monthly: Mapping[str, Score | None] = field(default_factory=dict)
    """月度绩效 · Month, "2026-01" → performance score, 0 to 100 (S3-19, S3-53)."""
    individual: tuple[OwnIndicator, ...] = ()
    """个性指标 · The indicators of the person's post category (S0-6)."""
    elastic: tuple[ElasticItem, ...] = ()
    """弹性指标 · The unit's elastic indicators of this period (S0-7)."""
    self_score: Score | None = None
    """自评得分 · What the person gave himself, 0 to 100 (S0-14)."""
    appraisal: Score | None = None
    """领导鉴定得分 · What the level above signed, 0 to 100 (S0-16)."""
    ballots: Mapping[str, tuple[BallotTally, ...]] = field(default_factory=dict)
    """计票结果 · Box → its tallies, once it is counted (S1-18)."""
    ballot_scores: Mapping[str, Mapping[str, tuple[Score, ...]]] = field(default_factory=dict)
    """评分 · For `kaohe simulate`: box → category (or part of one) → scores, in place of `ballots`; the service never has
    them."""
    cards: CardTally | None = None
    """评议卡片 · The cards about the person, or about the unit where there are none (S0-20)."""
    unit_items: Mapping[str, Score] = field(default_factory=dict)
    """专项指标 · Item → the unit's score in this period, 0 to 100 (S0-8)."""
    records: Mapping[RecordKind, RecordCount] = field(default_factory=dict)
    """纪实 · Kind of record → how many were due and are there (S1-13)."""
    claims: tuple[ScoredMatter, ...] = ()
    """加分 · Bonus claims that the office has accepted (S3-20), commendations of the period among them (S0-10)."""
    deductions: tuple[ScoredMatter, ...] = ()
    """扣分 · Deductions; those that the summary's state brings are added by the rules."""
    summary: SummaryState = SummaryState.SUBMITTED
    """个人小结 · What became of the self-summary (S3-28)."""
    leave: Mapping[LeaveKind, Days] = field(default_factory=dict)
    """请假 · Kind of leave → working days of leave in the period (N-10)."""
    working_days_in_period: Annotated[int, Field(strict=True, ge=1, le=366)] | None = None
    """应出勤工作日 · Working days that the person was due to work; none: all of the period's."""
    circumstances: tuple[Circumstance, ...] = ()
    """特殊情形 · What may keep the person from an ordinary grade."""
    suggested_grade: str | None = None
    """建议等次 · The grade that the reviewers suggest (S3-30); none: the proposal stands."""
    decided_grade: str | None = None
    """决定等次 · The grade that the committee decided (S3-34); none: the suggestion stands."""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """单位 · One unit: with people of its own in `people`, or with bare counts, for questions about places only."""

    __pydantic_config__ = _STRICT

    key: Name
    """代码 · The unit's key."""
    name: str = ""
    """名称 · The unit's name."""
    participants: Headcount | None = None
    """参加人数 · N; none: counted from the people."""
    used: Headcount | None = None
    """占用名额 · Nominees, accepted or rejected (S3-35); none, with participants: all that is offered."""


@dataclass(frozen=True, slots=True)
class PreviousUnit:
    """单位期初数 · A unit's counts in an earlier cycle."""

    __pydantic_config__ = _STRICT

    key: Name
    """代码 · The unit's key."""
    participants: Headcount
    """参加人数 · N."""
    used: Headcount
    """占用名额 · Nominees, accepted or rejected."""


@dataclass(frozen=True, slots=True)
class PreviousCycle:
    """以前周期 · The counts of an earlier cycle; only those of the same year weigh (S3-23)."""

    __pydantic_config__ = _STRICT

    period: Name
    """期间 · "2026Q1"."""
    units: tuple[PreviousUnit, ...] = ()
    """各单位 · The units' counts."""
    participants: Headcount | None = None
    """全局参加人数 · The body's N; none: the units' sum."""
    final_good: Headcount | None = None
    """全局最终“好”人数 · The body's final good, additions included (S3-36); none: the units' sum."""


@dataclass(frozen=True, slots=True)
class CycleFacts:
    """周期 · One cycle of one body."""

    __pydantic_config__ = _STRICT

    period: Name
    """期间 · The assessed period: "2026Q1", "2026-04", "2026H1" or "2026", as the policy's cycle asks."""
    body: str = ""
    """考核主体 · The body's name."""
    previous: tuple[PreviousCycle, ...] = ()
    """期初数 · Earlier cycles that the document does not contain: opening balances."""
    units: tuple[UnitFacts, ...] = ()
    """单位 · The units; none: those that the people name."""
    people: tuple[PersonFacts, ...] = ()
    """考核对象 · The people."""
    final_good: Headcount | None = None
    """全局最终“好”人数 · The body's final good (S3-36); none: counted from people and units."""


@dataclass(frozen=True, slots=True)
class WorkdaysQuestion:
    """工作日计算 · When does a term of working days end?"""

    __pydantic_config__ = _STRICT

    event: datetime.date
    """起算事件日 · The day of the event; counting begins on the next day."""
    workdays: Annotated[int, Field(strict=True, ge=0, le=3660)]
    """工作日数 · The number of working days."""


@dataclass(frozen=True, slots=True)
class ThreeSixtyQuestion:
    """360 评分试算 · What do these scores of one person come to (S1-18)?"""

    __pydantic_config__ = _STRICT

    scores: Mapping[str, tuple[Score, ...]]
    """评分 · Category, or part of one → scores, 0 to 100."""
    weights: Mapping[Key, IndicatorWeight] | None = None
    """权重 · Category → weight; none: those of the policy's box."""
    deduction: MatterPoints = Decimal(0)
    """扣分 · Points taken off the result (S1-13)."""
    box: Name | None = None
    """票箱 · The policy's box; none: its only one, or one with the defaults of the policy reference."""
    score: Decimal | None = None
    """预期得分 · The expected answer, to be compared; none: nothing is compared."""


@dataclass(frozen=True, slots=True)
class BallotQuestion:
    """选票试算 · Is a ballot with these scores accepted (S1-22, S1-23)?"""

    __pydantic_config__ = _STRICT

    headcount: Headcount
    """单位人数 · How many people the unit has."""
    scores: tuple[Unchecked, ...]
    """评分 · The scores on the ballot, one for each person whom the rater rates."""
    box: Name | None = None
    """票箱 · The policy's box; none: its only one, or one with the defaults of the policy reference."""
    accepted: Annotated[bool, Field(strict=True)] | None = None
    """预期结果 · The expected answer, to be compared; none: nothing is compared."""


@dataclass(frozen=True, slots=True)
class FactsDocument:
    """测算输入 · What `kaohe simulate` reads: cycles in order of time, each continuing the places of the earlier
    ones in the same year, and questions about working days, about scores by several people, and about ballots. A cycle
    may give bare counts of units instead of people."""

    __pydantic_config__ = _STRICT

    cycles: tuple[CycleFacts, ...] = ()
    """周期 · The cycles, in order of time."""
    workdays: tuple[WorkdaysQuestion, ...] = ()
    """工作日计算 · Questions about working days."""
    three_sixty: tuple[ThreeSixtyQuestion, ...] = ()
    """360 评分试算 · Questions about scores by several people."""
    ballot: tuple[BallotQuestion, ...] = ()
    """选票试算 · Questions about ballots."""
