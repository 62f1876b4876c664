"""The assessed period of a cycle (S3-21)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.periods import Period, PeriodKind

IN_A_YEAR = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.HALF_YEAR: 2, PeriodKind.YEAR: 1}
periods = st.sampled_from(PeriodKind).flatmap(
    lambda kind: st.builds(Period, st.integers(1900, 2999), st.just(kind), st.integers(1, IN_A_YEAR[kind]))
)


@pytest.mark.req("S3-21")
@pytest.mark.parametrize(
    ("key", "start", "end", "label"),
    [
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31), "2026年第一季度"),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), "2026年12月"),
        ("2026H1", date(2026, 1, 1), date(2026, 6, 30), "2026年上半年"),
        ("2026H2", date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年度"),
    ],
)
def test_a_period_in_words_and_dates(key: str, start: date, end: date, label: str) -> None:
    period = Period.parse(key)
    assert (period.start, period.end, period.label) == (start, end, label)


@pytest.mark.req("S3-19")
def test_a_quarter_has_three_months() -> None:
    assert Period(2026, PeriodKind.QUARTER, 2).months == ("2026-04", "2026-05", "2026-06")
    assert Period.parse("2026-07").months == ("2026-07",)
    assert len(Period.parse("2026").months) == 12


@pytest.mark.req("S3-21")
def test_four_quarters_make_a_year() -> None:
    quarter = Period.parse("2026Q1")
    following = [quarter := quarter.next() for _ in range(4)]
    assert [one.key for one in following] == ["2026Q2", "2026Q3", "2026Q4", "2027Q1"]


@pytest.mark.req("S3-21")
def test_the_last_year_there_is_has_no_next() -> None:
    last = Period.parse("9999Q4")
    assert last.end == date(9999, 12, 31)
    with pytest.raises(ValueError, match="9999"):
        last.next()


@pytest.mark.req("S3-21")
@given(periods)
def test_a_key_is_read_back(period: Period) -> None:
    assert Period.parse(period.key) == period


@pytest.mark.req("S3-21")
@given(periods)
def test_the_next_period_begins_where_this_one_ends(period: Period) -> None:
    following = period.next()
    assert following.kind == period.kind
    assert following.start == period.end + timedelta(days=1)
    assert period.start.year == period.end.year == period.year


@pytest.mark.req("S3-21")
@pytest.mark.parametrize(
    "key", ["", "2026Q0", "2026Q5", "2026H3", "2026-13", "2026-4", "26Q1", "2026q1", "2026Q1 ", "0026"]
)
def test_what_is_no_period_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"not"):
        Period.parse(key)
