"""History: one line a move, without gaps, chained by hash, never edited."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from support.drive import EVERYONE
from support.scene import Scene

from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.history import verify_history

ALTERATIONS = {
    "an edit": "UPDATE history SET reason = '改' WHERE subject = 'assessment' AND subject_id = :id AND seq = 3",
    "a line taken out": "DELETE FROM history WHERE subject = 'assessment' AND subject_id = :id AND seq = 3",
    "the end cut off": "DELETE FROM history WHERE subject = 'assessment' AND subject_id = :id AND seq >= 3",
}


async def _by_force(scene: Scene, statement: str) -> None:
    """As the owner of the table could: without the trigger."""
    await scene.session.execute(text("ALTER TABLE history DISABLE TRIGGER USER"))
    await scene.session.execute(text(statement), {"id": await scene.case("a1")})
    await scene.session.execute(text("ALTER TABLE history ENABLE TRIGGER USER"))


async def test_every_history_of_a_whole_cycle_is_intact(at_archived: Scene) -> None:
    scene = at_archived
    body = scene.world.body_id
    for name in EVERYONE:
        assert await verify_history(scene.session, body, Subject.ASSESSMENT, await scene.case(name)) is None
    assert await verify_history(scene.session, body, Subject.CYCLE, scene.world.cycle_id) is None
    for unit in ("a", "b"):
        assert await verify_history(scene.session, body, Subject.UNIT_LIST, await scene.list_of(unit)) is None


async def test_lines_are_numbered_without_gaps(at_archived: Scene) -> None:
    scene = at_archived
    gaps = await scene.rows(
        "SELECT subject, subject_id FROM history WHERE body_id = :body GROUP BY subject, subject_id"
        " HAVING min(seq) <> 1 OR max(seq) <> count(*)",
        body=scene.world.body_id,
    )
    assert gaps == []
    kept = await scene.rows(
        "SELECT a.id FROM assessment a WHERE a.body_id = :body AND a.history_count <> (SELECT count(*) FROM history h"
        " WHERE h.body_id = a.body_id AND h.subject = 'assessment' AND h.subject_id = a.id)",
        body=scene.world.body_id,
    )
    assert kept == []


async def test_each_line_leads_from_where_the_last_one_led(at_archived: Scene) -> None:
    scene = at_archived
    broken = await scene.rows(
        "SELECT * FROM (SELECT source, lag(dest) OVER (PARTITION BY subject, subject_id ORDER BY seq) AS before, seq"
        " FROM history WHERE body_id = :body) h WHERE seq > 1 AND source <> before",
        body=scene.world.body_id,
    )
    assert broken == []


@pytest.mark.parametrize("kind", ALTERATIONS)
async def test_an_alteration_is_found_where_it_was_made(at_archived: Scene, kind: str) -> None:
    await _by_force(at_archived, ALTERATIONS[kind])
    case = await at_archived.case("a1")
    assert await verify_history(at_archived.session, at_archived.world.body_id, Subject.ASSESSMENT, case) == 3


@pytest.mark.parametrize("table", ["history", "quota_entry", "supplement_record"])
@pytest.mark.parametrize("change", ["UPDATE {} SET body_id = body_id", "DELETE FROM {}", "TRUNCATE {}"])
async def test_what_is_evidence_cannot_be_changed(at_archived: Scene, table: str, change: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        async with at_archived.session.begin_nested():
            await at_archived.session.execute(text(change.format(table)))
