"""报请核准函、报请备案函 (S3-8, S3-40, S0-26, §4): a numbered result list for the outside approvers, with their answers."""

from collections import Counter
from collections.abc import Mapping

from kaohe.workflow.forms.book import Book, Sheet
from kaohe.workflow.forms.cycle_file import CycleFile, Row, day


def approval_letter(file: CycleFile, result_list: Row) -> bytes:
    """One list's letter."""
    approvers = {one["key"]: one for one in file.approvers}
    book = Book()
    sheet = book.sheet(f"报请{file.asked}函", (6, 26, 14, 18, 14, 20))
    sheet.title(f"关于报请{file.asked}平时考核结果的函")
    supplement = "（补充名单）" if result_list["supplements"] else ""
    sheet.line(f"第 {result_list['number']} 号{supplement}", right=True)
    sheet.line(f"{'、'.join(one['label'] for one in approvers.values())}：")
    sheet.line(_request(file, result_list), height=64)
    sheet.head(["序号", "单位", "姓名", "职务", "等次", "备注"])
    for number, item in enumerate(result_list["items"] or (), start=1):
        case = file.case(item["assessment_id"])
        grade = file.label(item["grade"]) or "不确定等次"
        sheet.row([str(number), case["unit"], case["name"], case["post"], grade, _round(item)])
    sheet.line(f"{file.body}{file.committee}", right=True)
    sheet.line(day(result_list["submitted_at"]), right=True)
    _answers(sheet, file, result_list, approvers)
    return book.content()


def _request(file: CycleFile, result_list: Row) -> str:
    items = result_list["items"] or ()
    counts = Counter(file.label(item["grade"]) or "不确定等次" for item in items)
    said = "，".join(f"“{grade}”{count}人" for grade, count in counts.items())
    return (
        f"    根据《{file.cycle['policy_name']}》，现将{file.period.label}平时考核结果（共{len(items)}人，其中{said}）报上，"
        f"请予{file.asked}。"
    )


def _round(item: Row) -> str:
    return "" if item["round"] == 1 else f"第{item['round']}轮"


def _answers(sheet: Sheet, file: CycleFile, result_list: Row, approvers: Mapping[str, Row]) -> None:
    for answer in result_list["answers"] or ():
        approver = approvers.get(answer["approver"], {"label": answer["approver"]})
        asked, agreed = ("备案", "已备案") if approver.get("filing") else ("核准", "同意")
        refused = "、".join(file.case(one)["name"] for one in answer["refused"])
        words = f"不予{asked}：{refused}（{answer['reason']}）；其余{agreed}" if refused else agreed
        signed = f"文号：{answer['letter']}    {day(answer['answered_at'])}"
        sheet.line(f"{approver['label']}{asked}意见：{words}    {signed}", height=36)
