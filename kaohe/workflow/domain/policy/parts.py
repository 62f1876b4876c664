"""Parts of a score beside those of the police bureau (计分项): what S0 and S1 evaluate people by."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field

from kaohe.workflow.domain.policy.base import Key, Label, Points, Positive, Section
from kaohe.workflow.domain.standing import Standing

PartWeight = Annotated[Decimal, Field(gt=0, max_digits=9, decimal_places=4)]


class Part(Section):
    """What every part has."""

    key: Key
    """代码 · The part's name in breakdowns."""
    label: Label
    """名称 · Its name in Chinese."""
    unit_classes: tuple[Key, ...] = ()
    """适用的单位分类 · The classes of units whose people have it; none: all (S0-9)."""

    def applies_to(self, unit_class: str) -> bool:
        """Whether people of units of that class have this part."""
        return not self.unit_classes or unit_class in self.unit_classes


class WeightedPart(Part):
    """A part of which everyone's score has a fixed number of points at most."""

    weight: PartWeight
    """占总分多少分 · How many points of the total it makes up."""
    class_weights: dict[Key, PartWeight] = Field(default_factory=dict)
    """各分类的分数 · Classes of units in which it makes up another number of points (S0-9)."""

    def as_in(self, unit_class: str) -> Self:
        """The part with its weight in that class."""
        weight = self.class_weights.get(unit_class)
        return self if weight is None else self.model_copy(update={"weight": weight})


class IndividualIndicators(WeightedPart):
    """个性指标 · The unit's indicators for the person's post category: Σ(score·weight) / Σweight · part weight / 100
    (S0-6)."""

    kind: Literal["individual_indicators"]
    """种类 · individual_indicators."""
    most_indicators: Positive = 20
    """指标最多个数 · The most indicators that a unit may set for one post category."""


class SelfEvaluation(WeightedPart):
    """自我评价 · The score that the person gives himself with the summary, 0 to 100, · weight / 100 (S0-14)."""

    kind: Literal["self_evaluation"]
    """种类 · self_evaluation."""
    missed: Points = Decimal(0)
    """未自评 · The score that counts where the summary was missed or came without one."""


class Appraiser(StrEnum):
    """Who may appraise, seen from the unit that assesses the person (一级考核一级, S0-16)."""

    MAIN_LEADER = "main_leader"
    DEPUTY_LEADER = "deputy_leader"
    LEADER_IN_CHARGE = "leader_in_charge"
    SUPERIOR_MAIN_LEADER = "superior_main_leader"


class Appraisal(WeightedPart):
    """领导鉴定 · The score, 0 to 100, that the level above signs, · weight / 100 (S0-16..18). Any of those named may
    give it; whoever keeps away from the case, or is its subject, leaves it to the others, else to the office."""

    kind: Literal["appraisal"]
    """种类 · appraisal."""
    of_main_leader: tuple[Appraiser, ...] = (Appraiser.LEADER_IN_CHARGE, Appraiser.SUPERIOR_MAIN_LEADER)
    """主要领导由谁鉴定 · Who appraises a unit's main leader: the director or the deputy in charge (S0-17)."""
    of_deputy: tuple[Appraiser, ...] = (Appraiser.MAIN_LEADER, Appraiser.LEADER_IN_CHARGE)
    """副职由谁鉴定 · Who appraises a deputy."""
    of_staff: tuple[Appraiser, ...] = (Appraiser.MAIN_LEADER, Appraiser.DEPUTY_LEADER)
    """一般人员由谁鉴定 · Who appraises everybody else: the section's chief or deputy chief (S0-18)."""

    def appraisers(self, standing: Standing) -> tuple[Appraiser, ...]:
        """Who may appraise somebody of that standing."""
        found: tuple[Appraiser, ...] = getattr(self, f"of_{standing}")
        return found


class BallotPart(WeightedPart):
    """民主测评、360 评分 · The mean of a ballot box's categories by their weights · part weight / 100 (S0-14, S1-18)."""

    kind: Literal["ballots"]
    """种类 · ballots."""
    box: Key
    """票箱 · The box of [ballots] that it is taken from."""


class CardPart(WeightedPart):
    """评议卡片 · The mean of the cards about the person, or about the unit where there are none, · weight / 100 (S0-20)."""

    kind: Literal["cards"]
    """种类 · cards."""
    fewest: Positive = 1
    """最少张数 · With fewer cards the stand-in counts."""
    stand_in: Points | None = None
    """张数不足时的得分 · The score, 0 to 100, that counts instead; none: the score waits for cards."""


class ElasticIndicators(Part):
    """弹性指标 · Plus or minus points by indicators that the unit sets for this period alone (S0-7)."""

    kind: Literal["elastic_indicators"]
    """种类 · elastic_indicators."""
    most: Points = Decimal(0)
    """最多加分 · The most that they add together."""
    least: Points = Decimal(0)
    """最多扣分 · The most that they take off together."""
    most_indicators: Positive = 5
    """指标最多个数 · The most indicators that a unit may set for a period."""


class UnitBonusItem(Section):
    """专项指标 · One item of which a unit's score brings its people a bonus (S0-8)."""

    key: Key
    """代码 · The item's name."""
    label: Label
    """名称 · Its name in Chinese."""
    points: Points
    """加分 · What a score of 100 adds; less adds in proportion."""


class UnitBonus(Part):
    """专项指标加分 · Public satisfaction and departmental service level, on top of the total (S0-8, S0-19)."""

    kind: Literal["unit_bonus"]
    """种类 · unit_bonus."""
    items: tuple[UnitBonusItem, ...] = Field(min_length=1)
    """专项指标 · The items."""
