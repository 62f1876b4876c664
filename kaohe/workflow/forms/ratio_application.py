"""平时考核优秀等次比例使用申报表 (S3-33): the places for the limited grade, cumulated over the year (S3-23 … S3-26)."""

from decimal import Decimal

from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.quota import LedgerEntry, LedgerKind, QuotaScope, balance
from kaohe.workflow.forms.book import Book
from kaohe.workflow.forms.cycle_file import CycleFile, Row, day, exact_text

_EARNED = (LedgerKind.OPENING_PARTICIPANTS, LedgerKind.PARTICIPANTS)


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
    """N, the year's N so far, what earlier cycles used, what is left, and the places granted; blank before the freeze."""
    entries = file.ledger(unit_id)
    frozen = [one for one in entries if one["kind"] == LedgerKind.PARTICIPANTS and one["period"] == file.period.key]
    if not frozen:
        return ["", "", "", "", ""]
    earned = [_entry(one) for one in entries if one["kind"] in _EARNED]
    spent = [
        _entry(one)
        for one in entries
        if one["kind"] not in _EARNED and (one["period"] < file.period.key or one["kind"] == LedgerKind.OPENING_USED)
    ]
    total = sum(entry.quantity for entry in earned)
    used, left = -balance(spent, ratio), balance([*earned, *spent], ratio)
    places = "" if frozen[-1]["places"] is None else str(frozen[-1]["places"])
    return [
        str(frozen[-1]["quantity"]),
        str(total),
        str(used),
        exact_text(Decimal(left.numerator) / left.denominator),
        places,
    ]


def _entry(row: Row) -> LedgerEntry:
    kind, scope = LedgerKind(row["kind"]), QuotaScope(row["scope"])
    return LedgerEntry(kind, scope, row["unit_id"], Period.parse(row["period"]), row["quantity"])
