"""Monthly performance and attendance, with their source."""

from datetime import date
from decimal import Decimal

import pytest

from kaohe.workflow.imports import ImportKind

pytestmark = pytest.mark.req("S3-53", "S3-19")

SCORES = (("工号", "姓名", "月份", "得分"), ("101", "张三", "2026-01", 92.35), ("102", "", date(2026, 1, 1), "８８"))
ABSENCES = (
    ("工号", "月份", "旷工天数", "病假天数", "事假天数", "迟到早退次数"),
    ("101", "2026-02", "", 1.5, "", 2),
    ("102", "2026-02", 0, "", "", ""),
)
STORED = """
SELECT p.number, m.month, m.score, m.batch_id = (SELECT max(id) FROM import_batch)
  FROM monthly_performance m JOIN person p ON p.id = m.person_id WHERE m.body_id = :body_id ORDER BY 1, 2
"""


async def test_scores_come_in_exactly_with_their_batch(loaded, files):
    report = await loaded.load(ImportKind.PERFORMANCE, files.xlsx({"月度绩效": SCORES}))
    assert (report.rows, report.inserted) == (2, 2)
    assert await loaded.rows(STORED) == [
        ("101", "2026-01", Decimal("92.350"), True),
        ("102", "2026-01", Decimal("88.000"), True),
    ]


async def test_the_same_file_twice_changes_nothing(loaded, files):
    content = files.xlsx({"月度绩效": SCORES})
    await loaded.load(ImportKind.PERFORMANCE, content)
    before = await loaded.everything()
    report = await loaded.load(ImportKind.PERFORMANCE, content)
    assert (report.unchanged, report.repeated, report.batch_id) == (2, True, None)
    assert await loaded.everything() == before


async def test_a_corrected_file_changes_what_differs_and_only_that_has_a_new_source(loaded, files):
    await loaded.load(ImportKind.PERFORMANCE, files.csv((SCORES[0], ("101", "张三", "2026-01", "90"))), "1.csv")
    corrected = (SCORES[0], ("101", "张三", "2026-01", "90.00"), ("102", "李四", "2026-01", "80"))
    assert (await loaded.load(ImportKind.PERFORMANCE, files.csv(corrected), "2.csv")).inserted == 1
    corrected = (SCORES[0], ("101", "张三", "2026-01", "90"), ("102", "李四", "2026-01", "81.5"))
    report = await loaded.load(ImportKind.PERFORMANCE, files.csv(corrected), "3.csv")
    assert (report.inserted, report.updated, report.unchanged) == (0, 1, 1)
    assert await loaded.rows(STORED) == [
        ("101", "2026-01", Decimal(90), False),
        ("102", "2026-01", Decimal("81.5"), True),
    ]


async def test_attendance_counts_an_empty_cell_as_nothing(loaded, files):
    await loaded.load(ImportKind.ATTENDANCE, files.xlsx({"考勤": ABSENCES}))
    stored = (
        "SELECT absent_days, sick_days, personal_days, late_count FROM attendance WHERE body_id = :body_id ORDER BY id"
    )
    assert await loaded.rows(stored) == [(0, Decimal("1.5"), 0, 2), (0, 0, 0, 0)]


@pytest.mark.parametrize("kind", [ImportKind.PERFORMANCE, ImportKind.ATTENDANCE])
async def test_a_month_under_way_is_accepted_and_one_to_come_is_not(loaded, files, kind):
    figures = ("得分", "病假天数")[kind == ImportKind.ATTENDANCE]
    rows = (("工号", "月份", figures), ("101", "2026-04", 5), ("101", "2026-05", 5))
    assert await loaded.problems(kind, files.csv(rows), "a.csv") == ["a 3 月份: 2026-05尚未开始"]
    await loaded.load(kind, files.csv(rows[:2]), "a.csv")


async def test_every_error_of_every_row_of_scores(loaded, files):
    rows = (
        ("工号", "姓名", "月份", "得分"),
        ("999", "谁", "2026-01", "100.5"),
        ("101", "李四", "2026-13", "-1"),
        ("102", "李四", "2026-01", ""),
        (),
        ("102", "李四", "2026年1月", "abc"),
        ("202", "钱六", "2026-01", 88.3333),
        ("#N/A", "", "", "#DIV/0!"),
    )
    assert await loaded.problems(ImportKind.PERFORMANCE, files.xlsx({"月度绩效": rows})) == [
        "月度绩效 2 工号: 没有工号999",
        "月度绩效 2 得分: 100.5超出范围0至100",
        "月度绩效 3 姓名: 与工号不符：101是张三",
        "月度绩效 3 月份: 没有“2026-13”这一天",
        "月度绩效 3 得分: -1超出范围0至100",
        "月度绩效 4 得分: 不能为空",
        "月度绩效 6 月份: 与第4行重复",
        "月度绩效 6 得分: “abc”不是数字",
        "月度绩效 7 得分: 88.3333最多3位小数",
        "月度绩效 8 工号: 公式出错 #N/A",
        "月度绩效 8 月份: 不能为空",
        "月度绩效 8 得分: 公式出错 #DIV/0!",
    ]


async def test_every_error_of_every_row_of_absences(loaded, files):
    rows = (
        ABSENCES[0],
        ("101", "2026-02", 0, 20, 9, 0),
        ("102", "2026-02", 32, 0.25, -1, 1.5),
        ("201", "2026-02", "半天", "", "", "多次"),
    )
    assert await loaded.problems(ImportKind.ATTENDANCE, files.xlsx({"考勤": rows})) == [
        "考勤 2 病假天数: 各项天数合计29，2026-02只有28天",
        "考勤 3 旷工天数: 32超出范围0至31",
        "考勤 3 病假天数: 0.25最多1位小数",
        "考勤 3 事假天数: -1超出范围0至31",
        "考勤 3 迟到早退次数: 1.5应为整数",
        "考勤 4 旷工天数: “半天”不是数字",
        "考勤 4 迟到早退次数: “多次”不是数字",
    ]
