"""Ballots that nobody can trace (无痕化打分): boxes, categories of raters, who rates whom (S1-15..26)."""

from collections.abc import Collection
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from kaohe.workflow.domain.policy.base import Key, Label, Positive, Ratio, Section
from kaohe.workflow.domain.standing import Standing
from kaohe.workflow.domain.terms import Term

#: At least so many ballots stand together in whatever is shown or kept (S1-20). No policy may ask for fewer.
TOGETHER = 3

CategoryWeight = Annotated[Decimal, Field(gt=0, max_digits=9, decimal_places=4)]
BallotPoints = Annotated[Decimal, Field(ge=0, le=100, max_digits=9, decimal_places=4)]


class RaterGroup(StrEnum):
    """Who may be asked to rate a unit's people, seen from that unit."""

    MAIN_LEADER = "main_leader"  # its own main leader
    DEPUTIES = "deputies"  # its deputies and team members
    STAFF = "staff"  # its other members
    SUPERIOR_LEADERS = "superior_leaders"  # main leader and deputies of the unit above, and its leaders in charge
    SUPERIOR_STAFF = "superior_staff"  # the other members of the unit above
    SUBORDINATE_LEADERS = "subordinate_leaders"  # main leaders of the units directly below
    PEER_LEADERS = "peer_leaders"  # main leaders of the other units of the same class under the same unit
    EXTERNAL = "external"  # proposed by a small unit and approved above (S1-26)


class CategoryPart(Section):
    """类内细分 · A part of a category that is counted apart: the main leader beside the deputies (S1-19)."""

    key: Key
    """代码 · The part's name."""
    label: Label
    """名称 · Its name in Chinese."""
    weight: CategoryWeight
    """类内权重 · Its weight within the category."""


class Category(Section):
    """评分类别 · One category of raters: leaders, peers, others (领导主评、同级互评、其他参评; S1-15)."""

    key: Key
    """代码 · The category's name."""
    label: Label
    """名称 · Its name in Chinese."""
    weight: CategoryWeight
    """权重 · Its weight among the categories; those of empty ones are left out (§3)."""
    parts: tuple[CategoryPart, ...] = ()
    """类内细分 · Parts with weights of their own; none: all ballots of the category count alike."""


class Raters(Section):
    """谁评谁 · One group of raters, and as what it rates whom. A rater who is in several groups belongs to the first."""

    group: RaterGroup
    """评分人 · The group."""
    of_main_leader: Key | None = None
    """评主要领导时的类别 · The category, or part of one, in which they rate the unit's main leader; none: they don't."""
    of_deputy: Key | None = None
    """评副职时的类别 · The same for deputies and team members."""
    of_staff: Key | None = None
    """评其他人员时的类别 · The same for everybody else."""

    def category(self, standing: Standing) -> str | None:
        """As what they rate somebody of that standing; None where they don't."""
        found: str | None = getattr(self, f"of_{standing}")
        return found


class RaterSet(Section):
    """评分人组成 · Who rates in the units of some classes (S1-17)."""

    unit_classes: tuple[Key, ...] = ()
    """适用的单位分类 · The classes; none: all those that no other set names."""
    raters: tuple[Raters, ...] = Field(min_length=1)
    """评分人 · The groups, in order."""


class Box(Section):
    """票箱 · One ballot that each rater of a unit fills in once in a cycle (S1-20..23)."""

    key: Key
    """代码 · The box's name, as parts of the score refer to it."""
    label: Label
    """名称 · What the ballot is called."""
    lowest: BallotPoints = Decimal(50)
    """最低分 · The lowest score that is accepted (S1-22)."""
    highest: BallotPoints = Decimal(100)
    """最高分 · The highest one."""
    step: CategoryWeight = Decimal(1)
    """分值间隔 · Scores are whole multiples of this."""
    high_from: BallotPoints = Decimal(90)
    """高分线 · From this score on, included, a score is a high one (S1-23)."""
    high_share: Ratio = Decimal("0.30")
    """高分人数占比 · At most this share of the unit's headcount may have a high score on one ballot (S1-23)."""
    high_rounding: Literal["down", "up", "half_up"] = "down"
    """占比取整 · How share × headcount is rounded (S1-23: left open)."""
    empty_category: Literal["renormalise", "require"] = "renormalise"
    """某类无人评分 · A category without ballots: the others' weights count, or the score waits (§3)."""
    term: Term = Term(working_days=3)
    """评分期限 · How long it is open."""
    fewest_ballots: Positive = 3
    """最少票数 · With fewer ballots the box is not counted: the office opens it again or sees to more raters."""
    external_below: Annotated[int, Field(strict=True, ge=0)] = 0
    """须外部评分人的单位人数 · Units with fewer people than this need external raters (S1-26: 8); 0: none do."""
    fewest_external: Positive = 3
    """外部评分人最少人数 · At least so many external raters are proposed."""
    categories: tuple[Category, ...] = Field(min_length=1)
    """评分类别 · The categories of raters."""
    rater_sets: tuple[RaterSet, ...] = Field(min_length=1)
    """评分人组成 · Who rates, by class of unit."""

    def raters_for(self, unit_class: str) -> tuple[Raters, ...]:
        """Who rates in a unit of that class."""
        named = next((one.raters for one in self.rater_sets if unit_class in one.unit_classes), None)
        rest = next((one.raters for one in self.rater_sets if not one.unit_classes), ())
        return rest if named is None else named

    def leaves(self) -> dict[str, Category]:
        """What a ballot can be counted under: parts, and categories that have none; each with its category."""
        return {
            key: category
            for category in self.categories
            for key in ([part.key for part in category.parts] or [category.key])
        }

    def unknown(self, leaves: Collection[str]) -> list[str]:
        """Those that no ballot can be counted under, a whole category included."""
        known = {*self.leaves(), *(category.key for category in self.categories)}
        return [leaf for leaf in leaves if leaf not in known]

    def divided_twice(self, leaves: Collection[str]) -> list[str]:
        """The categories that are named both whole and by their parts."""
        return [
            category.key
            for category in self.categories
            if category.key in leaves and any(part.key in leaves for part in category.parts)
        ]


class Ballots(Section):
    """无痕化打分 · The ballots of a scheme."""

    boxes: tuple[Box, ...] = ()
    """票箱 · Its boxes; every unit that is assessed has one of each."""

    def box(self, key: str) -> Box:
        """The box of that key; KeyError when the scheme has none."""
        for box in self.boxes:
            if box.key == key:
                return box
        raise KeyError(key)
