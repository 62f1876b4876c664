"""A scene: the small bureau at one stage of its cycle, and what a test asks of it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import Inside, tasks_of
from support.world import World

from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import Code, Refusal, Refused
from kaohe.workflow.outbox import relay


@dataclass
class Scene:
    """Where a test begins: `now` is the moment at which everybody came to the stage."""

    session: AsyncSession
    world: World
    now: datetime

    def actor(self, name: str) -> Actor:
        return self.world.actor(name)

    async def case(self, name: str) -> int:
        return await self.world.case(self.session, name)

    async def cases(self, *names: str) -> list[int]:
        return await self.world.cases(self.session, *names)

    async def list_of(self, unit: str) -> int:
        return await self.world.list_of(self.session, unit)

    async def state(self, name: str) -> str:
        return await self.world.state(self.session, name)

    async def states(self, *names: str) -> list[str]:
        return [await self.state(name) for name in names]

    async def row(self, name: str) -> dict[str, Any]:
        """The columns of a person's case."""
        found = await self.rows("SELECT * FROM assessment WHERE id = :id", id=await self.case(name))
        return found[0]

    async def rows(self, statement: str, **parameters: object) -> list[dict[str, Any]]:
        found = await self.session.execute(text(statement), parameters)
        return [dict(row) for row in found.mappings()]

    async def value(self, statement: str, **parameters: object) -> Any:
        return await self.session.scalar(text(statement), parameters)

    async def cycle(self) -> dict[str, Any]:
        return (await self.rows("SELECT * FROM cycle WHERE id = :id", id=self.world.cycle_id))[0]

    async def list_state(self, unit: str) -> str:
        return str(await self.value("SELECT state FROM unit_list WHERE id = :id", id=await self.list_of(unit)))

    async def tasks(self, key: str) -> list[str]:
        return await tasks_of(self.session, self.world, key)

    async def desk_of(self, name: str) -> list[str]:
        """The open tasks on a person's case, as kind@key."""
        found = await self.rows(
            "SELECT kind, assignee_key FROM task WHERE subject = 'assessment' AND subject_id = :id AND state = 'open'",
            id=await self.case(name),
        )
        return sorted(f"{row['kind']} {row['assignee_key']}" for row in found)

    async def triggers(self, name: str) -> list[str]:
        """What happened to a person's case, in order."""
        found = await self.rows(
            "SELECT trigger FROM history WHERE subject = 'assessment' AND subject_id = :id ORDER BY seq",
            id=await self.case(name),
        )
        return [row["trigger"] for row in found]

    async def sweep(self, now: datetime) -> int:
        return await enforce_due(Inside(self.session), now)  # type: ignore[arg-type]

    async def relay(self, now: datetime) -> int:
        return await relay(Inside(self.session), now)  # type: ignore[arg-type]

    @asynccontextmanager
    async def refused(self, *codes: Code) -> AsyncIterator[list[Refusal]]:
        """What is done inside is refused with exactly these codes; the refusals are in the list afterwards."""
        refusals: list[Refusal] = []
        with pytest.raises(Refused) as caught:
            async with self.session.begin_nested():
                yield refusals
        refusals += caught.value.refusals
        assert sorted({one.code for one in refusals}) == sorted(codes), refusals


async def ledger(scene: Scene, kinds: Sequence[str] = ()) -> list[tuple[str, str, int | None, str]]:
    """The quota ledger's lines as (scope, kind, unit, period), participants aside."""
    found = await scene.rows(
        "SELECT scope, kind, unit_id, period FROM quota_entry WHERE body_id = :body AND kind <> 'participants' ORDER BY id",
        body=scene.world.body_id,
    )
    lines = [(row["scope"], row["kind"], row["unit_id"], row["period"]) for row in found]
    return [line for line in lines if not kinds or line[1] in kinds]
