"""Pruning (清理): what is done, or has run out, and proves nothing leaves after a term, in small batches (docs/adr/0015).

Nothing that is evidence is here: history, tasks, deadlines, quota, records and archives stay. Each batch is one statement
in a transaction of its own, so that a worker that dies has either deleted it or not; what another worker has in hand is
passed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text

from kaohe.schema.session import Database

#: Rows of one table deleted in one transaction.
BATCH = 1_000

#: An expired bearer session is of no use to anybody; a day of them helps to see what happened.
_SESSIONS = timedelta(days=1)


@dataclass(frozen=True)
class Retention:
    """How long what is over is kept.

    `work`: outbox rows relayed and parts of deadlines carried out. `answers`: those to mutations that had an idempotency
    key. `deliveries`: those that arrived. `notifications`: read or not, but never before their deliveries have left.
    """

    work: timedelta
    answers: timedelta
    deliveries: timedelta
    notifications: timedelta

    def before(self, now: datetime) -> Mapping[str, datetime]:
        """The moment for each table: what was over before it leaves."""
        terms = {
            "outbox": self.work,
            "deadline_part": self.work,
            "idempotency_key": self.answers,
            "bearer_session": _SESSIONS,
            "delivery": self.deliveries,
            "notification": self.notifications,
        }
        return {table: now - term for table, term in terms.items()}


@dataclass(frozen=True)
class _Rule:
    """The columns of the key, when a row was over, and what else must hold. `over` is what an index is ordered by."""

    key: str
    over: str
    condition: str = "true"


# Each condition names that of the partial index it goes by (ledger.py, delivery.py, account.py). What failed and waits
# for an operator has no `done_at` and no `delivered_at`: it stays until he has dealt with it.
_RULES = {
    "outbox": _Rule("body_id, id", "done_at"),
    "deadline_part": _Rule(
        "body_id, id",
        "done_at",
        "EXISTS (SELECT 1 FROM deadline d WHERE d.body_id = x.body_id AND d.id = x.deadline_id AND d.fired_at IS NOT NULL)",
    ),
    "idempotency_key": _Rule("body_id, account_id, mutation, key", "created_at"),
    "bearer_session": _Rule("token_hash", "expires_at"),
    "delivery": _Rule("body_id, id", "delivered_at"),
    "notification": _Rule(
        "body_id, id",
        "created_at",
        "NOT EXISTS (SELECT 1 FROM delivery d WHERE d.body_id = x.body_id AND d.notification_id = x.id)",
    ),
}


def _due(table: str, rule: _Rule) -> str:
    return f"FROM {table} x WHERE x.{rule.over} < :{table} AND {rule.condition}"


# As a sorted look into each index: EXISTS would be planned as a look through the table, since something is to be expected.
_ANY = text(
    "SELECT COALESCE("
    + ", ".join(f"(SELECT 1 {_due(table, rule)} ORDER BY x.{rule.over} LIMIT 1)" for table, rule in _RULES.items())
    + ")"
)

_PRUNE = {
    table: text(f"""
WITH past AS MATERIALIZED (
  SELECT {rule.key} {_due(table, rule)} ORDER BY x.{rule.over} LIMIT :batch FOR UPDATE OF x SKIP LOCKED)
DELETE FROM {table} WHERE ({rule.key}) IN (SELECT {rule.key} FROM past) RETURNING 1
""")
    for table, rule in _RULES.items()
}


async def is_to_prune(database: Database, now: datetime, retention: Retention) -> bool:
    """Whether anything is past its term."""
    async with database.reading() as session:
        return await session.scalar(_ANY, dict(retention.before(now))) is not None


async def prune_next(database: Database, now: datetime, retention: Retention, batch: int = BATCH) -> Mapping[str, int]:
    """Delete up to `batch` rows of each table that are past their term; how many by table, those with none left out."""
    gone: dict[str, int] = {}
    for table, before in retention.before(now).items():
        async with database.transaction() as session:
            found = await session.scalars(_PRUNE[table], {table: before, "batch": batch})
            gone[table] = len(found.all())
    return {table: count for table, count in gone.items() if count}
