"""Why somebody has no ordinary grade (未确定等次理由), as the forms' last column says it."""

from kaohe.workflow.forms.cycle_file import CycleFile, Row
from kaohe.workflow.forms.words import CIRCUMSTANCES, OUTCOMES

AWAY = ("excluded", "cancelled")


def remark(case: Row) -> str:
    """The reason for no grade; empty for who is graded, or not assessed yet."""
    if case["state"] in AWAY:
        reason = f"：{case['excluded_reason']}" if case["excluded_reason"] else ""
        return f"{OUTCOMES['not_taking_part']}{reason}"
    outcome: str | None = case["outcome"]
    return "" if outcome is None or outcome == "graded" else OUTCOMES.get(outcome, outcome)


def circumstances(file: CycleFile, case: Row) -> str:
    """What is special about a case, in a few words."""
    return "、".join(CIRCUMSTANCES[one["kind"]] for one in file.of_case("circumstances.json", case))
