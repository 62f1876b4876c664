"""What may be done is judged by what a move would find under its locks: snapshots are the same, read either way."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text
from support.api import Api

from kaohe.schema.session import Session
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door.stores import _STORES, load, look

#: A point of the quarter at which there are such subjects.
POINTS = {
    Subject.ASSESSMENT: "review",
    Subject.CYCLE: "begun",
    Subject.UNIT_LIST: "signed",
    Subject.OBJECTION: "admitted",
    Subject.BALLOT_BOX: "box_open",
    Subject.FINDING: "found",
}


@pytest.mark.req("design: one door")
@pytest.mark.parametrize("subject", Subject)
async def test_without_a_lock_the_same_is_found_as_under_one(api_at: Any, subject: Subject) -> None:
    api: Api = await api_at(POINTS[subject])
    async with api.database.session() as session:
        ids = (await session.scalars(text(f"SELECT id FROM {subject}"))).all()
        seen, around = await look(session, subject, api.world.body_id, ids)
        locked, situations = await load(session, subject, api.world.body_id, ids)
        own = locked[0].row.keys()
    assert [replace(one, row={name: one.row[name] for name in own}) for one in seen] == list(locked)
    assert around == situations
    assert {key for one in seen for key in one.task_keys}


@pytest.mark.req("design: one door")
@pytest.mark.parametrize("subject", Subject)
async def test_what_is_read_beside_a_row_hides_none_of_its_columns(session: Session, subject: Subject) -> None:
    """A table of all the columns can be made only if no two have a name."""
    read = _STORES[subject]._unlocked.text.replace(":body_id", "0").replace(":ids", "'{}'")
    await session.execute(text(f"CREATE TEMP TABLE read ON COMMIT DROP AS {read}"))
