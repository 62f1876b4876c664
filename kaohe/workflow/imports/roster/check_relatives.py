"""Checking the table of relatives."""

from collections.abc import Collection

from kaohe.workflow.imports.problems import Problems
from kaohe.workflow.imports.roster.wanted import WantedRelative
from kaohe.workflow.imports.rows import Rows


def check_relatives(rows: Rows, numbers: Collection[str], problems: Problems) -> list[WantedRelative]:
    """The declared pairs; both must be among the staff `numbers` of the file and the body."""
    seen: dict[frozenset[str], int] = {}
    wanted = []
    for row in rows:
        number, relative = row.get("number"), row.get("relative")
        for column, one in (("number", number), ("relative", relative)):
            if one and one not in numbers:
                rows.complain(problems, row, column, f"没有工号{one}", f"there is no staff number {one}")
        if not (number and relative):
            continue
        pair = frozenset((number, relative))
        if number == relative:
            rows.complain(problems, row, "relative", "不能是本人", "nobody is his own relative")
        elif pair in seen:
            rows.complain(problems, row, "relative", f"与第{seen[pair]}行重复", f"the same pair as in row {seen[pair]}")
        seen.setdefault(pair, row.number)
        wanted.append(WantedRelative(number, relative, row.get("relation") or ""))
    return wanted
