"""The small bureau, and a way to ask its use cases for something and see what they refuse."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncSession
from support.world import World, make_world

from kaohe.workflow.domain.refusals import Code, Refused


@dataclass
class Bureau:
    session: AsyncSession
    world: World
    now: datetime

    async def do(self, use_case: Callable[..., Any], *args: Any, by: str = "office", **kwargs: Any) -> Any:
        """What `use_case` does for the person `by`."""
        return await use_case(self.session, self.world.actor(by), self.now, *args, **kwargs)

    async def refused(
        self, use_case: Callable[..., Any], *args: Any, by: str = "office", **kwargs: Any
    ) -> list[tuple[Code, str | None]]:
        """The codes and fields with which it is refused."""
        with pytest.raises(Refused) as caught:
            await self.do(use_case, *args, by=by, **kwargs)
        return [(refusal.code, refusal.field) for refusal in caught.value.refusals]


@pytest_asyncio.fixture
async def bureau(session: AsyncSession, now: datetime) -> Bureau:
    return Bureau(session, await make_world(session), now)


@pytest_asyncio.fixture
async def other(bureau: Bureau) -> World:
    """Another body, of which the first must not see anything."""
    return await make_world(bureau.session, "other")
