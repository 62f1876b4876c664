"""会议纪要 (S3-34, §4): a committee session's minutes with what it decided of each person."""

from kaohe.workflow.forms.book import Book
from kaohe.workflow.forms.cycle_file import CycleFile, Row, minute, signature
from kaohe.workflow.forms.words import DECISIONS


def minutes(file: CycleFile, session: Row) -> bytes:
    """One session's minutes."""
    book = Book()
    sheet = book.sheet("会议纪要", (6, 22, 12, 12, 12, 22, 24), landscape=True)
    kind = "补充会议" if session["supplementary"] else "会议"
    sheet.title(f"{file.body}{file.committee}{kind}纪要")
    sheet.line(f"（{file.period.label}平时考核，第{session['number']}次）")
    sheet.line(f"时间：{minute(session['held_at'])}")
    attendees = session["attendees"] or []
    sheet.line(f"到会（应到{session['members']}人，实到{len(attendees)}人）：{'、'.join(attendees)}", height=36)
    sheet.line(f"记录：{signature(session, 'recorded_by', 'in_place_of_name')}")
    sheet.line(session["minutes"], height=160)
    sheet.head(["序号", "单位", "姓名", "建议等次", "决定等次", "决定", "理由"])
    for number, item in enumerate(session["items"] or (), start=1):
        case = file.case(item["assessment_id"])
        grades = [file.label(item["suggested_grade"]), file.label(item["grade"])]
        decision = DECISIONS.get(item["kind"], item["kind"]).format(committee=file.committee)
        sheet.row([str(number), case["unit"], case["name"], *grades, decision, item["reason"]])
    return book.content()
