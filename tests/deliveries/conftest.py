"""A bureau with an open quarter, and somebody who receives what it sends out."""

from collections.abc import AsyncIterator

import pytest_asyncio
from support.databases import create_database, drop_database
from support.desk import Desk
from support.drive import at, opened
from support.receivers import HttpReceiver, MailReceiver, http_receiver, mail_receiver
from support.world import World

from kaohe.schema.session import Database


@pytest_asyncio.fixture(scope="session")
async def bureau(server_url: str, template: str) -> AsyncIterator[tuple[str, World]]:
    """The name of a database with the bureau, never used itself but copied."""
    url, name = create_database(server_url, template)
    database = Database(url)
    async with database.transaction() as session:
        world = await opened(session, at(1))
    await database.close()  # what is connected to can't be copied
    yield name, world
    drop_database(server_url, name)


@pytest_asyncio.fixture
async def desk(server_url: str, bureau: tuple[str, World]) -> AsyncIterator[Desk]:
    """A bureau of the test's own; no channels are set yet."""
    url, name = create_database(server_url, bureau[0])
    database = Database(url)
    yield Desk(database, bureau[1], at(1))
    await database.close()
    drop_database(server_url, name)


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[HttpReceiver]:
    async with http_receiver() as receiver:
        yield receiver


@pytest_asyncio.fixture
async def mailbox() -> AsyncIterator[MailReceiver]:
    async with mail_receiver() as mailbox:
        yield mailbox
