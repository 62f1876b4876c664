"""The small bureau with a policy that asks for records, and no cycle yet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncSession
from support.records import publish_records, shanghai
from support.world import World, make_world

from kaohe.schema.models import WorkRecord
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.records import RecordInput, write_records


@dataclass
class Bureau:
    session: AsyncSession
    world: World
    version_id: int

    async def do(self, now: datetime, by: str, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What `use_case` does for the person `by` at a moment."""
        return await use_case(self.session, self.world.actor(by), now, *args, **kwargs)

    async def refused(
        self, now: datetime, by: str, use_case: Callable[..., Any], *args: Any, **kwargs: Any
    ) -> list[tuple[Code, str | None]]:
        """The codes and fields with which it is refused."""
        with pytest.raises(Refused) as caught:
            await self.do(now, by, use_case, *args, **kwargs)
        return [(one.code, one.field) for one in caught.value.refusals]

    async def write(self, now: datetime, by: str, *records: RecordInput, of: str | None = None) -> list[int]:
        person_id = None if of is None else self.world.people[of]
        return await self.do(now, by, write_records, records, person_id)

    async def record(self, record_id: int) -> WorkRecord:
        """The row as it is now."""
        key = {"body_id": self.world.body_id, "id": record_id}
        return await self.session.get_one(WorkRecord, key, populate_existing=True)


@pytest_asyncio.fixture
async def bureau(session: AsyncSession) -> Bureau:
    world = await make_world(session)
    return Bureau(session, world, await publish_records(session, world, shanghai(1, 1)))
