"""A desk for tests of deliveries: a committed bureau with notifications on their way out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import text
from support.world import World

from kaohe.config import Settings
from kaohe.schema.session import Database
from kaohe.workflow.deliveries import Senders, channels_of, deliver, prepare

_NOTIFY = text("""
INSERT INTO notification (body_id, assignee_key, kind, subject, subject_id, created_at)
VALUES (:body_id, :key, :kind, :subject, :subject_id, :now) RETURNING id
""")


@dataclass
class Desk:
    """What a test of deliveries works with: `settings` name the channels."""

    database: Database
    world: World
    now: datetime
    settings: Settings = field(default_factory=Settings)

    def set(self, **settings: Any) -> None:
        self.settings = Settings(**settings)

    async def notify(self, key: str, kind: str = "review", *, subject: str = "cycle", subject_id: int = 0) -> int:
        """A notification that is there already; about the cycle unless said."""
        async with self.database.transaction() as session:
            found = await session.scalar(
                _NOTIFY,
                {
                    "body_id": self.world.body_id,
                    "key": key,
                    "kind": kind,
                    "subject": subject,
                    "subject_id": subject_id or self.world.cycle_id,
                    "now": self.now,
                },
            )
            assert found is not None
            return int(found)

    async def prepare(self, *ids: int, requests: Mapping[int, str] | None = None) -> int:
        async with self.database.transaction() as session:
            return await prepare(session, ids, channels_of(self.settings), self.now, requests)

    async def put_out(self, key: str, kind: str = "review", **about: Any) -> dict[str, Any]:
        """A notification and its only delivery."""
        await self.prepare(await self.notify(key, kind, **about))
        return (await self.rows())[-1]

    async def deliver(self, row: Mapping[str, Any], now: datetime | None = None, senders: Senders | None = None) -> str:
        """One attempt, by senders of its own."""
        own = senders or Senders(self.settings)
        try:
            return await deliver(self.database, now or self.now, row["body_id"], row["id"], own)
        finally:
            if senders is None:
                await own.aclose()

    async def rows(self) -> list[dict[str, Any]]:
        async with self.database.session() as session:
            found = await session.execute(text("SELECT * FROM delivery ORDER BY id"))
            return [dict(row) for row in found.mappings()]

    async def row(self, delivery_id: int) -> dict[str, Any]:
        return next(row for row in await self.rows() if row["id"] == delivery_id)

    async def give_addresses(self, addresses: Mapping[str, str]) -> None:
        async with self.database.transaction() as session:
            for name, address in addresses.items():
                await session.execute(
                    text("UPDATE person SET email = :email WHERE id = :id"),
                    {"email": address, "id": self.world.people[name]},
                )

    async def run(self, statement: str, **parameters: Any) -> None:
        async with self.database.transaction() as session:
            await session.execute(text(statement), parameters)
