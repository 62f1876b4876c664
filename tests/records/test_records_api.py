"""Records through the API: written in one request, read with what is to be said of their length, refused by place."""

from typing import Any

import pytest
import pytest_asyncio
from support.api import Api, let_in, serving
from support.drive import submit_all
from support.records import log, publish_records, shanghai
from support.world import make_world

from kaohe.schema.session import Database
from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.records import record_leave, redact_record, write_records

NOW = shanghai(3, 6, 18)


@pytest_asyncio.fixture
async def api(fresh_database: Database, tmp_path: Any) -> Any:
    """The bureau in March: a1 has three logs, one of them redacted."""
    async with fresh_database.transaction() as session:
        world = await make_world(session)
        await publish_records(session, world, shanghai(1, 1))
        texts = {"2026-03-04": "巡逻", "2026-03-05": "走访群众，化解纠纷两起。", "2026-03-06": "很长的日志" * 10}
        ids = await write_records(session, world.actor("a1"), NOW, [log(day, words) for day, words in texts.items()])
        await redact_record(session, world.actor("office"), NOW, ids[1], "text", "涉密")
        await let_in(session, world, NOW)
        foreign = await make_world(session, "foreign")
    async with serving(fresh_database, world, foreign, NOW, tmp_path) as api:
        yield api


FIELDS = """covers kindLabel text items { task done } revision backfilled acceptedUntil enteredBy { name }
 lengthNote { note noteLabel characters atLeast atMost } redactions { place reason redactedBy { name } } person { name }"""

LIST = f"query($p: ID, $k: RecordKind, $f: Date, $t: Date) {{ workRecords(personId: $p, kind: $k, from: $f, to: $t) {{ totalCount edges {{ node {{ {FIELDS} }} }} }} }}"


@pytest.mark.req("S1-5", "S1-8", "S1-9", "Cross-8")
async def test_a_fellow_member_reads_them_with_notes_on_their_length(api: Api) -> None:
    found = (await api.ask("a2", LIST, p=api.person("a1"), k="DAILY_LOG"))["workRecords"]
    assert found["totalCount"] == 3
    last, redacted, first = [edge["node"] for edge in found["edges"]]
    note = {"note": "SHORT", "noteLabel": "字数偏少", "characters": 2, "atLeast": 5, "atMost": 15}
    assert (first["lengthNote"], first["text"], first["backfilled"]) == (note, "巡逻", True)
    assert (last["lengthNote"]["note"], last["backfilled"]) == ("LONG", False)
    assert first["acceptedUntil"] == "2026-03-12T00:00:00+08:00"
    assert (redacted["text"], redacted["redactions"]) == ("■■■", [])
    assert (first["person"]["name"], first["kindLabel"], first["enteredBy"]) == ("a1", "工作日志", None)


@pytest.mark.req("Cross-8")
async def test_the_person_sees_what_was_taken_out_and_by_whom(api: Api) -> None:
    found = (await api.ask("a1", LIST, f="2026-03-05", t="2026-03-05"))["workRecords"]["edges"]
    assert [edge["node"]["redactions"] for edge in found] == [
        [{"place": "text", "reason": "涉密", "redactedBy": {"name": "office"}}]
    ]


@pytest.mark.req("S1-9")
async def test_for_a_stranger_there_are_none(api: Api) -> None:
    assert (await api.ask("b1", LIST))["workRecords"]["edges"] == []


@pytest.mark.req("S1-11", "S1-12", "S1-5")
async def test_a_refusal_names_the_record_and_the_field(api: Api) -> None:
    records = [
        {"kind": "DAILY_LOG", "covers": "2026-02-26", "text": "走访"},
        {"kind": "INVENTORY", "covers": "2026Q1", "items": [{"task": " "}]},
    ]
    payload = await api.do("a1", "writeRecords", "records { id }", records=records)
    assert [(one["code"], one["field"]) for one in payload["errors"]] == [
        ("RECORD_TOO_LATE", "records[0].covers"),
        ("REQUIRED", "records[1].items[0].task"),
    ]
    assert "2026-03-05 00:00" in payload["errors"][0]["message"]


