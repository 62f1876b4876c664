"""The official forms, read back from the archive's workbooks."""

import json
from io import BytesIO

import pytest
from archive.forge import unpack
from archive.quarter import Archived
from python_calamine import CalamineWorkbook

from kaohe.workflow.forms.book import Book
from kaohe.workflow.forms.cycle_file import CycleFile
from kaohe.workflow.forms.ratio_application import ratio_application

Rows = list[list[str]]


@pytest.fixture
def forms(archived: Archived) -> dict[str, bytes]:
    return {
        name.removeprefix("forms/").removesuffix(".xlsx"): content
        for name, content in unpack(archived.content).items()
        if name.startswith("forms/")
    }


def sheets(content: bytes) -> dict[str, Rows]:
    """The filled cells of each sheet, by its name."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {
        name: [[str(cell) for cell in row if cell != ""] for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }


def only(forms: dict[str, bytes], start: str) -> Rows:
    """The first sheet of the first form of that name."""
    name = next(one for one in forms if one.startswith(start))
    return next(iter(sheets(forms[name]).values()))


def valued(rows: Rows, name: str) -> str:
    """What stands behind a name."""
    return next(row[row.index(name) + 1] for row in rows if name in row and len(row) > row.index(name) + 1)


@pytest.mark.req("S3-28", "S3-30")
def test_a_registration_form_for_everyone(forms: dict[str, bytes]) -> None:
    book = sheets(next(content for name, content in forms.items() if name.startswith("公务员平时考核登记表/刑警大队")))
    assert list(book) == ["a1 a1", "a2 a2", "a3 a3", "a4 a4", "a_clerk a_clerk", "a_leader a_leader"]
    a1, a2, a4 = book["a1 a1"], book["a2 a2"], book["a4 a4"]
    assert a1[:2] == [["公务员平时考核登记表"], ["（2026年第一季度）"]]
    assert valued(a1, "个人小结").startswith("=1+1 不是公式")
    assert valued(a1, "奖励情况") == "2026年3月获县委表彰（2分）"
    assert valued(a1, "单位主要领导审核") == "评语  建议等次：好    签名：a_leader    2026年4月3日"
    assert (valued(a1, "考核得分"), valued(a1, "确定等次")) == ("92.80", "好")
    assert "本人意见：同意  本人已签字" in valued(a1, "结果反馈与本人意见")
    assert valued(a2, "考勤情况") == "旷工 0 天；病假 2 天；事假 1 天；迟到早退 1 次"
    assert valued(a4, "惩处情况") == "2026-01-05 警告"


@pytest.mark.req("S3-28", "N-8")
def test_the_reason_for_no_grade(forms: dict[str, bytes]) -> None:
    book = sheets(
        next(content for name, content in forms.items() if name.startswith("公务员平时考核登记表/城关派出所"))
    )
    assert valued(book["b4 b4"], "未确定等次理由") == "只写评语，不确定等次"
    assert valued(book["b3 b3"], "未确定等次理由") == "不参加本周期考核：已调离"


@pytest.mark.req("S3-29", "S3-31")
def test_a_result_form_for_each_unit(forms: dict[str, bytes]) -> None:
    rows = only(forms, "平时考核结果登记表/刑警大队")
    assert rows[2] == [
        "序号",
        "姓名",
        "职务",
        "职级",
        "共性指标",
        "个性指标",
        "正向激励加分",
        "扣分",
        "得分",
        "建议等次",
        "确定等次",
        "备注",
    ]
    assert rows[3] == ["1", "a1", "民警", "一级警员", "36.8", "54", "2", "92.80", "好", "好"]
    assert rows[-3:] == [
        ["单位主要领导：a_leader        2026年4月3日"],
        ["分管领导：deputy        2026年4月3日"],
        ["报送人：a_clerk        2026年4月3日"],
    ]


@pytest.mark.req("S3-33")
def test_the_situation_form(forms: dict[str, bytes]) -> None:
    counts, people = sheets(forms["平时考核对象情况表"]).values()
    assert counts[3:] == [
        ["1", "刑警大队", "6", "6", "0", "0", "0", "0", "0"],
        ["2", "城关派出所", "6", "4", "1", "0", "0", "0", "1"],
        ["合计", "12", "10", "1", "0", "0", "0", "1"],
    ]
    assert people[2:] == [
        ["1", "城关派出所", "b3", "民警", "不参加本周期考核", "已调离"],
        ["2", "城关派出所", "b4", "民警", "只写评语，不确定等次", "试用期"],
    ]


@pytest.mark.req("S3-33", "S3-23", "S3-24")
def test_the_application_for_places(forms: dict[str, bytes]) -> None:
    rows = only(forms, "平时考核优秀等次比例使用申报表")
    assert "比例：40%" in rows[1][0]
    assert rows[3:] == [
        ["1", "刑警大队", "6", "6", "0", "2.4", "2"],
        ["2", "城关派出所", "4", "4", "0", "1.6", "1"],
        ["全局", "10", "10", "0", "4", "4"],
    ]


@pytest.mark.req("S3-39")
def test_the_brief_register_has_everybody_on_a_line(forms: dict[str, bytes]) -> None:
    rows = only(forms, "平时考核简明情况登记表")
    assert len(rows) == 3 + 12
    assert rows[3] == ["1", "刑警大队", "a1", "a1", "民警", "一级警员", "92.80", "好"]
    assert rows[12][-1] == "只写评语，不确定等次"


@pytest.mark.req("S3-37", "§4")
def test_the_notice_shows_public_grades_and_its_term(forms: dict[str, bytes]) -> None:
    rows = only(forms, "公示/1")
    assert "公示期至2026年4月14日24时" in rows[1][0]
    assert [row[2] for row in rows[3:6]] == ["a1", "a2", "b1"]
    assert not any("较好" in cell for row in rows for cell in row)


@pytest.mark.req("S3-34", "§4")
def test_the_minutes(forms: dict[str, bytes]) -> None:
    rows = only(forms, "会议纪要/1")
    assert rows[3] == ["到会（应到5人，实到4人）：chief、deputy、member3、member4"]
    assert rows[7] == ["1", "刑警大队", "a1", "好", "好", "同意所报等次"]


@pytest.mark.req("S3-8", "S3-40", "§4")
def test_the_letter_for_approval_with_the_answers(forms: dict[str, bytes]) -> None:
    rows = only(forms, "报请核准函/1")
    assert rows[2] == ["一线实绩考察组、县公务员主管部门："]
    assert "共11人" in rows[3][0]
    assert rows[-1] == ["县公务员主管部门核准意见：同意    文号：核〔2026〕2号    2026年4月21日"]


@pytest.mark.req("§4")
def test_sheets_of_namesakes_and_odd_names_have_names_of_their_own() -> None:
    book = Book()
    for name in ("王伟", "王伟", "a/b:c*?[d]", "", "x" * 40, "X" * 40):
        book.sheet(name, (10,))
    assert list(sheets(book.content())) == ["王伟", "王伟 2", "a b c   d", "表", "x" * 31, "X" * 29 + " 2"]


@pytest.mark.req("S3-23", "S3-35", "S3-36")
def test_places_of_earlier_cycles_weigh_on_the_application(archived: Archived) -> None:
    """Q1 had N = 5 and used 3 at the unit (one rejected); the body ended with 2 and an addition; Q2 has N = 6."""
    documents = {
        name: json.loads(content) for name, content in unpack(archived.content).items() if name.endswith(".json")
    }
    unit = documents["units.json"][0]["id"]
    documents["cycle.json"]["period"] = "2026Q2"
    documents["quota.json"] = [
        {"kind": kind, "scope": scope, "unit_id": at, "period": period, "quantity": quantity, "places": places}
        for kind, scope, at, period, quantity, places in (
            ("participants", "unit", unit, "2026Q1", 5, 2),
            ("participants", "body", None, "2026Q1", 5, 2),
            ("nominee", "unit", unit, "2026Q1", 3, None),
            ("final_good", "body", None, "2026Q1", 2, None),
            ("addition", "body", None, "2026Q1", 1, None),
            ("freed", "body", None, "2026Q1", 1, None),
            ("participants", "unit", unit, "2026Q2", 6, 1),
            ("participants", "body", None, "2026Q2", 6, 2),
            ("nominee", "unit", unit, "2026Q2", 1, None),
        )
    ]
    (rows,) = sheets(ratio_application(CycleFile(documents))).values()
    assert rows[3] == ["1", "刑警大队", "6", "11", "3", "1.4", "1"]
    assert rows[-1] == ["全局", "6", "11", "2", "2.4", "2"]
