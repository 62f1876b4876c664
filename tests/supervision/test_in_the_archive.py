"""Inspections and findings belong to the cycle's archive; what is answered after the seal is told beside it."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from archive.forge import edited, finding, resigned, unpack, verdict_on
from sqlalchemy import text
from supervision.found import GAP, PRACTICE, found
from support.drive import at
from support.scene import Scene

from kaohe.config import Settings
from kaohe.workflow.archive import export_cycle, seal_cycle, signing_key
from kaohe.workflow.supervision import answer_finding, close_finding

pytestmark = pytest.mark.req("S0-26", "S0-27", "design: evidence")


async def exported(scene: Scene, settings: Settings) -> dict[str, bytes]:
    to = BytesIO()
    await export_cycle(scene.session, scene.actor("office"), at(10), settings, scene.world.cycle_id, to)
    return unpack(to.getvalue())


async def sealed(scene: Scene, settings: Settings) -> None:
    """The cycle is over, as far as its seal is concerned."""
    await scene.session.execute(
        text("UPDATE cycle SET state = 'archived' WHERE id = :id"), {"id": scene.world.cycle_id}
    )
    await seal_cycle(scene.session, scene.world.body_id, scene.world.cycle_id, at(9), signing_key(settings))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path / "var")


async def test_what_was_found_is_sealed_with_the_cycle(inspected: Scene, settings: Settings, tmp_path: Path) -> None:
    gap, practice = await found(inspected, GAP, PRACTICE)
    await answer_finding(inspected.session, inspected.actor("a_clerk"), at(8), gap, "已补齐")
    await sealed(inspected, settings)
    members = await exported(inspected, settings)
    (inspection,) = json.loads(members["inspections.json"])
    assert (inspection["unit"], inspection["inspectors"], inspection["recorded_by_name"]) == (
        "刑警大队",
        ["王考察"],
        "office",
    )
    told = {one["id"]: one for one in json.loads(members["findings.json"])}
    assert told.keys() == {gap, practice}
    assert (told[gap]["state"], told[gap]["reply"], told[gap]["replied_by_name"]) == ("answered", "已补齐", "a_clerk")
    assert verdict_on(members, tmp_path).finding is None
    key = signing_key(settings)
    for name in ("inspections.json", "findings.json"):
        assert finding(resigned(edited(members, name, list.clear), key), tmp_path) == name


async def test_what_comes_after_the_seal_is_told_beside_it(
    inspected: Scene, settings: Settings, tmp_path: Path
) -> None:
    (gap,) = await found(inspected, GAP)
    await sealed(inspected, settings)
    before = await exported(inspected, settings)
    await answer_finding(inspected.session, inspected.actor("a_clerk"), at(9, hour=5), gap, "已补齐")
    await close_finding(inspected.session, inspected.actor("office"), at(9, hour=6), gap, "整改到位")
    await found(inspected, PRACTICE)
    after = await exported(inspected, settings)
    assert after["findings.json"] == before["findings.json"]
    (grown,) = json.loads(after["later.json"])["chains"]
    assert (grown["subject"], grown["id"], grown["history"]["count"]) == ("finding", gap, 3)
    assert verdict_on(after, tmp_path).finding is None
    lines = after["history.jsonl"].splitlines(keepends=True)
    shorter = {**after, "history.jsonl": b"".join(one for one in lines if b"close_finding" not in one)}
    assert finding(resigned(shorter, signing_key(settings)), tmp_path) == f"history.jsonl: finding {gap}"
