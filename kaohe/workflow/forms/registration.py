"""公务员平时考核登记表 (S3-28, S3-30): one workbook a unit, one sheet a person."""

from decimal import Decimal

from kaohe.workflow.forms.book import Book, Sheet
from kaohe.workflow.forms.cycle_file import CycleFile, Row, day, exact_text, signature
from kaohe.workflow.forms.remarks import remark
from kaohe.workflow.forms.said import appraisal, has_appraisal, merits, own_words
from kaohe.workflow.forms.words import ACKNOWLEDGEMENTS, METHODS, SANCTIONS

_WIDTHS = (16, 14, 14, 14, 14, 18)
_ALL = len(_WIDTHS) - 1


def registration(file: CycleFile, unit: Row) -> bytes:
    """The forms of everybody whom the unit assesses."""
    book = Book()
    cases = file.of_unit(unit["id"])
    for case in cases:
        _fill(book.sheet(f"{case['name']} {case['number']}", _WIDTHS), file, case)
    return book.content()


def _fill(sheet: Sheet, file: CycleFile, case: Row) -> None:
    sheet.title("公务员平时考核登记表")
    sheet.line(f"（{file.period.label}）")
    sheet.pairs([("姓名", case["name"], 2), ("所在单位", case["own_unit"], 2)])
    sheet.pairs([("职务", case["post"], 2), ("职级", case["rank"], 2)])
    sheet.pairs([("从事或分管工作", case["work_in_charge"], _ALL)], height=36)
    sheet.pairs([("个人小结", _summary(file, case), _ALL)], height=180, style="text")
    sheet.pairs([("考勤情况", _attendance(file, case), _ALL)], height=36, style="text")
    sheet.pairs([("奖励情况", _rewards(file, case), _ALL)], height=48, style="text")
    sheet.pairs([("惩处情况", _punishments(file, case), _ALL)], height=36, style="text")
    if has_appraisal(file):
        sheet.pairs([("领导鉴定", appraisal(file, case), _ALL)], height=64, style="text")
    for step in file.policy["review"]["chain"]:
        sheet.pairs([(step["label"], _opinion(file, case, step["key"]), _ALL)], height=64, style="text")
    sheet.pairs([("考核得分", case["score"] or "", 2), ("确定等次", file.label(case["grade"]), 2)], height=32)
    sheet.pairs([("机关核定意见", _decision(file, case), _ALL)], height=48, style="text")
    sheet.pairs([("未确定等次理由", remark(case), _ALL)], height=36, style="text")
    sheet.pairs([("结果反馈与本人意见", _feedback(file, case), _ALL)], height=80, style="text")


def _summary(file: CycleFile, case: Row) -> str:
    written = file.of_case("summaries.json", case)
    if not written:
        return "未提交" if case["summary"] == "missed" else ""
    last = written[-1]
    clerk = f"（由{signature(last, 'entered_by')}代录）" if last["entered_by"] else ""
    return f"{last['text']}{own_words(last)}\n\n签名：{last['person_id_name']}{clerk}    {day(last['submitted_at'])}"


def _attendance(file: CycleFile, case: Row) -> str:
    rows = file.of_case("attendance.json", case)
    if not rows:
        return ""
    absent, sick, personal = (
        exact_text(sum(Decimal(row[name]) for row in rows)) for name in ("absent_days", "sick_days", "personal_days")
    )
    late = sum(row["late_count"] for row in rows)
    return f"旷工 {absent} 天；病假 {sick} 天；事假 {personal} 天；迟到早退 {late} 次"


def _rewards(file: CycleFile, case: Row) -> str:
    accepted = [claim for claim in file.of_case("claims.json", case) if claim["status"] == "accepted"]
    claimed = [f"{claim['matter']}（{exact_text(claim['points'])}分）" for claim in accepted]
    return "；".join([*claimed, *merits(file, case, raising=True)])


def _punishments(file: CycleFile, case: Row) -> str:
    held = [one for one in file.of_case("circumstances.json", case) if one["kind"] == "sanction"]
    sanctions = [f"{one['starts']} {SANCTIONS.get(one['sanction'], '')} {one['note']}".strip() for one in held]
    return "；".join([*sanctions, *merits(file, case, raising=False)])


def _opinion(file: CycleFile, case: Row, step: str) -> str:
    signed = [one for one in file.of_case("reviews.json", case) if one["step"] == step and not one["void"]]
    return "\n".join(
        f"{one['comment']}  建议等次：{file.label(one['grade']) or '不确定等次'}"
        f"    签名：{signature(one, 'person_id', 'in_place_of_name')}    {day(one['signed_at'])}"
        for one in signed
    )


def _decision(file: CycleFile, case: Row) -> str:
    decided = file.decision(case)
    if decided is None:
        return ""
    session, item = decided
    grade = file.label(item["grade"]) or "不确定等次"
    return f"经{file.body}{file.committee}第{session['number']}次会议研究：{grade}    {day(session['held_at'])}"


def _feedback(file: CycleFile, case: Row) -> str:
    for one in file.of_case("feedback.json", case):
        goals = "".join(f"\n改进目标：{goal}" for goal in one["goals"])
        told = (
            f"{METHODS.get(one['method'], one['method'])}（{signature(one, 'delivered_by')}，{day(one['delivered_at'])}）\n"
            f"肯定：{one['affirmed']}\n不足：{one['shortcomings']}\n要求：{one['requirements']}{goals}"
        )
        own = f"\n本人意见：{one['opinion'] or one['own_words']}  {ACKNOWLEDGEMENTS.get(one['acknowledgement'], '')}"
        return f"{told}{own}    {day(one['acknowledged_at'])}"
    return ""
