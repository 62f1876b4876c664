"""Bodies, and days that a body works or rests whatever the published calendar says."""

from datetime import date

import pytest
from sqlalchemy import select

from kaohe.schema.models import CalendarOverride
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.people import body_id_of, clear_calendar_day, create_body, set_calendar_day


@pytest.mark.req("S3-2")
async def test_a_body_has_a_key_of_its_own(session):
    body_id = await create_body(session, "second-bureau", "第二局")
    assert await body_id_of(session, "second-bureau") == body_id
    assert await body_id_of(session, "third") is None
    with pytest.raises(Refused) as caught:
        await create_body(session, "second-bureau", "又一局")
    assert [refusal.code for refusal in caught.value.refusals] == [Code.DUPLICATE]


@pytest.mark.req("S3-2")
@pytest.mark.parametrize("key", ["", "某局", "-a", "Psb", "a b", "k" * 65])
async def test_a_body_s_key_is_plain(session, key):
    with pytest.raises(Refused):
        await create_body(session, key, "某局")


@pytest.mark.req("Cross-6")
async def test_a_day_is_set_changed_and_cleared(bureau):
    day = date(2026, 5, 9)
    kept = select(CalendarOverride.working).where(CalendarOverride.body_id == bureau.world.body_id)
    await bureau.do(set_calendar_day, day, working=False, reason="全市停工")
    await bureau.do(set_calendar_day, day, working=True)
    assert (await bureau.session.scalars(kept)).all() == [True]
    for _ in range(2):
        await bureau.do(clear_calendar_day, day)
    assert (await bureau.session.scalars(kept)).all() == []


@pytest.mark.req("Cross-6")
@pytest.mark.parametrize("who", ["a1", "a_leader", "chief", "secretary"])
async def test_nobody_else_sets_the_calendar(bureau, who):
    assert await bureau.refused(set_calendar_day, date(2026, 5, 9), working=True, by=who) == [(Code.NOT_ALLOWED, None)]
    assert await bureau.refused(clear_calendar_day, date(2026, 5, 9), by=who) == [(Code.NOT_ALLOWED, None)]
