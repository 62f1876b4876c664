"""Looking what waits (待处理): one statement, with the conditions by which each kind is claimed."""

from datetime import datetime

from sqlalchemy import text

from kaohe.schema.session import Database
from kaohe.workflow.deadlines.claim import DUE
from kaohe.workflow.deadlines.parts import WAITING as PARTS
from kaohe.workflow.deliveries.offer import PATIENCE
from kaohe.workflow.deliveries.offer import WAITING as DELIVERIES
from kaohe.workflow.outbox.relay import WAITING as OUTBOX

# In the order of the index over what waits: a plan that hopes to find one soon would read what is done from end to end.
_WAITING = text(
    " UNION ALL ".join(
        f"SELECT '{name}' WHERE (SELECT 1 {rest} ORDER BY {order} LIMIT 1) IS NOT NULL"
        for name, rest, order in (
            ("sweep", DUE, "d.due_at, d.id"),
            ("carry_out_parts", PARTS, "p.id"),
            ("relay", OUTBOX, "id"),
            ("dispatch", DELIVERIES, "retry_at, id"),
        )
    )
)

_UNSEALED = text("""
SELECT 1 FROM cycle c WHERE c.state = 'archived'
   AND NOT EXISTS (SELECT 1 FROM seal s WHERE s.body_id = c.body_id AND s.cycle_id = c.id) LIMIT 1
""")


async def waiting(database: Database, now: datetime) -> set[str]:
    """The names of the work that waits at `now`."""
    async with database.reading() as session:
        return set(await session.scalars(_WAITING, {"now": now, "before": now - PATIENCE}))


async def is_unsealed(database: Database) -> bool:
    """Whether a cycle is archived and not sealed."""
    async with database.reading() as session:
        return await session.scalar(_UNSEALED) is not None
