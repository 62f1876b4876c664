"""What a suspension (中止) does to terms: what was left of them is left after the resumption."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.calendar import BUSINESS_ZONE, Due, WorkCalendar, day_of, end_of_day
from kaohe.workflow.domain.pauses import Pause, after_pauses, word_after_pauses
from kaohe.workflow.domain.terms import Term, end_of

CALENDAR = WorkCalendar()


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 4, day, hour, tzinfo=BUSINESS_ZONE)


OPENED = at(1)


@pytest.mark.req("Cross-6")
@pytest.mark.parametrize(
    ("due", "suspended", "resumed", "last_day"),
    [
        (17, at(14), at(20), 24),  # Tuesday to Friday were left: four days after Monday
        (17, at(17), at(18), 20),  # Friday was left; resumed on Saturday
        (17, at(11), at(12), 17),  # suspended over a weekend only
        (17, at(18), at(25), 17),  # overdue before
        (17, at(18, 0), at(25), 17),  # suspended at the very end
        (17, at(14, 0), at(20), 24),  # from the first minute of Tuesday on
        (12, at(11), at(11, 15), 12),  # no working day was left
        (12, at(11), at(20), 20),  # nor here: the day of the resumption is the last
    ],
)
def test_the_working_days_left_are_kept(due: int, suspended: datetime, resumed: datetime, last_day: int) -> None:
    moved = after_pauses(Due(date(2026, 4, due)), OPENED, [Pause(suspended, resumed)], CALENDAR)
    assert moved == Due(date(2026, 4, last_day))


@pytest.mark.req("Cross-6")
def test_the_day_of_the_event_never_counts_in_a_pause_either() -> None:
    """Three days from Tuesday, suspended an hour later, resumed the next Monday: three days after Monday."""
    pause = Pause(at(14, 13), at(20))
    assert end_of(Term(working_days=3), at(14), CALENDAR, [pause]) == Due(date(2026, 4, 23))
    assert end_of(Term(working_days=3), at(20), CALENDAR, [pause]) == Due(date(2026, 4, 23))


@pytest.mark.req("Cross-6")
def test_a_pause_that_was_over_before_the_event_changes_nothing() -> None:
    assert end_of(Term(working_days=3), at(20), CALENDAR, [Pause(at(2), at(20))]) == Due(date(2026, 4, 23))


@pytest.mark.req("Cross-6")
def test_a_cycle_cannot_resume_before_it_was_suspended() -> None:
    with pytest.raises(ValueError, match="resumed before"):
        Pause(at(15), at(14))


@pytest.mark.req("S3-31")
def test_a_date_named_by_the_office_keeps_its_hour() -> None:
    pauses = [Pause(at(14), at(20))]
    assert word_after_pauses(at(17, 18), OPENED, pauses, CALENDAR) == at(24, 18)
    assert word_after_pauses(end_of_day(date(2026, 4, 17)), OPENED, pauses, CALENDAR) == end_of_day(date(2026, 4, 24))
    assert word_after_pauses(at(30, 18), at(20), pauses, CALENDAR) == at(30, 18)  # named after the pause
    assert word_after_pauses(at(13, 18), OPENED, pauses, CALENDAR) == at(13, 18)  # over before it


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 8, 31)).map(lambda one: one.replace(tzinfo=BUSINESS_ZONE))
gaps = st.timedeltas(timedelta(hours=1), timedelta(days=25))


@st.composite
def pauses_after(draw: st.DrawFn, event: datetime) -> list[Pause]:
    """Up to three pauses after an event, one after the other."""
    pauses, moment = [], event
    for _ in range(draw(st.integers(0, 3))):
        since = moment + draw(gaps)
        moment = since + draw(gaps)
        pauses.append(Pause(since, moment))
    return pauses


def touched(pauses: list[Pause]) -> set[date]:
    """The days that the pauses touch."""
    found = set()
    for pause in pauses:
        day = pause.since.astimezone(BUSINESS_ZONE).date()
        while day <= day_of(pause.until):
            found.add(day)
            day += timedelta(days=1)
    return found


@pytest.mark.req("Cross-6")
@given(st.data(), moments, st.integers(1, 30))
def test_a_term_of_working_days_skips_the_days_of_its_pauses(data: st.DataObject, event: datetime, count: int) -> None:
    """Counted day by day: suspended for k working days, the term ends k working days later."""
    pauses = data.draw(pauses_after(event))
    ended = end_of(Term(working_days=count), event, CALENDAR, pauses).last_day
    paused = touched([one for one in pauses if one.since < end_of_day(ended)])
    walked = [day_of(event) + timedelta(days=n) for n in range(1, (ended - day_of(event)).days + 1)]
    counted = [day for day in walked if CALENDAR.is_working_day(day) and day not in paused]
    assert len(counted) == count
    assert counted[-1] == ended


@pytest.mark.req("Cross-6")
@given(st.data(), moments, st.sampled_from(["working_days", "calendar_days", "calendar_months"]), st.integers(0, 6))
def test_a_pause_eats_nobodys_time(data: st.DataObject, event: datetime, unit: str, length: int) -> None:
    term = Term.model_validate({unit: length})
    pauses = data.draw(pauses_after(event))
    plain = end_of(term, event, CALENDAR)
    for known in range(len(pauses) + 1):
        moved = end_of(term, event, CALENDAR, pauses[:known])
        assert moved.last_day >= plain.last_day
        assert not any(pause.since < moved.ends_at <= pause.until for pause in pauses[:known])
        plain = moved


@pytest.mark.req("Cross-6")
@given(st.data(), moments)
def test_the_order_in_which_pauses_are_told_does_not_matter(data: st.DataObject, event: datetime) -> None:
    pauses = data.draw(pauses_after(event))
    shuffled = data.draw(st.permutations(pauses))
    term = Term(working_days=8)
    assert end_of(term, event, CALENDAR, shuffled) == end_of(term, event, CALENDAR, pauses)
