"""A deadline that fails holds up no other, is tried again later, and is never given up."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from support.broken import break_case, break_firing, mend
from support.drive import EVERYONE, Inside, at, opened, walk_to
from support.scene import Scene

from kaohe.workflow.deadlines import carry_out, failing, parts, try_now
from kaohe.workflow.summaries import return_summary

pytestmark = pytest.mark.req("S3-28")

_END_AND_AFTER = """
SELECT kind, fired_at, error FROM deadline
 WHERE subject = 'cycle' AND stage = 'self_summary' AND mark IN (0, 9) ORDER BY due_at"""

_ANOTHER_A_DAY_LATER = text("""
INSERT INTO deadline (body_id, subject, subject_id, cycle_id, stage, entry_no, step, kind, mark, due_at, provisional, attempts)
SELECT body_id, subject, subject_id, cycle_id, stage, entry_no, step, 'remind', 9, due_at + interval '1 day', false, 0
  FROM deadline WHERE subject = 'cycle' AND stage = 'self_summary' AND kind = 'expire'
""")


@pytest.fixture
def parts_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every two cases of an expiry are a part."""
    for module in (parts, carry_out):
        monkeypatch.setattr(module, "PART", 2)


async def _scene(session, stage: str) -> Scene:  # type: ignore[no-untyped-def]
    world = await opened(session, at(1))
    return Scene(session, world, await walk_to(session, world, stage))


async def test_one_case_that_fails_does_not_keep_the_others(session) -> None:  # type: ignore[no-untyped-def]
    scene = await _scene(session, "self_summary")
    await break_case(session, await scene.case("a1"))
    await scene.sweep(at(8))
    states = dict(zip(EVERYONE, await scene.states(*EVERYONE), strict=True))
    assert states.pop("a1") == "self_summary"
    assert set(states.values()) == {"aggregation"}
    (row,) = await scene.rows(
        "SELECT * FROM deadline WHERE subject = 'cycle' AND stage = 'self_summary' AND kind = 'expire'"
    )
    assert (row["fired_at"], row["attempts"], row["retry_at"]) == (None, 1, at(8) + timedelta(seconds=5))
    assert "broken" in row["error"]


async def test_what_failed_is_tried_again_after_its_pause_and_not_before(session) -> None:  # type: ignore[no-untyped-def]
    scene = await _scene(session, "self_summary")
    await break_case(session, await scene.case("a1"))
    await scene.sweep(at(8))
    await mend(session)
    assert await scene.sweep(at(8) + timedelta(seconds=4)) == 0
    assert await scene.sweep(at(8) + timedelta(seconds=5)) == 1
    assert await scene.state("a1") == "aggregation"
    assert (await scene.triggers("a1")).count("miss_summary") == 1
    outcome = await scene.value(
        "SELECT outcome FROM deadline WHERE subject = 'cycle' AND stage = 'self_summary' AND kind = 'expire'"
    )
    assert outcome == "moved 1, held 0"


async def test_alike_deadlines_of_many_cases_fail_each_alone(session) -> None:  # type: ignore[no-untyped-def]
    scene = await _scene(session, "aggregation")
    names = ("a1", "a2", "a3")
    await return_summary(session, scene.actor("a_clerk"), at(3), await scene.cases(*names), "过于简略")
    await break_case(session, await scene.case("a2"))
    await scene.sweep(at(20))
    assert await scene.states(*names) == ["aggregation", "self_summary", "aggregation"]
    listed = await failing(Inside(session), at(20), 10)  # type: ignore[arg-type]
    assert [(one["subject"], one["subject_id"], one["kind"], one["attempts"]) for one in listed] == [
        ("assessment", await scene.case("a2"), "expire", 1)
    ]


async def test_an_operator_may_have_it_tried_at_once(session) -> None:  # type: ignore[no-untyped-def]
    scene = await _scene(session, "self_summary")
    await break_case(session, await scene.case("a1"))
    await scene.sweep(at(8))
    await mend(session)
    assert await try_now(Inside(session), at(8)) == 1  # type: ignore[arg-type]
    assert await scene.sweep(at(8)) == 1
    assert await scene.state("a1") == "aggregation"


@pytest.mark.usefixtures("parts_of_two")
async def test_a_part_that_fails_holds_up_no_later_deadline(session) -> None:  # type: ignore[no-untyped-def]
    scene = await _scene(session, "self_summary")
    await session.execute(_ANOTHER_A_DAY_LATER)
    await break_case(session, await scene.case("a1"))
    await scene.sweep(at(8))
    await scene.sweep(at(9))
    end, after = await scene.rows(_END_AND_AFTER)
    assert (end["fired_at"], after["fired_at"]) == (None, at(9))
    assert "broken" in end["error"]
    await mend(session)
    await scene.sweep(at(10))
    assert set(await scene.states(*EVERYONE)) == {"aggregation"}
    assert (await scene.rows(_END_AND_AFTER))[0]["fired_at"] == at(10)


@pytest.mark.usefixtures("parts_of_two")
async def test_a_last_part_that_cannot_end_its_deadline_is_tried_later(session) -> None:  # type: ignore[no-untyped-def]
    scene = await _scene(session, "self_summary")
    await break_firing(session)
    await scene.sweep(at(8))
    *before, last = await scene.rows("SELECT done_at, retry_at FROM deadline_part ORDER BY id")
    assert {row["done_at"] for row in before} == {at(8)}
    assert (last["done_at"], last["retry_at"]) == (None, at(8) + timedelta(seconds=5))
    await mend(session)
    assert await scene.sweep(at(8)) == 0
    await scene.sweep(at(9))
    assert set(await scene.states(*EVERYONE)) == {"aggregation"}
    assert (await scene.rows(_END_AND_AFTER))[0]["fired_at"] == at(9)
