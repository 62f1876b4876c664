"""A broken policy is refused with every problem at once, each with its line, its field and words in both languages."""

from collections.abc import Callable

import pytest

from kaohe.policies.shipped import shipped_text
from kaohe.workflow.domain.policy import PolicyError, load_policy
from kaohe.workflow.domain.problems import Problem

ProblemsAfter = Callable[..., tuple[Problem, ...]]

CHANGES = [
    ("factor = 60", "factor = 61", "weights_total", "scoring.parts", None),
    ("at_least = 80", "at_least = 95", "bands_fall", "scoring.bands[1].at_least", "at_least = 80"),
    ("at_least = 0\n", "at_least = 1\n", "bands_end", "scoring.bands[3].at_least", "at_least = 0"),
    ('grade = "fair"', 'grade = "so_so"', "unknown_grade", "scoring.bands[2].grade", 'grade = "fair"'),
    ('grade = "fair"', 'grade = "so_so"', "band_missing", "scoring.bands", None),
    ('key = "neng"', 'key = "de"', "repeated_key", "scoring.parts[0].indicators[1].key", 'key = "neng"'),
    ('key = "municipal_', 'key = "county_', "repeated_key", "scoring.parts[2].standards[3].key", 'key = "county_'),
    ('ratio = "0.40"', 'ratio = "1.40"', "less_than_equal", "quota.ratio", 'ratio = "0.40"'),
    ("rank = 2", "rank = 3", "repeated_key", "grades[2].rank", "rank = 3"),
    ("limited = true", "limited = false", "limited_grade", "grades[0].limited", "limited = true"),
    ('role = "main_leader"', 'role = "chief"', "enum", "review.chain[0].role", 'role = "main_leader"'),
    ('role = "main_leader"', 'role = "person"', "reviewer", "review.chain[0].role", 'role = "main_leader"'),
    ('refused_grade = "poor"', 'refused_grade = "bad"', "unknown_grade", "outcomes.refused_grade", "refused_grade"),
    ('grades = ["good"]', 'grades = ["fair"]', "not_public", "publicity.grades[0]", 'grades = ["good"]'),
    (
        "effective_from = 2026-01-01",
        "effective_from = 2026-01-01\neffective_to = 2025-01-01",
        "effective_dates",
        "effective_to",
        None,
    ),
    ("day = 7 }", "day = 4 }", "stage_order", "stages.aggregation.due", "day = 7 }"),
    ("loan = ", "borrowed = ", "enum", "participation.assessed_by.borrowed", "loan = "),
    ("removal = {", "# removal = {", "kind_missing", "outcomes.sanctions", "[outcomes.sanctions]"),
    (
        'to = "main_leader"',
        'to = "person"',
        "reported_to",
        "stages.aggregation.escalations[0].to",
        'to = "main_leader"',
    ),
    (
        'to = "committee_secretary"',
        'to = "outside_approver"',
        "reported_to",
        "stages.decision.escalations[0].to",
        'to = "committee_secretary"',
    ),
    ("version = ", "edition = ", "missing", "version", None),
    (
        "term = { working_days = 5 }",
        "term = { working_days = 5, calendar_days = 5 }",
        "term_unit",
        "publicity.term",
        "term =",
    ),
    ('kind = "monthly_mean"', 'kind = "weekly_mean"', "union_tag_invalid", "scoring.parts[1]", None),
    (
        "effective_from = 2026-01-01",
        'effective_from = "spring"',
        "date_from_datetime_parsing",
        "effective_from",
        "effective_from",
    ),
    ('leave_over = "1/2"', 'leave_over = "half"', "fraction_parsing", "outcomes.leave_over", "leave_over"),
    ("threshold = 1", "threshold = 1.5", "int_type", "quota.threshold", "threshold = 1"),
    (
        "minutes_required = true",
        'minutes_required = "yes"',
        "bool_type",
        "decision.minutes_required",
        "minutes_required",
    ),
]


def line_with(text: str) -> int:
    """The first line of county-psb on which `text` stands."""
    return next(number for number, line in enumerate(shipped_text("county-psb").splitlines(), 1) if text in line)


