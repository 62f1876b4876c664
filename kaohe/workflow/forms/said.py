"""What a registration form tells beside the columns that every scheme has: the leader's appraisal, goals, merit events."""

from collections.abc import Iterator

from kaohe.workflow.forms.cycle_file import CycleFile, Row, day, exact_text, signature


def has_appraisal(file: CycleFile) -> bool:
    """Whether the scheme's score has a leader's appraisal (领导鉴定)."""
    return any(part["kind"] == "appraisal" for part in file.policy["scoring"]["parts"])


def appraisal(file: CycleFile, case: Row) -> str:
    """领导鉴定: the words, the score, the signature of each round."""
    return "\n".join(
        f"{one['comment']}  得分：{exact_text(one['score'])}"
        f"    签名：{signature(one, 'person_id', 'in_place_of_name')}    {day(one['signed_at'])}"
        for one in file.of_case("appraisals.json", case)
    )


def own_words(summary: Row) -> str:
    """自评得分、改进目标落实情况: what a summary says beside its text; an archive sealed before these were asked has none."""
    goals = "".join(f"\n改进目标“{one['goal']}”：{one['progress']}" for one in summary.get("goals") or ())
    score = summary.get("self_score")
    return goals + (f"\n自评得分：{exact_text(score)}" if score is not None else "")


def merits(file: CycleFile, case: Row, *, raising: bool) -> Iterator[str]:
    """奖惩事件 that raise, or lower, the score, with their documents; none that was withdrawn."""
    bonuses = {
        standard["key"]
        for part in file.policy["scoring"]["parts"]
        if part["kind"] == "incentive"
        for standard in part["standards"]
    }
    sign = "" if raising else "-"
    for one in file.of_case("merits.json", case):
        if one["withdrawn_at"] is None and (one["standard"] in bonuses) is raising:
            yield f"{one['happened_on']} {one['matter']}（{sign}{exact_text(one['points'])}分，{one['document']}）"
