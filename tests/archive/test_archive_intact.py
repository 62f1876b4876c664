"""What was sealed and exported verifies, says by whom, and is the same bytes each time."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from archive.forge import unpack, verdict_on
from archive.quarter import ARCHIVED, Archived, export
from nacl.signing import SigningKey
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import later
from support.world import make_world, open_quarter

from kaohe.policies.shipped import shipped_policy
from kaohe.workflow.archive import export_cycle, public_key_hex, seal_archived, seal_cycle
from kaohe.workflow.corrections import SupplementKind, supplement
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.evaluate import evaluate
from kaohe.workflow.domain.facts import load_facts
from kaohe.workflow.domain.refusals import Code, Refused


@pytest.mark.req("S3-39", "design: evidence")
def test_a_sealed_archive_is_intact_under_the_known_key(archived: Archived, tmp_path: Path) -> None:
    verdict = verdict_on(unpack(archived.content), tmp_path, public_key_hex(archived.key))
    assert verdict.finding is None
    assert (verdict.intact, verdict.known, verdict.cases, verdict.differing) == (True, True, 12, 0)
    assert verdict.lines()[0] == "完好 · intact: psb county-psb 2026Q1"


@pytest.mark.req("design: evidence")
def test_without_a_known_key_the_verdict_says_whose_it_is(archived: Archived, tmp_path: Path) -> None:
    verdict = verdict_on(unpack(archived.content), tmp_path)
    assert verdict.intact
    assert not verdict.known
    assert verdict.keys[0] in verdict.lines()[-1]


@pytest.mark.req("design: evidence")
async def test_the_same_data_give_the_same_bytes(archived: Archived) -> None:
    again = await export(archived.database, archived.world, archived.settings, later(ARCHIVED, 30))
    assert again == archived.content


@pytest.mark.req("§4")
async def test_evidence_files_go_with_it_on_demand(archived: Archived, tmp_path: Path) -> None:
    content = await export(archived.database, archived.world, archived.settings, ARCHIVED, evidence=True)
    members = unpack(content)
    (row,) = json.loads(members["evidence.json"])
    assert members[f"evidence/{row['sha256']}.pdf"] == b"%PDF-1.7 commendation"
    assert verdict_on(members, tmp_path, public_key_hex(archived.key)).intact


@pytest.mark.req("S3-53")
def test_its_facts_are_what_simulate_reads(archived: Archived) -> None:
    members = unpack(archived.content)
    policy = shipped_policy("county-psb")
    (cycle,) = evaluate(policy, load_facts(members["facts.json"].decode(), policy), WorkCalendar()).cycles
    places = {unit.name: (unit.participants, unit.places) for unit in cycle.units}
    assert places == {"刑警大队": (6, 2), "城关派出所": (4, 1)}
    stored = {str(case["id"]): case["score"] for case in json.loads(members["results.json"])["cases"]}
    assert {person.key: str(person.score) if person.score else None for person in cycle.people} == stored


@pytest.mark.req("S3-53")
def test_it_names_where_imported_figures_came_from(archived: Archived) -> None:
    members = unpack(archived.content)
    (row,) = json.loads(members["attendance.json"])
    (batch,) = json.loads(members["imports.json"])
    assert (row["batch_id"], batch["file_name"]) == (batch["id"], "考勤.xlsx")


@pytest.mark.req("design: evidence")
async def test_sealing_twice_keeps_the_first_seal(archived: Archived) -> None:
    world = archived.world
    assert await seal_archived(archived.database, later(ARCHIVED, 1), archived.key) == 0
    async with archived.database.transaction() as session:
        seal = await seal_cycle(session, world.body_id, world.cycle_id, later(ARCHIVED, 1), archived.key)
        assert seal.sealed_at == ARCHIVED


@pytest.mark.req("N-11", "design: evidence")
async def test_a_later_record_stands_beside_the_sealed_one(archived: Archived, tmp_path: Path) -> None:
    world = archived.world
    async with archived.database.session() as session:
        case = await world.case(session, "b4")
        await supplement(
            session,
            world.actor("office"),
            later(ARCHIVED, 9),
            case,
            SupplementKind.CLERICAL_ERROR,
            "graded",
            "fairly_good",
            "录入有误",
        )
        await session.execute(text("UPDATE person SET name = '改名' WHERE name = 'a1'"))
        to = BytesIO()
        await export_cycle(session, world.actor("office"), ARCHIVED, archived.settings, world.cycle_id, to)
        await session.rollback()
    members = unpack(to.getvalue())
    later_on = json.loads(members["later.json"])
    assert [one["grade"] for one in later_on["supplements"]] == ["fairly_good"]
    assert [one["id"] for one in later_on["chains"]] == [case]
    assert members["results.json"] == unpack(archived.content)["results.json"]
    assert verdict_on(members, tmp_path, public_key_hex(archived.key)).intact


@pytest.mark.req("design: evidence")
def test_a_draft_is_marked_so_and_never_passes_for_an_archive(draft: bytes, tmp_path: Path) -> None:
    verdict = verdict_on(unpack(draft), tmp_path)
    assert verdict.finding is None
    assert not verdict.intact
    assert verdict.lines()[0] == "草稿，未封存 · draft, not sealed: psb county-psb 2026Q1"


@pytest.mark.req("design: evidence")
async def test_what_is_not_archived_is_not_sealed(session: AsyncSession) -> None:
    world = await make_world(session)
    cycle = await open_quarter(session, world, ARCHIVED)
    with pytest.raises(Refused) as refused:
        await seal_cycle(session, world.body_id, cycle, ARCHIVED, SigningKey.generate())
    assert [one.code for one in refused.value.refusals] == [Code.WRONG_STATE]


@pytest.mark.req("design: evidence")
def test_no_member_has_a_date_of_its_own(archived: Archived) -> None:
    with zipfile.ZipFile(BytesIO(archived.content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
