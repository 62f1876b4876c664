"""Circumstances: probation, investigation, sanctions with their day, refusals."""

from datetime import date

import pytest

from kaohe.schema.models import Circumstance
from kaohe.workflow.domain.facts.model import CircumstanceKind
from kaohe.workflow.domain.policy.outcomes import SanctionKind
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.people import close_circumstance, record_circumstance

DAY = date(2026, 2, 10)


async def stored(bureau, one: int) -> Circumstance:
    return await bureau.session.get_one(Circumstance, {"body_id": bureau.world.body_id, "id": one})


@pytest.mark.req("N-12")
async def test_a_sanction_has_its_kind_and_day(bureau):
    one = await bureau.do(
        record_circumstance,
        bureau.world.people["a1"],
        CircumstanceKind.SANCTION,
        DAY,
        sanction=SanctionKind.WARNING,
        note="党政警告",
    )
    row = await stored(bureau, one)
    assert (row.sanction, row.starts, row.note) == ("warning", DAY, "党政警告")
    assert (row.recorded_by, row.recorded_at) == (bureau.world.people["office"], bureau.now)


@pytest.mark.req("N-11")
async def test_an_investigation_is_open_once_until_it_is_closed(bureau):
    person = bureau.world.people["a1"]
    one = await bureau.do(record_circumstance, person, CircumstanceKind.INVESTIGATION, DAY)
    assert await bureau.refused(record_circumstance, person, CircumstanceKind.INVESTIGATION, date(2026, 3, 1)) == [
        (Code.DUPLICATE, "kind")
    ]
    await bureau.do(close_circumstance, one, date(2026, 3, 10), note="不予处分")
    assert ((await stored(bureau, one)).ends, (await stored(bureau, one)).note) == (date(2026, 3, 10), "不予处分")
    assert await bureau.do(record_circumstance, person, CircumstanceKind.INVESTIGATION, date(2026, 3, 20))


@pytest.mark.req("N-8", "N-12", "N-13")
@pytest.mark.parametrize(
    ("kind", "given", "refused"),
    [
        (CircumstanceKind.SANCTION, {}, [(Code.REQUIRED, "sanction")]),
        (CircumstanceKind.PROBATION, {"sanction": SanctionKind.WARNING}, [(Code.BAD_INPUT, "sanction")]),
        (CircumstanceKind.NOT_TAKING_PART, {}, [(Code.BAD_INPUT, "kind")]),
        (
            CircumstanceKind.REFUSED,
            {"ends": date(2026, 2, 9), "note": "x" * 501},
            [(Code.BAD_INPUT, "note"), (Code.BAD_INPUT, "ends")],
        ),
    ],
)
async def test_what_does_not_fit_is_refused(bureau, kind, given, refused):
    assert await bureau.refused(record_circumstance, bureau.world.people["a1"], kind, DAY, **given) == refused


@pytest.mark.req("N-8")
async def test_nothing_is_recorded_ahead_of_its_day(bureau):
    """`now` is 09:00 of 1 April in Shanghai."""
    person = bureau.world.people["a1"]
    assert await bureau.do(record_circumstance, person, CircumstanceKind.PROBATION, date(2026, 4, 1))
    assert await bureau.refused(record_circumstance, person, CircumstanceKind.REFUSED, date(2026, 4, 2)) == [
        (Code.BAD_INPUT, "starts")
    ]


@pytest.mark.req("N-11")
async def test_it_is_the_office_s_business_in_its_own_body(bureau, other):
    for who in ("a1", "a_leader", "chief", "admin"):
        assert await bureau.refused(
            record_circumstance, bureau.world.people["a1"], CircumstanceKind.PROBATION, DAY, by=who
        ) == [(Code.NOT_ALLOWED, None)]
    assert await bureau.refused(record_circumstance, other.people["a1"], CircumstanceKind.PROBATION, DAY) == [
        (Code.NOT_FOUND, "personId")
    ]
