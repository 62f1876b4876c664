"""平时考核简明情况登记表 (S3-39): everybody's result on one line, for the whole body."""

from kaohe.workflow.forms.book import Book
from kaohe.workflow.forms.cycle_file import CycleFile
from kaohe.workflow.forms.remarks import remark


def brief_register(file: CycleFile) -> bytes:
    """The body's register, by unit and staff number."""
    book = Book(large=True)
    sheet = book.sheet("简明情况登记表", (6, 24, 12, 12, 16, 14, 10, 10, 26), landscape=True)
    sheet.title("平时考核简明情况登记表")
    sheet.line(f"考核主体：{file.body}        考核周期：{file.period.label}        共 {len(file.cases)} 人")
    sheet.head(["序号", "单位", "编号", "姓名", "职务", "职级", "得分", "等次", "备注"])
    for number, case in enumerate(file.cases, start=1):
        person = [case["unit"], case["number"], case["name"], case["post"], case["rank"]]
        sheet.row([str(number), *person, case["score"] or "", file.label(case["grade"]), remark(case)])
    return book.content()
