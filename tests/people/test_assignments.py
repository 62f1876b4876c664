"""Assignments away from the own unit: dated, of a kind, with the evidence that a loan needs."""

from datetime import date

import pytest

from kaohe.schema.models import Assignment
from kaohe.workflow.domain.policy.participation import AssignmentKind
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.people import assign_person, end_assignment

START = date(2026, 1, 5)


@pytest.mark.req("S3-14")
async def test_a_loan_is_recorded_with_its_approval_and_ended_later(bureau):
    one = await bureau.do(
        assign_person,
        bureau.world.people["a1"],
        AssignmentKind.LOAN,
        START,
        unit_id=bureau.world.units["b"],
        approval="组借〔2026〕3号",
    )
    await bureau.do(end_assignment, one, date(2026, 2, 1))
    stored = await bureau.session.get_one(Assignment, {"body_id": bureau.world.body_id, "id": one})
    assert (stored.approval, stored.starts, stored.ends) == ("组借〔2026〕3号", START, date(2026, 2, 1))


@pytest.mark.req("S3-11", "S3-12", "S3-13")
@pytest.mark.parametrize("kind", AssignmentKind)
async def test_who_is_handed_over_needs_a_receiving_unit(bureau, kind):
    person = bureau.world.people["a1"]
    if kind in (AssignmentKind.TRAINING, AssignmentKind.SPECIAL_WORK):
        assert await bureau.do(assign_person, person, kind, START)
    else:
        assert await bureau.refused(assign_person, person, kind, START) == [(Code.REQUIRED, "unitId")]


@pytest.mark.req("S3-12")
async def test_everything_wrong_with_an_assignment_is_told_at_once(bureau):
    person, a, b = bureau.world.people["a1"], bureau.world.units["a"], bureau.world.units["b"]
    await bureau.do(assign_person, person, AssignmentKind.AID, START, unit_id=b)
    refused = await bureau.refused(
        assign_person, person, AssignmentKind.AID, START, unit_id=a, ends=date(2026, 1, 4), approval="x" * 201
    )
    assert refused == [
        (Code.BAD_INPUT, "approval"),
        (Code.BAD_INPUT, "unitId"),
        (Code.BAD_INPUT, "ends"),
        (Code.DUPLICATE, "starts"),
    ]


@pytest.mark.req("S3-12")
async def test_no_assignment_ends_before_it_starts(bureau):
    one = await bureau.do(assign_person, bureau.world.people["a1"], AssignmentKind.TRAINING, START)
    assert await bureau.refused(end_assignment, one, date(2026, 1, 4)) == [(Code.BAD_INPUT, "ends")]


@pytest.mark.req("S3-12")
async def test_other_people_and_other_bodies_are_kept_out(bureau, other):
    person = bureau.world.people["a1"]
    for who in ("a1", "a_leader", "chief"):
        assert await bureau.refused(assign_person, person, AssignmentKind.TRAINING, START, by=who) == [
            (Code.NOT_ALLOWED, None)
        ]
    assert await bureau.refused(assign_person, other.people["a1"], AssignmentKind.TRAINING, START) == [
        (Code.NOT_FOUND, "personId")
    ]
    assert await bureau.refused(assign_person, person, AssignmentKind.AID, START, unit_id=other.units["a"]) == [
        (Code.NOT_FOUND, "unitId")
    ]
