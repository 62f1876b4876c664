"""Ratings, appraisals and reviews rest on the records of the period (S1-16): whoever judges somebody reads his, no others."""

from datetime import date

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import submit_all
from support.records import KEY, publish_records, shanghai, write_logs
from support.scene import Scene
from support.substitutes import lend, signed_in
from support.world import make_world

from kaohe.schema.models import BallotBox, BallotRater, RoleGrant
from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.participation import reassign
from kaohe.workflow.queries import reading
from kaohe.workflow.queries.keyset import Window
from kaohe.workflow.queries.records import WORK_RECORDS, redactions_of
from kaohe.workflow.records import redact_record

OPENED = shanghai(4, 1)


@pytest_asyncio.fixture
async def quarter(session: AsyncSession) -> Scene:
    """The first quarter's cycle; a1 and a2 wrote a log in it and one after it, b1 one in it."""
    world = await make_world(session)
    await publish_records(session, world, shanghai(1, 1))
    for name in ("a1", "a2"):
        await write_logs(session, world, name, date(2026, 3, 31), date(2026, 4, 1))
    await write_logs(session, world, "b1", date(2026, 3, 31))
    office = world.actor("office")
    world.cycle_id = await create_cycle(session, office, OPENED, KEY, "2026Q1")
    await open_cycle(session, office, OPENED, world.cycle_id)
    return Scene(session, world, OPENED)


async def seen(scene: Scene, actor: Actor) -> list[str]:
    """Whose logs of which day the actor sees."""
    page = await reading.page(scene.session, actor, WORK_RECORDS, [], Window(100))
    names = {number: name for name, number in scene.world.people.items()}
    return sorted(f"{names[row['person_id']]} {row['covers'][5:]}" for row, _ in page.rows)


async def box(scene: Scene, state: str, rater: str, *ratees: str) -> BallotBox:
    world = scene.world
    cases = await scene.cases(*ratees)
    found = BallotBox(body_id=world.body_id, cycle_id=world.cycle_id, unit_id=world.units["a"], key=state, state=state)
    found.ratees = cases
    scene.session.add(found)
    await scene.session.flush()
    person_id = world.people[rater]
    scene.session.add(BallotRater(body_id=world.body_id, box_id=found.id, person_id=person_id, rater_group="external"))
    await scene.session.flush()
    return found


@pytest.mark.req("S1-16", "S1-26")
async def test_whoever_rates_from_outside_reads_the_periods_records_while_the_box_is_open(quarter: Scene) -> None:
    rater = quarter.actor("b2")  # of unit b, whose members read each other's
    assert await seen(quarter, rater) == ["b1 03-31"]
    opened = await box(quarter, "open", "b2", "a1")
    assert await seen(quarter, rater) == ["a1 03-31", "b1 03-31"]
    assert await seen(quarter, quarter.actor("b3")) == ["b1 03-31"]
    opened.state = "closed"
    await quarter.session.flush()
    assert await seen(quarter, rater) == ["b1 03-31"]


@pytest.mark.req("S1-16", "Cross-8")
async def test_a_rater_learns_nothing_of_redactions(quarter: Scene) -> None:
    await box(quarter, "open", "b2", "a1")
    one = await quarter.value(
        "SELECT id FROM work_record WHERE person_id = :id AND covers = '2026-03-31'", id=quarter.world.people["a1"]
    )
    await redact_record(quarter.session, quarter.actor("a_leader"), OPENED, one, "text", "涉密")
    rater = quarter.actor("b2")
    assert (await redactions_of(quarter.session, rater, [one]))[one] == []
    async with quarter.refused(Code.NOT_ALLOWED):
        await redact_record(quarter.session, rater, OPENED, one, "text", "涉密")


@pytest.mark.req("S1-16", "S3-14")
async def test_the_unit_that_assesses_somebody_of_another_reads_his_records_of_the_period(quarter: Scene) -> None:
    await reassign(
        quarter.session, quarter.actor("office"), OPENED, await quarter.cases("a1"), quarter.world.units["b"], "借用"
    )
    for who in ("b_leader", "b_clerk"):
        assert await seen(quarter, quarter.actor(who)) == ["a1 03-31", "b1 03-31"]
    assert await seen(quarter, quarter.actor("b2")) == ["b1 03-31"]


@pytest.mark.req("S1-16", "S0-17")
async def test_whoever_has_the_case_on_his_desk_reads_them(quarter: Scene) -> None:
    """A case may be on the desk of somebody who has nothing to do with the unit otherwise."""
    await submit_all(quarter.session, quarter.world, OPENED, "a1")
    key = next(iter(quarter.world.keys["b2"]))
    await quarter.session.execute(
        text(
            "UPDATE task SET assignee_key = :key WHERE subject = 'assessment' AND subject_id = :id AND state = 'open'"
        ),
        {"key": key, "id": await quarter.case("a1")},
    )
    assert await seen(quarter, quarter.actor("b2")) == ["a1 03-31", "b1 03-31"]


@pytest.mark.req("S1-16")
async def test_a_substitute_reads_them_for_the_work_that_is_lent(quarter: Scene) -> None:
    """b_leader stands in for a's leader: for reviews he reads of cases in review, not of those still to be summed up."""
    await lend(quarter, "a_leader", "b_leader", WorkKind.REVIEW)
    standing_in = await signed_in(quarter, "b_leader")
    assert await seen(quarter, standing_in) == ["b1 03-31"]
    await quarter.session.execute(
        text("UPDATE assessment SET state = 'review' WHERE id = :id"), {"id": await quarter.case("a1")}
    )
    assert await seen(quarter, standing_in) == ["a1 03-31", "b1 03-31"]


@pytest.mark.req("S1-16")
async def test_who_is_out_of_the_cycle_is_judged_by_nobody(quarter: Scene) -> None:
    session, world = quarter.session, quarter.world
    session.add(
        RoleGrant(body_id=world.body_id, person_id=world.people["b4"], role=Role.UNIT_CLERK, unit_id=world.units["b"])
    )
    world.keys["b4"].add(role_key(Role.UNIT_CLERK, world.units["b"]))
    cases = await quarter.cases("a1")
    await reassign(session, quarter.actor("office"), OPENED, cases, world.units["b"], "借用")
    assert await seen(quarter, quarter.actor("b4")) == ["a1 03-31", "b1 03-31"]
    await session.execute(text("UPDATE assessment SET state = 'excluded' WHERE id = :id"), {"id": cases[0]})
    assert await seen(quarter, quarter.actor("b4")) == ["b1 03-31"]
