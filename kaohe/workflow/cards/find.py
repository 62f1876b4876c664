"""A card by its link: what its page shows, to whoever holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.cards import CardState, state_of, token_hash
from kaohe.workflow.domain.inputs_open import under_way
from kaohe.workflow.domain.policy.cards import Cards
from kaohe.workflow.situations import policy_of

_SQL = text("""
SELECT c.body_id, c.id, b.cycle_id, b.unit_id, b.assessment_id, b.valid_until, b.cancelled_at IS NOT NULL AS cancelled,
       c.used_on IS NOT NULL AS used, d.name AS body, u.name AS unit, y.policy_version_id, v.sha256,
       (SELECT p.name FROM assessment a JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id
         WHERE a.body_id = b.body_id AND a.id = b.assessment_id) AS person,
       ARRAY(SELECT DISTINCT a.state FROM assessment a WHERE a.body_id = b.body_id AND a.cycle_id = b.cycle_id
                AND (a.id = b.assessment_id OR (b.assessment_id IS NULL AND a.unit_id = b.unit_id))) AS stages
  FROM evaluation_card c
  JOIN card_batch b ON b.body_id = c.body_id AND b.id = c.batch_id
  JOIN cycle y ON y.body_id = b.body_id AND y.id = b.cycle_id
  JOIN policy_version v ON v.body_id = y.body_id AND v.id = y.policy_version_id
  JOIN unit u ON u.body_id = b.body_id AND u.id = b.unit_id
  JOIN body d ON d.id = b.body_id
 WHERE c.token_hash = :hash
""")


@dataclass(frozen=True)
class Card:
    """A card as its page shows it: whose it is, what it asks, and whether it can still be used."""

    body_id: int
    id: Any
    cycle_id: int
    unit_id: int
    assessment_id: int | None
    body: str
    unit: str
    person: str | None
    rules: Cards
    state: CardState


async def find_card(session: AsyncSession, token: str, now: datetime) -> Card | None:
    """The card of a token that is ours; None where there is no such card."""
    rows = rows_of(await session.execute(_SQL, {"hash": token_hash(token)}))
    return await _card(session, rows[0], now) if rows else None


async def _card(session: AsyncSession, row: Mapping[str, Any], now: datetime) -> Card:
    policy = await policy_of(session, row["body_id"], row["policy_version_id"], row["sha256"])
    same = ("body_id", "id", "cycle_id", "unit_id", "assessment_id", "body", "unit", "person")
    return Card(
        **{name: row[name] for name in same},
        rules=policy.cards,
        state=state_of(
            used=row["used"],
            cancelled=row["cancelled"],
            valid_until=row["valid_until"],
            counting=under_way(row["stages"]),
            now=now,
        ),
    )
