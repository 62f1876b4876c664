"""平时考核优秀等次比例使用申报表 (S3-33): the places for the limited grade, cumulated over the year (S3-23 … S3-26)."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from kaohe.workflow.forms.book import Book
from kaohe.workflow.forms.cycle_file import CycleFile, Row, day, exact_text

_EARNED = ("opening_participants", "participants")


def ratio_application(file: CycleFile) -> bytes:
    """The body's form: N, what the year has brought and used so far, and the places of each unit and of the body."""
    ratio = Decimal(file.policy["quota"]["ratio"])
    book = Book(large=True)
    sheet = book.sheet("比例使用申报表", (6, 26, 14, 16, 16, 16, 14), landscape=True)
    sheet.title("平时考核优秀等次比例使用申报表")
    sheet.line(
        f"考核主体：{file.body}        考核周期：{file.period.label}        比例：{exact_text(ratio * 100)}%        "
        f"申报日期：{day(file.cycle['frozen_at'])}"
    )
    sheet.head(
        ["序号", "单位", "参加考核人数", "本年累计人数", "以前周期已用", "累计剩余名额", f"本期“{file.limited}”名额"]
    )
    for number, unit in enumerate(file.units, start=1):
        sheet.row([str(number), unit["name"], *_figures(file, unit["id"], ratio)])
    sheet.row(["", "全局", *_figures(file, None, ratio)], style="head")
    return book.content()


def _figures(file: CycleFile, unit_id: int | None, ratio: Decimal) -> list[str]:
    entries = file.ledger(unit_id)
    frozen = [one for one in entries if one["kind"] == "participants" and one["period"] == file.period.key]
    if not frozen:
        return ["", "", "", "", ""]
    total = sum(one["quantity"] for one in entries if one["kind"] in _EARNED)
    used = _used_before(entries, file.period.key, of_body=unit_id is None)
    left = exact_text(ratio * total - used)
    places = frozen[-1]["places"]
    return [str(frozen[-1]["quantity"]), str(total), str(used), left, "" if places is None else str(places)]


def _used_before(entries: Sequence[Row], period: str, *, of_body: bool) -> int:
    """Places used in earlier cycles of the year, opening balances included."""
    counts: Counter[str] = Counter()
    for one in entries:
        if one["period"] < period or one["kind"] == "opening_used":
            counts[one["kind"]] += one["quantity"]
    if not of_body:
        return counts["opening_used"] + counts["nominee"] + counts["correction"]
    given = counts["opening_used"] + counts["final_good"] + counts["addition"] + counts["correction"]
    return given - counts["freed"]
