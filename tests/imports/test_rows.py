"""Tables found in sheets: headings, blank rows, columns that lack or stand twice."""

import pytest

from kaohe.workflow.domain.refusals import Refused
from kaohe.workflow.imports.files import Sheet
from kaohe.workflow.imports.monthly.tables import PERFORMANCE
from kaohe.workflow.imports.problems import Problems
from kaohe.workflow.imports.roster.tables import TABLES
from kaohe.workflow.imports.rows import read_rows
from kaohe.workflow.imports.sheets import tables_of

pytestmark = pytest.mark.req("S3-53")


def read(*rows):
    problems = Problems()
    return read_rows(Sheet("月度绩效", rows), PERFORMANCE, problems), problems


def complaints(problems: Problems) -> list[tuple[object, object]]:
    with pytest.raises(Refused) as caught:
        problems.check()
    return [(one.params["row"], one.params["column"]) for one in caught.value.refusals]


def test_headings_stand_below_a_title_and_in_any_order():
    rows, problems = read(
        ("某县公安局2026年1月绩效",), (), ("得分（0-100）", "备注", "月 份", "警号"), (90, "x", "2026-01", "7")
    )
    problems.check()
    (row,) = rows
    assert (row.number, row.get("number"), row.get("score")) == (4, "7", 90)
    assert rows.ignored == ("备注",)


def test_english_headings_do_too():
    rows, problems = read(("number", "Month", "SCORE"), ("7", "2026-01", 90))
    problems.check()
    assert len(rows) == 1


def test_blank_rows_are_left_out_and_the_count_goes_on():
    rows, problems = read(("工号", "月份", "得分"), (), ("", " ", ""), ("7", "2026-01", 90), ("", "", ""))
    problems.check()
    assert [row.number for row in rows] == [4]


def test_columns_that_lack_or_stand_twice_are_named():
    _, problems = read(("工号", "警号", "得分"), ("7", "7", 90))
    assert complaints(problems) == [(1, "警号"), (1, "月份")]


def test_short_rows_lack_their_cells():
    _, problems = read(("工号", "月份", "得分"), ("7",))
    assert complaints(problems) == [(2, "月份"), (2, "得分")]


@pytest.mark.parametrize("rows", [(), ((),), (("",),)])
def test_an_empty_sheet_lacks_every_required_column(rows):
    _, problems = read(*rows)
    assert complaints(problems) == [(1, "工号"), (1, "月份"), (1, "得分")]


def test_sheets_are_known_by_name_and_a_lone_one_by_its_headings():
    people, units = Sheet("Sheet1", [("工号", "姓名", "单位")]), Sheet("导出", [("单位代码", "单位名称")])
    assert tables_of([people], TABLES) == {"人员": people}
    assert tables_of([units], TABLES) == {"单位": units}
    named = Sheet("花名册", [("x",)])
    assert tables_of([units, named], TABLES) == {"人员": named}


def test_a_workbook_without_any_known_sheet_is_refused():
    with pytest.raises(Refused) as caught:
        tables_of([Sheet("Sheet1", ()), Sheet("Sheet2", ())], [PERFORMANCE])
    assert "月度绩效" in caught.value.refusals[0].message
    assert "Sheet2" in caught.value.refusals[0].message_en
