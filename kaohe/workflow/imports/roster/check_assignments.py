"""Checking the assignment that a row names (S3-11..14)."""

from kaohe.workflow.imports.problems import Problems
from kaohe.workflow.imports.roster.wanted import WantedAssignment
from kaohe.workflow.imports.rows import Row, Rows
from kaohe.workflow.people.assign_person import WITHOUT_RECEIVING_UNIT

_DETAILS = ("receiving_unit", "starts", "ends", "approval")


def check_assignment(
    rows: Rows, row: Row, own_unit: str | None, receiving: str | None, problems: Problems
) -> WantedAssignment | None:
    """The assignment; None where the row has none."""
    kind = row.get("assignment")
    if kind is None:
        if "assignment" not in row.values and any(key in row.values for key in _DETAILS):
            rows.complain(
                problems, row, "assignment", "填了外派信息但缺少外派类别", "the kind of assignment is missing"
            )
        return None
    starts, ends = row.get("starts"), row.get("ends")
    if "starts" not in row.values:
        rows.complain(problems, row, "starts", "外派须填开始日期", "an assignment needs its first day")
    if "receiving_unit" not in row.values and kind not in WITHOUT_RECEIVING_UNIT:
        rows.complain(problems, row, "receiving_unit", "须填接收单位", "this kind needs its receiving unit")
    if receiving is not None and receiving == own_unit:
        rows.complain(problems, row, "receiving_unit", "不能是本单位", "it is another unit than the own one")
    if starts and ends and ends < starts:
        rows.complain(problems, row, "ends", f"早于开始日期{starts}", f"it lies before the first day, {starts}")
    return WantedAssignment(kind, receiving, starts, ends, row.get("approval") or "") if starts else None
