"""What a clerk reads where his policy is refused: the field, and words in both languages, for every kind of problem."""

from collections.abc import Callable
from typing import get_args

import pytest
from pydantic_core.core_schema import ErrorType

from kaohe.workflow.domain.problems import Problem
from kaohe.workflow.domain.problems.words import _WORDS

SAID: list[tuple[str, str, list[str]]] = [
    (
        "effective_from = 2026-01-01",
        "effective_from = 2026-01-01\neffective_to = 2025-12-31",
        ["effective_to: 早于施行日期 2026-01-01 · is before effective_from, 2026-01-01"],
    ),
    (
        'key = "fair"\n',
        'key = "poor"\n',
        [
            "grades[3].key: “poor”重复 · “poor” stands twice",
            "scoring.bands[2].grade: 没有等次 fair,可用:good, fairly_good, poor, poor · there is no grade fair; known: good, fairly_good, poor, poor",
        ],
    ),
    (
        "limited = true",
        "limited = false",
        ["grades[0].limited: 最高等次且只有最高等次占用名额 · the best grade must be limited, and no other"],
    ),
    (
        '[stages.review]\ndue = { months_after = 1, day = 10 }\nminimum = { working_days = 3 }\non_expiry = "escalate"',
        '[stages.review]\ndue = { months_after = 1, day = 10 }\nminimum = { working_days = 3 }\non_expiry = "advance"',
        [
            "stages.review.on_expiry: 此环节由人决定，到期不能代替；只能取 escalate, hold · a human decides here, never a clock; must be escalate, hold"
        ],
    ),
    (
        '[stages.publicity]\non_expiry = "advance"',
        '[stages.publicity]\non_expiry = "hold"',
        ["stages.publicity.on_expiry: 只能取 advance · must be advance"],
    ),
    (
        'to = "main_leader"',
        'to = "person"',
        [
            "stages.aggregation.escalations[0].to: 只能报给 unit_clerk, main_leader, leader_in_charge, office, committee_secretary, committee_member · can be reported to unit_clerk, main_leader, leader_in_charge, office, committee_secretary, committee_member only"
        ],
    ),
    (
        "[stages.publicity]\n",
        "[stages.publicity]\nminimum = { working_days = 1 }\n",
        ["stages.publicity: 期限由 publicity.term 规定 · takes its time from publicity.term, not from due or minimum"],
    ),
    (
        "[stages.appeal]\n",
        "[stages.appeal]\ndue = { months_after = 1, day = 1 }\n",
        [
            "stages.appeal: 期限由 appeal.window 规定 · takes its time from appeal.window, not from due or minimum",
            "stages.appeal.due: 早于前一环节的截止日 · is before the date of an earlier stage",
        ],
    ),
    (
        "day = 7 }",
        "day = 4 }",
        ["stages.aggregation.due: 早于前一环节的截止日 · is before the date of an earlier stage"],
    ),
    (
        "training = ",
        "# training = ",
        ["participation.assessed_by: 缺少 training 由谁考核 · does not say who assesses training"],
    ),
    (
        'refused_grade = "poor"',
        'refused_grade = "bad"',
        [
            "outcomes.refused_grade: 没有等次 bad,可用:good, fairly_good, fair, poor · there is no grade bad; known: good, fairly_good, fair, poor"
        ],
    ),
    ("removal = {", "# removal = {", ["outcomes.sanctions: 缺少处分 removal 的影响 · does not say what removal does"]),
    ('key = "consent"', 'key = "unit"', ["review.chain[1].key: “unit”重复 · “unit” stands twice"]),
    (
        'role = "main_leader"',
        'role = "person"',
        [
            "review.chain[0].role: 审核人只能是 main_leader, leader_in_charge, office · a reviewer must be main_leader, leader_in_charge, office"
        ],
    ),
    (
        'grades = ["good"]',
        'grades = ["fair"]',
        ["publicity.grades[0]: 等次 fair 不得公示 · the grade fair is not public"],
    ),
    (
        'grades = ["good"]',
        'grades = ["best"]',
        [
            "publicity.grades[0]: 没有等次 best,可用:good, fairly_good, fair, poor · there is no grade best; known: good, fairly_good, fair, poor"
        ],
    ),
    (
        'key = "county_authority"',
        'key = "inspection_group"',
        ["appeal.outside_approvals[1].key: “inspection_group”重复 · “inspection_group” stands twice"],
    ),
    (
        "[stages.publicity]\n",
        "[stages.publicity]\npresent = false\n",
        ["stages.appeal.present: 不公示就没有异议期 · needs the publicity from whose end objections count"],
    ),
    (
        "[stages.appeal]\n",
        "[stages.appeal]\npresent = false\n",
        [
            "appeal.outside_approvals: 不设异议环节就没有核准的时间 · are waited for in appeal, which the scheme does not have"
        ],
    ),
    ('key = "neng"', 'key = "de"', ["scoring.parts[0].indicators[1].key: “de”重复 · “de” stands twice"]),
    ('key = "individual"', 'key = "common"', ["scoring.parts[1].key: “common”重复 · “common” stands twice"]),
    (
        "factor = 60",
        "factor = 61",
        [
            "scoring.parts: 各项 weight、factor 之和为 101,应等于 total 100 · weights and factors add up to 101, not to the total 100"
        ],
    ),
    (
        'grade = "fair"',
        'grade = "so_so"',
        [
            "scoring.bands: 等次 fair 没有分数段 · the grade fair has no band",
            "scoring.bands[2].grade: 没有等次 so_so,可用:good, fairly_good, fair, poor · there is no grade so_so; known: good, fairly_good, fair, poor",
        ],
    ),
    (
        'grade = "fair"',
        'grade = "good"',
        [
            "scoring.bands: 等次 fair 没有分数段 · the grade fair has no band",
            "scoring.bands[2].grade: “good”重复 · “good” stands twice",
        ],
    ),
    (
        "at_least = 80",
        "at_least = 90",
        ["scoring.bands[1].at_least: 应小于上一段的 90 · must be below the band above, 90"],
    ),
    (
        "at_least = 0\n",
        "at_least = 1\n",
        ["scoring.bands[3].at_least: 最低一段应从 0 分起 · the lowest band must start at 0"],
    ),
    ('ratio = "0.40"', 'ratio = "lots"', ["quota.ratio: 应为数字,现为“lots” · must be a number, not “lots”"]),
    (
        'status = "trial"',
        'status = "draft"',
        ["status: 只能取 'trial' or 'in_force',现为“draft” · must be 'trial' or 'in_force', not “draft”"],
    ),
    ("threshold = 1 ", "threshold = 1.5 ", ["quota.threshold: 应为整数,现为“1.5” · must be a whole number, not “1.5”"]),
    (
        'leave_over = "1/2"',
        'leave_over = "half"',
        ['outcomes.leave_over: 应为比例,如 "1/2",现为“half” · must be a proportion such as "1/2", not “half”'],
    ),
    ('version = "1"', 'version = ""', ["version: 不能为空,现为“” · must not be empty, not “”"]),
    (
        'key = "neng"',
        'key = "N"',
        [
            "scoring.parts[0].indicators[1].key: 格式不符:^[a-z][a-z0-9_]*$,现为“N” · does not match ^[a-z][a-z0-9_]*$, not “N”"
        ],
    ),
    (
        "minutes_required = true",
        'minutes_required = "yes"',
        ["decision.minutes_required: 应为 true 或 false,现为“yes” · must be true or false, not “yes”"],
    ),
    (
        "weight = 40",
        "weight = 40.00001",
        ["scoring.parts[0].weight: 小数最多 4 位,现为“40.00001” · may have at most 4 decimal places, not “40.00001”"],
    ),
    (
        "cap = 10",
        "capp = 10",
        [
            "scoring.parts[2].cap: 缺少此字段 · is missing",
            "scoring.parts[2].capp: 没有这个字段,是否为 cap? · is not a known field; did you mean cap?",
        ],
    ),
    (
        "term = { working_days = 5 }",
        "term = { working_days = 5, calendar_days = 5 }",
        [
            "publicity.term: working_days(工作日)、calendar_days(自然日)、calendar_months(月)须三者择一 · give exactly one of working_days, calendar_days, calendar_months"
        ],
    ),
    (
        'methods = ["meeting_comment", "individual_talk", "written_delivery"]',
        'methods = "all"',
        ["feedback.methods: 应为列表,现为“all” · must be a list, not “all”"],
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), SAID)
def test_a_problem_reads_so(
    problems_after: Callable[..., tuple[Problem, ...]], old: str, new: str, said: list[str]
) -> None:
    assert [f"{one.field}: {one.zh} · {one.en}" for one in problems_after((old, new))] == said


