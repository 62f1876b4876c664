"""Evaluation cards (评议卡片): service users rate without an account (S0-20)."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from kaohe.workflow.domain.policy.base import Flag, Key, Label, Positive, Section
from kaohe.workflow.domain.terms import Term

CardPoints = Annotated[Decimal, Field(ge=0, le=100, max_digits=9, decimal_places=4)]
CardWeight = Annotated[Decimal, Field(gt=0, max_digits=9, decimal_places=4)]


class CardLevel(Section):
    """评价档次 · One answer that a service user may tick."""

    key: Key
    """代码 · The level's name."""
    label: Label
    """名称 · Its name in Chinese."""
    label_en: Label
    """英文名称 · Its name in English."""
    points: CardPoints
    """分值 · What it counts, 0 to 100."""


class CardItem(Section):
    """评价项目 · One thing that a card asks about: attitude, quality, real effect (S0-9)."""

    key: Key
    """代码 · The item's name."""
    label: Label
    """名称 · What is asked, in Chinese."""
    label_en: Label
    """英文名称 · The same in English."""
    weight: CardWeight = Decimal(1)
    """权重 · Its weight on the card."""


class Cards(Section):
    """评议卡片 · The cards of a scheme. A card's score is the weighted mean of its items."""

    items: tuple[CardItem, ...] = ()
    """评价项目 · What a card asks; none: the scheme has no cards."""
    levels: tuple[CardLevel, ...] = ()
    """评价档次 · The answers, the same for all items."""
    unit_classes: tuple[Key, ...] = ()
    """适用的单位分类 · The classes of units that hand out cards; none: all."""
    valid: Term = Term(calendar_days=90)
    """有效期 · How long a card may be used after it is issued."""
    remark: Flag = True
    """可否留言 · Whether a card has room for a remark, which only the unit's leaders and the office read."""
    longest_remark: Positive = 200
    """留言最多字数 · The most characters of a remark."""
    most_in_a_batch: Positive = 500
    """一批最多张数 · The most cards that are issued at once."""
