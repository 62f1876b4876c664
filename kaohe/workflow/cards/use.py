"""Using a card (填写评议卡片): once, by whoever holds the link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import as_json
from kaohe.workflow.cards.find import Card, find_card
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.cards import CardState, card_score, clean_remark, problems_of
from kaohe.workflow.domain.inputs_open import under_way
from kaohe.workflow.domain.refusals import Refusal
from kaohe.workflow.domain.scoring.breakdown import half_up
from kaohe.workflow.inputs_open import stages_counted

#: The places of `evaluation_card.score`, which is for reading: scores are computed from the levels, exactly.
_PLACES = 6

# Of two who send the same card, the second waits here and finds it used.
_USE = text("""
UPDATE evaluation_card SET used_on = :day, scores = CAST(:scores AS jsonb), score = :score, remark = :remark
 WHERE body_id = :body_id AND id = :id AND used_on IS NULL RETURNING 1
""")


@dataclass(frozen=True)
class Used:
    """What became of a card that was sent: kept, where `kept`; not, because of its state or of what was filled in."""

    card: Card
    kept: bool = False
    problems: Sequence[Refusal] = ()


async def use_card(
    session: AsyncSession, token: str, now: datetime, levels: Mapping[str, str], remark: str
) -> Used | None:
    """Keep what was ticked (item → level), with the day and nothing else of whoever did; None where there is no such card."""
    card = await find_card(session, token, now)
    if card is None:
        return None
    if card.state is not CardState.OPEN:
        return Used(card)
    remark = clean_remark(card.rules, remark)
    problems = problems_of(card.rules, levels, remark)
    if problems:
        return Used(card, problems=problems)
    if not under_way(await stages_counted(session, card.body_id, card.cycle_id, card.unit_id, card.assessment_id)):
        return Used(replace(card, state=CardState.EXPIRED))
    kept = {item.key: levels[item.key] for item in card.rules.items}
    values = {
        "body_id": card.body_id,
        "id": card.id,
        "day": now.astimezone(BUSINESS_ZONE).date(),
        "scores": as_json(kept),
        "score": half_up(card_score(card.rules, kept), _PLACES),
        "remark": remark,
    }
    if await session.scalar(_USE, values) is None:
        return Used(replace(card, state=CardState.USED))
    return Used(card, kept=True)