def test_bands_in_another_order_name_the_right_one(problems_after: Callable[..., tuple[Problem, ...]]) -> None:
    (problem,) = problems_after(
        ('[[scoring.bands]]\ngrade = "good"', '[[scoring.bands]]\ngrade = "fairly_good"'),
        ('[[scoring.bands]]\ngrade = "fairly_good"\nat_least = 80', '[[scoring.bands]]\ngrade = "good"\nat_least = 80'),
    )
    assert (problem.code, problem.field) == ("bands_order", "scoring.bands")
    assert problem.zh == "应从高到低排列:good, fairly_good, fair, poor"
    assert problem.en == "must go from the best grade down: good, fairly_good, fair, poor"


def test_a_long_value_is_shown_in_part(problems_after: Callable[..., tuple[Problem, ...]]) -> None:
    for length, shown in ((60, "x" * 60), (61, "x" * 60 + "…")):
        (problem,) = problems_after(('ratio = "0.40"', f'ratio = "{"x" * length}"'))
        assert problem.en == f"must be a number, not “{shown}”"
        assert problem.zh == f"应为数字,现为“{shown}”"


def test_words_are_for_errors_that_there_are() -> None:
    """All but ours are pydantic's."""
    assert set(_WORDS) - set(get_args(ErrorType)) == {"term_unit"}


def test_every_kind_that_is_missing_has_one_code(problems_after: Callable[..., tuple[Problem, ...]]) -> None:
    for kind in ("training = ", "removal = {"):
        assert [one.code for one in problems_after((kind, f"# {kind}"))] == ["kind_missing"]
