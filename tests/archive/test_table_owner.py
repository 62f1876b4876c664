"""Whoever owns the tables cannot rewrite an archived cycle unseen: the seal's key is not in the database."""

from io import BytesIO
from pathlib import Path

import pytest
from archive.forge import Members, edited, finding, resealed, unpack, verdict_on
from archive.quarter import ARCHIVED, Archived
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.archive import export_cycle, public_key_hex

pytestmark = pytest.mark.req("design: evidence")


async def exported_after(archived: Archived, *statements: str) -> bytes:
    """The archive as it is exported after the owner's statements, which are then rolled back."""
    async with archived.database.session() as session:
        for statement in statements:
            await session.execute(text(statement))
        content = await _export(session, archived)
        await session.rollback()
    return content


async def _export(session: AsyncSession, archived: Archived) -> bytes:
    world, to = archived.world, BytesIO()
    await export_cycle(session, world.actor("office"), ARCHIVED, archived.settings, world.cycle_id, to)
    return to.getvalue()


async def test_what_the_tables_say_later_changes_nothing(archived: Archived) -> None:
    content = await exported_after(
        archived,
        "UPDATE assessment SET grade = 'good', score = 99",
        "UPDATE decision_session SET minutes = '另议'",
        "UPDATE circumstance SET ends = '2026-01-06'",
        "UPDATE monthly_performance SET score = 100",
    )
    assert content == archived.content


async def test_a_sealed_document_is_rewritten(archived: Archived, tmp_path: Path) -> None:
    content = await exported_after(
        archived,
        "ALTER TABLE sealed_document DISABLE TRIGGER USER",
        """UPDATE sealed_document SET content = convert_to(replace(convert_from(content, 'UTF8'), '会议研究', '会议决定'), 'UTF8')
            WHERE name = 'sessions.json'""",
    )
    assert finding(unpack(content), tmp_path, public_key_hex(archived.key)) == "sessions.json"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM history WHERE id = (SELECT max(id) FROM history)",
        "DELETE FROM history WHERE trigger = 'refuse'",
        "UPDATE history SET actor_name = '某某' WHERE trigger = 'decide' AND subject_id = 4",
        "UPDATE history SET at = at + interval '1 day' WHERE trigger = 'submit_summary' AND subject_id = 5",
    ],
)
async def test_the_history_is_rewritten(archived: Archived, tmp_path: Path, statement: str) -> None:
    content = await exported_after(archived, "ALTER TABLE history DISABLE TRIGGER USER", statement)
    assert finding(unpack(content), tmp_path, public_key_hex(archived.key)).startswith("history.jsonl")


@pytest.fixture
def changed_since(archived: Archived) -> Members:
    """An archive whose sealed results say that one person's facts have changed since they were computed."""
    members = edited(
        unpack(archived.content),
        "facts.json",
        lambda facts: facts["cycles"][0]["people"][1].update(circumstances=[{"kind": "investigation"}]),
    )
    differs = ["outcome", "score", "breakdown", "allowed_grades"]
    return edited(members, "results.json", lambda results: results["cases"][1].update(differs=differs))


@pytest.mark.req("N-11")
def test_facts_that_changed_before_the_seal_are_declared(
    archived: Archived, changed_since: Members, tmp_path: Path
) -> None:
    verdict = verdict_on(resealed(changed_since, archived.key), tmp_path, public_key_hex(archived.key))
    assert verdict.intact
    assert verdict.differing == 1
    assert "1 人的结果依据汇总时的数据" in verdict.lines()[-1]
