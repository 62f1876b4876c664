"""Facts for comparisons: a small county quarter, and one person of the district scheme."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from support.district import district

from kaohe.policies.shipped import shipped_text
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.comparison import Comparison, compare
from kaohe.workflow.domain.comparison.model import CycleComparison, ProblemKind
from kaohe.workflow.domain.facts import load_facts
from kaohe.workflow.domain.policy import Policy, load_policy

COMMON = ("de", "neng", "qin", "ji", "lian")
DISTRICT_COMMON = ("politics", "achievement", "ethics", "style", "probity")


def county(*changes: tuple[str, str]) -> Policy:
    """county-psb after (old, new) replacements, each of which must match."""
    text = shipped_text("county-psb")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return load_policy(text)


def person(key: str, score: float, unit: str = "u", **more: Any) -> dict[str, Any]:
    """Somebody with the same score everywhere under county-psb."""
    months = dict.fromkeys(("2026-01", "2026-02", "2026-03"), score)
    return {"key": key, "unit": unit, "common": dict.fromkeys(COMMON, score), "monthly": months} | more


def somebody(**more: Any) -> dict[str, Any]:
    """Somebody of a department under the district scheme, with every input: 80 everywhere."""
    return {
        "key": "p",
        "unit": "u",
        "unit_class": "department",
        "common": dict.fromkeys(DISTRICT_COMMON, 80),
        "individual": [{"key": "work", "weight": 1, "score": 80}],
        "self_score": 80,
        "appraisal": 80,
        "ballots": {"democratic": [tally(["peer"], 3, 80)]},
    } | more


def tally(categories: Sequence[str], weight: object, value: object, ballots: int = 4) -> dict[str, Any]:
    return {"categories": list(categories), "weight": str(weight), "ballots": ballots, "value": str(value)}


def quarter(*people: dict[str, Any], period: str = "2026Q1", **more: Any) -> dict[str, Any]:
    return {"cycles": [{"period": period, "people": list(people)} | more]}


def compared(before: Policy, after: Policy, document: Any) -> Comparison:
    return compare(before, after, load_facts(json.dumps(document), before), WorkCalendar())


def one(before: Policy, after: Policy, document: Any) -> CycleComparison:
    (cycle,) = compared(before, after, document).cycles
    return cycle


def told(cycle: CycleComparison) -> list[tuple[ProblemKind, str, int]]:
    """The problems as (kind, input, people)."""
    assert all(problem.zh and problem.en for problem in cycle.problems)
    return [(problem.kind, problem.input, problem.people) for problem in cycle.problems]


District = Callable[..., Policy]

__all__ = ["COMMON", "compared", "county", "district", "one", "person", "quarter", "somebody", "tally", "told"]
