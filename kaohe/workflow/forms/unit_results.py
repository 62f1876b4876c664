"""平时考核结果登记表 (S3-29, S3-31): one a unit, one line a person, with the signatures that it was handed in under."""

from decimal import Decimal

from kaohe.workflow.forms.book import Book
from kaohe.workflow.forms.cycle_file import CycleFile, Row, day, exact_text, signature
from kaohe.workflow.forms.remarks import remark


def unit_results(file: CycleFile, unit: Row) -> bytes:
    """The unit's list."""
    parts = file.policy["scoring"]["parts"]
    names = ["序号", "姓名", "职务", "职级", *(part["label"] for part in parts), "得分", "建议等次", "确定等次", "备注"]
    book = Book(large=True)
    widths = (6, 12, 14, 14, *(10 for _ in parts), 10, 10, 10, 20)
    sheet = book.sheet("结果登记表", widths, landscape=True)
    sheet.title("平时考核结果登记表")
    sheet.line(f"单位：{unit['name']}        考核周期：{file.period.label}")
    sheet.head(names)
    for number, case in enumerate(file.of_unit(unit["id"]), start=1):
        points = [_points(case, part["key"]) for part in parts]
        grades = [file.label(case["suggested_grade"]), file.label(case["grade"])]
        person = [case["name"], case["post"], case["rank"]]
        sheet.row([str(number), *person, *points, case["score"] or "", *grades, remark(case)])
    for line in _signatures(file, unit):
        sheet.line(line)
    return book.content()


def _points(case: Row, part: str) -> str:
    points = [Decimal(line["points"]) for line in case["breakdown"] or () if line["part"] == part]
    return exact_text(sum(points)) if points else ""


def _signatures(file: CycleFile, unit: Row) -> list[str]:
    signed = next((one for one in file.rows("unit_lists.json") if one["unit_id"] == unit["id"]), None)
    if signed is None:
        return []
    return [
        f"单位主要领导：{signature(signed, 'signed_by')}        {day(signed['signed_at'])}",
        f"分管领导：{signature(signed, 'consented_by')}        {day(signed['consented_at'])}",
        f"报送人：{signature(signed, 'handed_in_by')}        {day(signed['handed_in_at'])}",
    ]
