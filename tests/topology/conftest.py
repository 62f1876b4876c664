"""The whole deployment, started once for the tests of this folder: two APIs, three workers, PostgreSQL, Redis."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from support.deployed import Deployed, deployed
from support.topology import Topology

from kaohe.schema.session import Database


@pytest_asyncio.fixture
async def topology(deployment: Topology) -> AsyncIterator[Topology]:
    """All of it running; what a test stops is started again after it."""
    yield deployment
    deployment.mend()
    await deployment.ready()


@pytest_asyncio.fixture(scope="session")
async def deployment(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Topology]:
    with Topology(tmp_path_factory.mktemp("deployed"), given={"KAOHE_SWEEP_SECONDS": "0.2"}) as topology:
        topology.start(apis=2, workers=3)
        await topology.ready()
        yield topology


@pytest_asyncio.fixture
async def bureau(topology: Topology, request: pytest.FixtureRequest) -> AsyncIterator[Deployed]:
    """A bureau of the test's own in the deployment."""
    database = Database(topology.database_url, pool_size=2)
    yield await deployed(topology, database, key=request.node.name)
    await database.close()
