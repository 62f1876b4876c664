"""The small bureau with cards in its policy, in a session that is rolled back."""

import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncSession
from support.carded import with_cards
from support.drive import at, opened
from support.scene import Scene


@pytest_asyncio.fixture
async def scene(session: AsyncSession) -> Scene:
    """Everybody is to write his summary; cards count for 5 points of everyone's score."""
    return Scene(session, await opened(session, at(1), key="carded", edit=with_cards), at(1))
