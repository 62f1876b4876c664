"""What an archive holds of records: those of the period with the trace of redactions, and leave."""

import json
from datetime import date

import pytest
from support.records import KEY, log, shanghai

from kaohe.workflow.archive.contents import contents_of
from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.records import record_leave, redact_record

SECRET = "某专案侦查手段"


@pytest.mark.req("S1-33", "S1-13", "Cross-8")
async def test_an_archive_holds_the_periods_records_their_redactions_and_leave(bureau):
    session, world = bureau.session, bureau.world
    office = world.actor("office")
    ids = await bureau.write(shanghai(3, 31), "a1", log("2026-03-30"), log("2026-03-31", SECRET))
    await bureau.write(shanghai(4, 1), "a1", log("2026-04-01"))
    await bureau.do(shanghai(4, 1), "a_leader", redact_record, ids[1], "text", "涉密")
    person = world.people["a1"]
    for starts, ends in ((date(2026, 3, 2), date(2026, 3, 4)), (date(2026, 4, 2), date(2026, 4, 3))):
        await bureau.do(shanghai(4, 1), "a_clerk", record_leave, person, "sick", starts, ends)
    cycle_id = world.cycle_id = await create_cycle(session, office, shanghai(4, 1), KEY, "2026Q1")
    await open_cycle(session, office, shanghai(4, 1), cycle_id)
    contents = await contents_of(session, world.body_id, cycle_id)
    assert SECRET.encode() not in b"".join(contents.values())
    first, second = json.loads(contents["records.json"])
    assert (first["covers"], first["redactions"], first["entered_by_name"]) == ("2026-03-30", None, None)
    (trace,) = second["redactions"]
    assert (second["covers"], second["text"], second["backfilled"]) == ("2026-03-31", "■■■", False)
    assert (trace["place"], trace["reason"], trace["redacted_by"]) == ("text", "涉密", "a_leader")
    (leave,) = json.loads(contents["leave.json"])
    assert (leave["assessment_id"], leave["starts"], leave["recorded_by_name"]) == (
        await world.case(session, "a1"),
        "2026-03-02",
        "a_clerk",
    )
    (facts,) = json.loads(contents["facts.json"])["cycles"]
    (own,) = [one for one in facts["people"] if one["name"] == "a1"]
    assert own["records"]["daily_log"]["recorded"] == 2
