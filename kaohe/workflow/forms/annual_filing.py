"""年度备案表 (S0-13): everybody's results of a year's cycles on one line, to be filed with the authority once a year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kaohe.workflow.domain.periods import Period
from kaohe.workflow.forms.book import Book
from kaohe.workflow.forms.words import OUTCOMES

_STATUS = {"trial": "试行", "in_force": "正式施行"}

#: What stands in the place of a grade: the person is in the cycle, but not through it; or is not in it.
_OPEN, _NONE = "尚未确定", "—"


@dataclass(frozen=True)
class FilingYear:
    """What the form says: whose year it is, by which policy (the newest version used), and everybody's lines.

    `people` have unit, number, name, post, rank, and `results` by period: state, outcome, grade (its label).
    """

    body: str
    year: int
    policy: Mapping[str, Any]
    periods: Sequence[str]
    people: Sequence[Mapping[str, Any]]
    filled_on: str


def annual_filing(year: FilingYear) -> bytes:
    """The form of one year."""
    organs = year.policy.get("organs", {})
    book = Book(large=True)
    widths = (6, 24, 12, 12, 16, 14, *(14 for _ in year.periods), 10)
    sheet = book.sheet("年度备案表", widths, landscape=True)
    sheet.title(f"{year.year}年度平时考核结果备案表")
    status = _STATUS[year.policy["status"]]
    sheet.line(
        f"填报单位：{year.body}{organs.get('office', '考核办')}        "
        f"依据：《{year.policy['name']}》（{year.policy['version']}版，{status}）        共 {len(year.people)} 人"
    )
    periods = [Period.parse(one).label for one in year.periods]
    best = next(grade["label"] for grade in year.policy["grades"] if grade.get("limited"))
    sheet.head(["序号", "单位", "编号", "姓名", "职务", "职级", *periods, f"“{best}”次数"])
    for number, person in enumerate(year.people, start=1):
        said = [_said(person["results"].get(period)) for period in year.periods]
        own = [person["unit"], person["number"], person["name"], person["post"], person["rank"]]
        sheet.row([str(number), *own, *said, str(said.count(best))])
    filed = "、".join(one["label"] for one in year.policy["appeal"]["outside_approvals"] if one.get("filing"))
    sheet.line(f"备案机关：{filed}" if filed else "备案机关：")
    sheet.line(f"{year.body}{organs.get('committee', '党委')}", right=True)
    sheet.line(year.filled_on, right=True)
    return book.content()


def _said(result: Mapping[str, Any] | None) -> str:
    if result is None or result["state"] in ("excluded", "cancelled"):
        return _NONE
    if not result["final"]:
        return _OPEN
    return str(result["grade"] or OUTCOMES.get(result["outcome"], OUTCOMES["not_determined"]))
