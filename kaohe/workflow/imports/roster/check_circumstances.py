"""Checking the table of circumstances (N-8, N-11..13)."""

from collections.abc import Collection

from kaohe.workflow.domain.facts.model import CircumstanceKind
from kaohe.workflow.imports.problems import Problems
from kaohe.workflow.imports.roster.known import Known
from kaohe.workflow.imports.roster.wanted import WantedCircumstance
from kaohe.workflow.imports.rows import Row, Rows


def check_circumstances(
    rows: Rows, numbers: Collection[str], known: Known, problems: Problems
) -> list[WantedCircumstance]:
    """The circumstances; each person must be among the staff `numbers` of the file and the body."""
    seen: dict[WantedCircumstance, int] = {}
    wanted = []
    for row in rows:
        number, kind, starts = row.get("number"), row.get("kind"), row.get("starts")
        if number and number not in numbers:
            rows.complain(problems, row, "number", f"没有工号{number}", f"there is no staff number {number}")
        _check_sanction(rows, row, problems)
        _check_days(rows, row, known, problems)
        if not (number and kind and starts):
            continue
        one = WantedCircumstance(number, kind, row.get("sanction"), starts, row.get("ends"), row.get("note") or "")
        same = WantedCircumstance(number, kind, one.sanction, starts, None, "")
        if same in seen:
            rows.complain(problems, row, "kind", f"与第{seen[same]}行重复", f"the same as in row {seen[same]}")
        seen.setdefault(same, row.number)
        wanted.append(one)
    return wanted


def _check_sanction(rows: Rows, row: Row, problems: Problems) -> None:
    kind = row.get("kind")
    if kind is CircumstanceKind.SANCTION and "sanction" not in row.values:
        rows.complain(problems, row, "sanction", "处分须填处分种类", "a sanction needs its kind")
    if kind is not None and kind is not CircumstanceKind.SANCTION and row.get("sanction") is not None:
        rows.complain(problems, row, "sanction", "只有“处分”才填", "only a sanction has one")


def _check_days(rows: Rows, row: Row, known: Known, problems: Problems) -> None:
    starts, ends = row.get("starts"), row.get("ends")
    if starts and starts > known.today:
        rows.complain(problems, row, "starts", "不能晚于今天", "it lies in the future")
    if starts and ends and ends < starts:
        rows.complain(problems, row, "ends", f"早于开始日期{starts}", f"it lies before the first day, {starts}")