@pytest.mark.req("S0-22", "S1-2", "S1-11")
async def test_several_are_written_at_once_and_come_back(api: Api) -> None:
    records = [
        {"kind": "DAILY_LOG", "covers": "2026-03-03", "text": "走访", "items": [{"task": "摸排"}]},
        {"kind": "INVENTORY", "covers": "2026Q1", "items": [{"task": "破案", "progress": "过半", "done": True}]},
    ]
    payload = await api.done("a1", "writeRecords", f"records {{ {FIELDS} }}", records=records)
    assert [one["covers"] for one in payload["records"]] == ["2026-03-03", "2026Q1"]
    assert payload["records"][1]["items"] == [{"task": "破案", "done": True}]


@pytest.mark.req("S1-9")
async def test_a_page_of_records_takes_a_fixed_number_of_statements(api: Api) -> None:
    counts = []
    for first in (2, 3):  # each with the redacted one
        query = f"{{ workRecords(first: {first}) {{ edges {{ node {{ {FIELDS} }} }} }} }}"
        with api.counting() as seen:
            await api.ask("a1", query)
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.req("S1-4", "S1-14")
async def test_recording_rates_and_leave_can_be_read(api: Api) -> None:
    async with api.database.transaction() as session:
        office, world = api.world.actor("office"), api.world
        world.cycle_id = await create_cycle(session, office, NOW, "records-psb", "2026Q1")
        await record_leave(session, office, NOW, world.people["a2"], "sick", NOW.date(), NOW.date(), note="感冒")
    query = """query($c: ID!, $u: ID) { recordingRates(cycleId: $c, unitId: $u, first: 6) { totalCount
                 edges { node { person { name } unit { name } due recorded rate missing } } } }"""
    found = (await api.ask("a_leader", query, c=api.cycle, u=api.unit("a")))["recordingRates"]
    best = found["edges"][-1]["node"]
    assert (found["totalCount"], best["person"]["name"], best["recorded"], best["unit"]["name"]) == (
        6,
        "a1",
        3,
        "刑警大队",
    )
    assert best["rate"] == str(round(3 / best["due"], 4)).ljust(6, "0")
    leaves = (
        '{ leaves(from: "2026-03-01", to: "2026-03-31") { edges { node { person { name } kindLabel starts note } } } }'
    )
    assert [edge["node"] for edge in (await api.ask("a_clerk", leaves))["leaves"]["edges"]] == [
        {"person": {"name": "a2"}, "kindLabel": "病假", "starts": "2026-03-06", "note": "感冒"}
    ]
    assert (await api.ask("a1", leaves))["leaves"]["edges"] == []


@pytest.mark.req("S1-6", "S1-8")
async def test_a_summary_of_another_length_is_accepted_and_told(api: Api) -> None:
    async with api.database.transaction() as session:
        world = api.world
        office = world.actor("office")
        world.cycle_id = await create_cycle(session, office, NOW, "records-psb", "2026Q1")
        await open_cycle(session, office, NOW, world.cycle_id)
        await submit_all(session, world, NOW, "a1")
    query = "query($id: ID!) { node(id: $id) { ... on Assessment { summaries { lengthNote { note atLeast atMost characters } } } } }"
    found = (await api.ask("a1", query, id=await api.case("a1")))["node"]["summaries"]
    assert found == [{"lengthNote": None}]  # 13 characters: within 10 to 30
    longer = "字" * 31
    await api.done("a3", "submitSummary", assessmentId=await api.case("a3"), text=longer)
    found = (await api.ask("a3", query, id=await api.case("a3")))["node"]["summaries"]
    assert found == [{"lengthNote": {"note": "LONG", "atLeast": 10, "atMost": 30, "characters": 31}}]


async def test_what_somebody_else_corrected_meanwhile_is_not_overwritten(api: Api) -> None:
    def written(revision: int) -> dict[str, Any]:
        return {"kind": "DAILY_LOG", "covers": "2026-03-06", "text": "走访三户", "revision": revision}

    payload = await api.do("a1", "writeRecords", "records { id }", records=[written(2)])
    assert [(one["code"], one["field"]) for one in payload["errors"]] == [("STALE_VERSION", "records[0].revision")]
    assert payload["records"] is None
    assert (await api.done("a1", "writeRecords", "records { revision }", records=[written(1)]))["records"] == [
        {"revision": 2}
    ]
