"""Cells as people write them."""

import contextlib
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.imports import cells
from kaohe.workflow.imports.files import CellError
from kaohe.workflow.imports.problems import BadCell

pytestmark = pytest.mark.req("S3-53")

score = cells.number(0, 100, 3)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (92.35, "92.35"),
        (0.1 + 0.2, "0.3"),
        (100.0, "100"),
        (7, "7"),
        (" 88.5 ", "88.5"),
        ("９２．５", "92.5"),
        ("0", "0"),
    ],
)
def test_numbers_are_exact_whatever_wrote_them(cell, value):
    assert score(cell) == Decimal(value)


@pytest.mark.parametrize(
    "cell", ["", "八十", "1e2", "9 9", "NaN", "inf", "--1", -0.5, 100.001, 88.3333333, True, CellError("#N/A")]
)
def test_what_is_no_score_is_refused(cell):
    with pytest.raises(BadCell):
        score(cell)


@given(st.decimals(0, 100, places=3))
def test_every_score_survives_excel(value):
    assert score(float(value)) == value
    assert score(f"{value:f}") == value


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 1, 5),
        datetime(2026, 1, 5),
        "2026-01-05",
        "2026/1/5",
        "2026.1.5",
        "2026年1月5日",
        "２０２６-０１-０５",
        "2026-01-05 00:00:00",
    ],
)
def test_days(cell):
    assert cells.day(cell) == date(2026, 1, 5)


@pytest.mark.parametrize("cell", ["2026-02-30", "5.1.2026", "20260105", "1900-01-01", "去年", 46027.0, True])
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(BadCell):
        cells.day(cell)


@pytest.mark.parametrize("cell", ["2026-01", "2026/1", "2026年1月", "2026．01", date(2026, 1, 1)])
def test_months(cell):
    assert cells.month(cell).key == "2026-01"


@pytest.mark.parametrize("cell", ["2026-13", "2026-00", "1月", "2026-01-15", date(2026, 1, 15), "0000-01", 202601])
def test_what_is_no_month_is_refused(cell):
    with pytest.raises(BadCell):
        cells.month(cell)


@pytest.mark.parametrize(("cell", "value"), [("2026Q1", "2026Q1"), ("2026q2", "2026Q2"), ("2026-03", "2026-03")])
def test_periods(cell, value):
    assert cells.period(cell).key == value


@pytest.mark.parametrize(
    ("cell", "value"), [(10023.0, "10023"), ("００１２", "0012"), (" 301 ", "301"), (123456789012.0, "123456789012")]
)
def test_staff_numbers_that_excel_took_for_numbers(cell, value):
    assert cells.key(32)(cell) == value


@pytest.mark.parametrize(
    ("cell", "value"), [("张　三", "张三"), ("欧阳 修", "欧阳修"), ("Ann Lee", "Ann Lee"), ("阿依·古丽", "阿依·古丽")]
)
def test_names_spaced_out_for_looks(cell, value):
    assert cells.person_name(50)(cell) == value


@pytest.mark.parametrize("cell", ["x" * 51, "a\x00b", CellError("#REF!")])
def test_texts_too_long_or_unprintable_are_refused(cell):
    with pytest.raises(BadCell):
        cells.text(50)(cell)


@pytest.mark.parametrize(("cell", "value"), [("是", True), ("√", True), (True, True), ("否", False), ("NO", False)])
def test_flags(cell, value):
    assert cells.flag(cell) is value


@given(st.text() | st.floats() | st.integers() | st.booleans() | st.dates() | st.datetimes())
def test_no_cell_breaks_a_reader(cell):
    """Whatever stands in a cell is read, or refused in words."""
    readers = [cells.text(9), cells.key(9), cells.person_name(9), cells.day, cells.month, cells.period, cells.flag]
    for read in (*readers, score, cells.count(9), cells.one_of({"甲": 1})):
        with contextlib.suppress(BadCell):
            read(cell)
