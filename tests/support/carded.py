"""The county's policy with evaluation cards and unit items, and what tests do with cards."""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.world import World

from kaohe.workflow.cards import issue_cards
from kaohe.workflow.domain.actor import Actor

KEY = bytes(32)

_SECTIONS = """
[cards]
items = [
    { key = "attitude", label = "服务态度", label_en = "attitude", weight = 2 },
    { key = "effect", label = "解决问题", label_en = "real effect" },
]
levels = [
    { key = "good", label = "满意", label_en = "good", points = 100 },
    { key = "fair", label = "一般", label_en = "fair", points = 70 },
    { key = "bad", label = "不满意", label_en = "bad", points = 0 },
]
valid = { calendar_days = 30 }
longest_remark = 20
most_in_a_batch = 50
unit_classes = [%s]

[[scoring.parts]]
kind = "unit_bonus"
key = "service"
label = "专项指标"
items = [
    { key = "satisfaction", label = "群众满意度", points = 2 },
    { key = "level", label = "部门服务水平", points = 1 },
]
"""

_PART = """
[[scoring.parts]]
kind = "cards"
key = "window"
label = "群众评议"
weight = 5
fewest = 1
stand_in = 60

"""

_CLASSES = """
[[unit_classes]]
key = "window"
label = "窗口单位"
label_en = "window units"

[[unit_classes]]
key = "office"
label = "机关科室"
label_en = "sections"
default = true
"""

GOOD = {"attitude": "good", "effect": "good"}
MIXED = {"attitude": "fair", "effect": "bad"}  # (70·2 + 0·1) / 3 = 140/3


def with_cards(policy: str) -> str:
    """The county's policy, with cards for everybody worth 5 of the 100 points."""
    return policy.replace("weight = 40\n", "weight = 35\n", 1) + _SECTIONS % "" + _PART


def with_cards_at_windows(policy: str) -> str:
    """The county's policy with cards for the class of window units alone, which are looked at and not counted."""
    return policy + _SECTIONS % '"window"' + _CLASSES


async def issued(
    session: AsyncSession, world: World, now: datetime, count: int, *, about: str | None = None, by: Actor | None = None
) -> tuple[int, list[str]]:
    """Cards of unit a, about one of its people or the unit itself: the batch's id and the tokens."""
    case = await world.case(session, about) if about else None
    actor = by or world.actor("a_clerk")
    found = await issue_cards(session, actor, now, KEY, world.cycle_id, world.units["a"], count, assessment_id=case)
    return found.batch_id, list(found.tokens)


async def rows(session: AsyncSession, statement: str, **parameters: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in (await session.execute(text(statement), parameters)).mappings()]
