"""平时考核对象情况表 (S3-33): how many people each unit has in the cycle, and who of them is not graded."""

from collections import Counter
from collections.abc import Iterable

from kaohe.workflow.forms.book import Book
from kaohe.workflow.forms.cycle_file import CycleFile, Row, day
from kaohe.workflow.forms.remarks import AWAY, circumstances
from kaohe.workflow.forms.words import OUTCOMES

_OUTCOMES = ("comment_only", "pending", "not_determined", "refused")


def situation(file: CycleFile) -> bytes:
    """The body's form: counts by unit, the total, and the people behind the counts."""
    book = Book(large=True)
    _counts(book, file)
    _people(book, file)
    return book.content()


def _counts(book: Book, file: CycleFile) -> None:
    sheet = book.sheet("对象情况表", (6, 26, 10, 12, 14, 14, 14, 14, 12), landscape=True)
    sheet.title("平时考核对象情况表")
    frozen = day(file.cycle["frozen_at"]) if file.cycle["frozen_at"] else "尚未申报"
    sheet.line(f"考核主体：{file.body}        考核周期：{file.period.label}        申报日期：{frozen}")
    sheet.head(
        ["序号", "单位", "人数", "可定等次（N）", *(OUTCOMES[one] for one in _OUTCOMES), OUTCOMES["not_taking_part"]]
    )
    total: Counter[str] = Counter()
    for number, unit in enumerate(file.units, start=1):
        counts = _count(file.of_unit(unit["id"])) | _participants(file, unit["id"])
        total.update(counts)
        sheet.row([str(number), unit["name"], *_cells(counts)])
    sheet.row(["", "合计", *_cells(total | _participants(file, None))], style="head")


def _count(cases: Iterable[Row]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for case in cases:
        counts["all"] += 1
        if case["state"] in AWAY:
            counts["away"] += 1
        else:
            counts[case["outcome"] or "graded"] += 1
    return counts


def _participants(file: CycleFile, unit_id: int | None) -> Counter[str]:
    """N as it froze; before that there is none."""
    counts: Counter[str] = Counter()
    for entry in file.ledger(unit_id):
        if entry["kind"] == "participants" and entry["period"] == file.period.key:
            counts["participants"] += entry["quantity"]
    return counts


def _cells(counts: Counter[str]) -> list[str]:
    return [str(counts[name]) for name in ("all", "participants", *_OUTCOMES, "away")]


def _people(book: Book, file: CycleFile) -> None:
    sheet = book.sheet("不确定等次人员", (6, 24, 12, 14, 30, 30), landscape=True)
    sheet.title("不确定等次及不参加考核人员")
    sheet.head(["序号", "单位", "姓名", "职务", "情形", "说明"])
    number = 0
    for case in file.cases:
        away = case["state"] in AWAY
        if not away and case["outcome"] in (None, "graded"):
            continue
        number += 1
        kind = OUTCOMES["not_taking_part" if away else case["outcome"]]
        why = case["excluded_reason"] or circumstances(file, case)
        sheet.row([str(number), case["unit"], case["name"], case["post"], kind, why])
