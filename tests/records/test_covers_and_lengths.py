"""What a record covers, and about how long it is to be."""

from datetime import date
from fractions import Fraction

import pytest

from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy.records import Length, RecordKind
from kaohe.workflow.domain.records.covers import KEY_FORMS, RECORD_LABELS, Cover, covers_in
from kaohe.workflow.domain.records.lengths import characters_of, length_note


@pytest.mark.req("S0-21", "S0-22", "S1-5", "S1-7")
@pytest.mark.parametrize(
    ("kind", "key", "first", "last"),
    [
        ("daily_log", "2026-03-05", date(2026, 3, 5), date(2026, 3, 5)),
        ("monthly_record", "2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("inventory", "2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("inventory", "2026H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("annual_summary", "2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_each_kind_covers_its_day_or_period(kind: str, key: str, first: date, last: date) -> None:
    cover = Cover.parse(RecordKind(kind), key)
    assert (cover.key, cover.first, cover.last) == (key, first, last)


@pytest.mark.req("S1-5")
@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("daily_log", "2026-03"),
        ("daily_log", "20260305"),
        ("daily_log", "2026-W10-4"),
        ("daily_log", "2026-02-30"),
        ("daily_log", "0001-01-01"),
        ("daily_log", ""),
        ("monthly_record", "2026Q1"),
        ("monthly_record", "2026-13"),
        ("annual_summary", "2026-12"),
        ("inventory", "first quarter"),
    ],
)
def test_a_key_of_another_kind_or_none_is_no_cover(kind: str, key: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Cover.parse(RecordKind(kind), key)


@pytest.mark.req("S0-21", "S0-22", "S1-7")
def test_the_annual_summary_belongs_to_the_years_last_period_alone() -> None:
    first, last = Period.parse("2026Q1"), Period.parse("2026Q4")
    assert [one.key for one in covers_in(RecordKind.MONTHLY_RECORD, first)] == ["2026-01", "2026-02", "2026-03"]
    assert [one.key for one in covers_in(RecordKind.INVENTORY, first)] == ["2026Q1"]
    assert covers_in(RecordKind.ANNUAL_SUMMARY, first) == []
    assert [one.key for one in covers_in(RecordKind.ANNUAL_SUMMARY, last)] == ["2026"]
    assert [one.key for one in covers_in(RecordKind.ANNUAL_SUMMARY, Period.parse("2026"))] == ["2026"]
    days = covers_in(RecordKind.DAILY_LOG, first)
    assert (len(days), days[0].key, days[-1].key) == (90, "2026-01-01", "2026-03-31")


@pytest.mark.req("S1-5")
def test_every_kind_has_its_words_and_an_example_that_can_be_read() -> None:
    assert set(RECORD_LABELS) == set(KEY_FORMS) == set(RecordKind)
    assert [Cover.parse(kind, form).key for kind, form in KEY_FORMS.items()] == list(KEY_FORMS.values())


@pytest.mark.req("S1-5", "S1-8")
@pytest.mark.parametrize(
    ("length", "note"), [(24, "short"), (25, None), (50, None), (75, None), (76, "long"), (0, "short")]
)
def test_about_fifty_characters_is_a_soft_range(length: int, note: str | None) -> None:
    found = length_note(Length(about=50), "字" * length)
    assert (found and found.note) == note
    if found:
        assert (found.characters, found.at_least, found.at_most) == (length, 25, 75)


@pytest.mark.req("S1-8")
def test_the_range_ends_at_whole_characters_within_it() -> None:
    third = Length(about=50, tolerance=Fraction(1, 3))
    assert length_note(third, "字" * 33).note == "short"  # 33 1/3 is the least
    assert length_note(third, "字" * 34) is None
    assert length_note(third, "字" * 66) is None
    assert length_note(third, "字" * 67).note == "long"
    assert length_note(None, "") is None


@pytest.mark.req("S1-5")
def test_white_space_is_no_character() -> None:
    assert characters_of(" 走访 群众\n\u3000\u200b。") == 5