@pytest.mark.parametrize(("old", "new", "code", "field", "stands_on"), CHANGES)
def test_a_wrong_value_is_named_by_line_and_field(
    problems_after: ProblemsAfter, old: str, new: str, code: str, field: str, stands_on: str | None
) -> None:
    found = [problem for problem in problems_after((old, new)) if (problem.code, problem.field) == (code, field)]
    assert len(found) == 1
    assert found[0].line is not None
    assert stands_on is None or found[0].line == line_with(stands_on)
    assert found[0].zh
    assert found[0].en


def test_an_unknown_key_comes_with_the_one_that_was_meant(problems_after: ProblemsAfter) -> None:
    problems = problems_after(
        ("threshold = 1", "treshold = 1"),
        ('missing_months = "require"', 'mising_months = "require"'),
        ("window = {", "windows = {"),
    )
    assert [problem.en.rpartition("did you mean ")[2] for problem in problems] == [
        "missing_months?",
        "threshold?",
        "window?",
    ]
    assert [problem.line for problem in problems] == [
        line_with('missing_months = "require"'),
        line_with("threshold = 1"),
        line_with("window = {"),
    ]


def test_all_problems_come_at_once_in_the_order_of_the_file(problems_after: ProblemsAfter) -> None:
    problems = problems_after(
        ('ratio = "0.40"', 'ratio = "lots"'),
        ('status = "trial"', 'status = "draft"'),
        ("factor = 60", "factor = 50"),
        ('grades = ["good"]', 'grades = ["goood"]'),
    )
    assert [problem.field for problem in problems] == ["status", "scoring.parts", "quota.ratio", "publicity.grades[0]"]
    assert [problem.line for problem in problems] == sorted(problem.line or 0 for problem in problems)


@pytest.mark.parametrize("stage", ["aggregation", "review", "decision", "feedback"])
def test_no_deadline_decides_in_a_humans_place(problems_after: ProblemsAfter, stage: str) -> None:
    section = shipped_text("county-psb").split(f"[stages.{stage}]")[1]
    before = section.split('on_expiry = "escalate"')[0]
    changed = f'[stages.{stage}]{before}on_expiry = "advance"'
    problems = problems_after((f'[stages.{stage}]{before}on_expiry = "escalate"', changed))
    assert [problem.field for problem in problems] == [f"stages.{stage}.on_expiry"]
    assert problems[0].line == line_with(f"[stages.{stage}]") + before.count("\n")
    assert "此环节由人决定" in problems[0].zh
    assert "never a clock" in problems[0].en


def test_a_notice_takes_its_time_from_its_own_section(problems_after: ProblemsAfter) -> None:
    problems = problems_after(("[stages.publicity]\n", "[stages.publicity]\nminimum = { working_days = 1 }\n"))
    assert [(problem.code, problem.field) for problem in problems] == [("own_term", "stages.publicity")]


def test_objections_need_a_notice(problems_after: ProblemsAfter) -> None:
    problems = problems_after(("[stages.publicity]\n", "[stages.publicity]\npresent = false\n"))
    assert [problem.code for problem in problems] == ["appeal_without_publicity"]


@pytest.mark.req("S3-16")
def test_bonuses_stand_in_one_table(problems_after: ProblemsAfter) -> None:
    again = '[[scoring.parts]]\nkind = "incentive"\nkey = "more"\nlabel = "其他"\ncap = 1\n'
    again += 'standards = [{ key = "x", label = "x", points = 1 }]\n\n[[scoring.bands]]\ngrade = "good"'
    problems = problems_after(('[[scoring.bands]]\ngrade = "good"', again))
    assert [(problem.code, problem.field) for problem in problems] == [("part_twice", "scoring.parts[4]")]


@pytest.mark.parametrize(
    ("text", "line"),
    [("key = \n", 1), ('a = 1\nb = 2\nc = "open\nd = 4\n', 3), ("a = 1\n\na = 2\n", 3), ("x = [1,\n2", 2), ("", 1)],
)
def test_broken_or_empty_toml_names_a_line(text: str, line: int) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(text, "mine.toml")
    assert refused.value.problems[0].line == line
    assert str(refused.value).startswith(f"mine.toml: line {line}: ")
