"""How a score is put together (计分)."""

from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from kaohe.workflow.domain.policy.base import Key, Label, Points, Section
from kaohe.workflow.domain.policy.outcomes import SanctionKind
from kaohe.workflow.domain.policy.parts import (
    Appraisal,
    BallotPart,
    CardPart,
    ElasticIndicators,
    IndividualIndicators,
    Part,
    SelfEvaluation,
    UnitBonus,
    WeightedPart,
)
from kaohe.workflow.domain.policy.records import RecordKind

#: The deduction standards that the state of the self-summary itself brings, where the scheme lists them.
MISSED_SUMMARY = "missed_summary"
LATE_SUMMARY = "late_summary"

HUNDRED = Decimal(100)

Weight = Annotated[Decimal, Field(gt=0, max_digits=9, decimal_places=4)]


class Indicator(Section):
    """指标 · One common indicator, entered by the unit as 0 to 100."""

    key: Key
    """代码 · de 德, neng 能, qin 勤, ji 绩, lian 廉 (S3-18)."""
    label: Label
    """名称 · Its name in Chinese."""
    weight: Weight
    """权重 · Its weight among the indicators of the part."""


class Standard(Section):
    """加减分标准 · One line of the table of bonuses or deductions."""

    key: Key
    """代码 · The name used in claims and facts."""
    label: Label
    """名称 · What it is given for."""
    points: Points
    """最高分值 · The most points one matter may bring, never negative; the part's kind gives the sign."""


class CommonIndicators(WeightedPart):
    """共性指标 · Points = Σ(score·weight) / Σweight · part weight / 100 (S3-15, S3-18)."""

    kind: Literal["common_indicators"]
    """种类 · common_indicators."""
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    """指标 · The indicators."""

    @cached_property
    def weights(self) -> dict[str, Decimal]:
        """Indicator → weight."""
        return {one.key: one.weight for one in self.indicators}

    @cached_property
    def points_over(self) -> Decimal:
        """What Σ(score·weight) · part weight is divided by: Σweight · 100."""
        return sum(self.weights.values()) * HUNDRED


class MonthlyMean(Part):
    """个性指标 · Points = mean of the cycle's monthly performance scores (0 to 100) · factor / 100 (S3-19, S3-53)."""

    kind: Literal["monthly_mean"]
    """种类 · monthly_mean."""
    factor: Weight
    """占总分多少分 · How many points of the total it makes up."""
    missing_months: Literal["require", "mean_of_present"] = "require"
    """缺月如何处理 · A month without a score: it must be supplied, or the others' mean counts."""


class Incentive(Part):
    """正向激励加分 · Bonuses on top of the total, capped (S3-15, S3-20)."""

    kind: Literal["incentive"]
    """种类 · incentive."""
    cap: Points
    """加分上限 · The most that all bonuses of a cycle may bring (S3-15)."""
    standards: tuple[Standard, ...] = Field(min_length=1)
    """加分标准 · The table of bonuses (S3-20)."""


class MissingRecord(Section):
    """缺记扣分 · What every record of a kind that is missing takes off (S1-13)."""

    record: RecordKind
    """纪实种类 · The kind of record."""
    points: Points
    """每缺一次扣分 · Points for each one that is missing."""
    most: Points
    """最多扣分 · The most that this kind takes off in a cycle."""


class Deduction(Part):
    """扣分 · Points taken off (S3-16)."""

    kind: Literal["deduction"]
    """种类 · deduction."""
    standards: tuple[Standard, ...] = Field(min_length=1)
    """扣分标准 · The table of deductions; missed_summary and late_summary are taken off without anyone's entry."""
    missing_records: tuple[MissingRecord, ...] = ()
    """缺记扣分 · What missing records take off by themselves (S1-13)."""
    sanctions: dict[SanctionKind, Points] = Field(default_factory=dict)
    """处分扣分 · What a sanction whose day lies in the period takes off by itself (S0-11)."""


ScorePart = Annotated[
    CommonIndicators
    | MonthlyMean
    | IndividualIndicators
    | SelfEvaluation
    | Appraisal
    | BallotPart
    | CardPart
    | ElasticIndicators
    | UnitBonus
    | Incentive
    | Deduction,
    Field(discriminator="kind"),
]


def always_counted(part: ScorePart) -> Decimal:
    """The points that a part contributes to the total: none where it comes on top or is taken off."""
    if isinstance(part, WeightedPart):
        return part.weight
    return part.factor if isinstance(part, MonthlyMean) else Decimal(0)


class Band(Section):
    """分数段 · Which grade a score opens (S3-27, N-7). A band reaches up to the next better one."""

    grade: Key
    """等次 · The grade."""
    at_least: Points
    """最低分 · The lowest score of the band, included."""
    binding: bool = Field(default=False, strict=True)
    """是否必须 · False: such a score may have this grade or a lower one; true: it must have this grade."""


def _varies(part: ScorePart) -> bool:
    return isinstance(part, WeightedPart) and bool(part.class_weights)


class Scoring(Section):
    """计分 · Parts, rounding and bands (S3-15..S3-20, S3-27)."""

    total: Points = HUNDRED
    """满分 · What the parts that are always counted add up to; bonuses come on top and do not cap it."""
    places: int = Field(default=2, strict=True, ge=0, le=4)
    """小数位数 · Decimal places of the score."""
    rounding: Literal["half_up"] = "half_up"
    """舍入 · Half up, once, at the end (§3)."""
    same_matter: Literal["largest", "most_favourable"] = "largest"
    """同一事项多项标准 · One matter counts once among bonuses and once among deductions: the largest magnitude, or what
    favours the person, which differs for deductions only (S3-16)."""
    parts: tuple[ScorePart, ...] = Field(min_length=1)
    """计分项 · The parts of the score."""
    bands: tuple[Band, ...] = Field(min_length=1)
    """分数段 · The bands, from the best grade down."""

    @cached_property
    def _by_class(self) -> dict[str, tuple[ScorePart, ...]]:
        """What `parts_for` has found before: it is asked for every person."""
        return {}

    @property
    def rests_on_unit(self) -> bool:
        """Whether the same person would have another score in another unit."""
        of_unit = (IndividualIndicators, ElasticIndicators, UnitBonus, CardPart)
        return any(isinstance(part, of_unit) or part.unit_classes or _varies(part) for part in self.parts)

    def parts_for(self, unit_class: str) -> tuple[ScorePart, ...]:
        """The parts that people of units of that class have, with their weights there."""
        if unit_class not in self._by_class:
            there = (part for part in self.parts if part.applies_to(unit_class))
            self._by_class[unit_class] = tuple(
                part.as_in(unit_class) if isinstance(part, WeightedPart) else part for part in there
            )
        return self._by_class[unit_class]
