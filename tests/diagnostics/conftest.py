"""A bureau whose people cast ballots."""

from pathlib import Path
from typing import Any

import pytest
from support.ballots import MakePolls, Polls, polls

from kaohe.schema.session import Database


@pytest.fixture
def make_polls(fresh_database: Database, tmp_path: Path) -> MakePolls:
    """Makes the bureau; `edit` changes the text of its box in the policy."""

    async def make(**options: Any) -> Polls:
        return await polls(fresh_database, tmp_path / "keys", **options)

    return make
