"""The shipped county-psb scheme says what S3 says, and its masked figures have the ruled defaults."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kaohe.policies.shipped import shipped, shipped_policy, shipped_text
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.lines import key_lines
from kaohe.workflow.domain.policy.participation import AssessingUnit, AssignmentKind
from kaohe.workflow.domain.policy.scoring import CommonIndicators, Incentive, MonthlyMean
from kaohe.workflow.domain.problems import KeyPath
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.domain.terms import DayOfMonth, Term


@pytest.fixture(scope="module")
def policy() -> Policy:
    return shipped_policy("county-psb")


def test_it_is_shipped() -> None:
    assert "county-psb" in shipped()
    with pytest.raises(KeyError):
        shipped_policy("no-such-scheme")


@pytest.mark.req("S3-22", "N-5")
def test_four_grades_in_order(policy: Policy) -> None:
    ordered = sorted(policy.grades, key=lambda grade: grade.rank)
    assert [grade.label for grade in ordered] == ["好", "较好", "一般", "较差"]
    assert policy.limited_grade.key == "good"
    assert policy.grade("fair").label_en == "fair"


@pytest.mark.req("S3-15", "S3-18", "S3-19")
def test_parts_and_their_weights(policy: Policy) -> None:
    common, individual, incentive, _ = policy.scoring.parts
    assert isinstance(common, CommonIndicators)
    assert isinstance(individual, MonthlyMean)
    assert isinstance(incentive, Incentive)
    assert (common.weight, individual.factor, incentive.cap) == (40, 60, 10)
    assert [one.label for one in common.indicators] == ["德", "能", "勤", "绩", "廉"]


@pytest.mark.req("S3-27", "N-7")
def test_bands_are_90_80_60_and_only_the_lowest_binds(policy: Policy) -> None:
    bands = policy.scoring.bands
    assert [(band.grade, int(band.at_least)) for band in bands] == [
        ("good", 90),
        ("fairly_good", 80),
        ("fair", 60),
        ("poor", 0),
    ]
    assert [band.binding for band in bands] == [False, False, False, True]


@pytest.mark.req("S3-23", "S3-24", "S3-25", "N-6")
def test_places(policy: Policy) -> None:
    quota = policy.quota
    assert (quota.ratio, quota.threshold, quota.below_threshold_places) == (Decimal("0.40"), 1, 1)
    assert quota.by_unit
    assert quota.by_body


@pytest.mark.req("S3-31")
def test_both_forms_reach_the_office_by_the_tenth(policy: Policy) -> None:
    assert policy.stages.review.due == DayOfMonth(months_after=1, day=10)


@pytest.mark.req("S3-30", "S3-31", "S3-32")
def test_chain_of_review(policy: Policy) -> None:
    chain = policy.review.chain
    assert [step.role for step in chain] == [Role.MAIN_LEADER, Role.LEADER_IN_CHARGE, Role.OFFICE]
    assert [step.consent for step in chain] == [False, True, False]


@pytest.mark.req("S3-11", "S3-12", "S3-13", "S3-14")
@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (AssignmentKind.TRAINING, AssessingUnit.OWN),
        (AssignmentKind.SPECIAL_WORK, AssessingUnit.OWN),
        (AssignmentKind.AID, AssessingUnit.RECEIVING),
        (AssignmentKind.TEMPORARY_POST, AssessingUnit.RECEIVING),
        (AssignmentKind.SERVICE_WINDOW, AssessingUnit.RECEIVING),
        (AssignmentKind.LOAN, AssessingUnit.RECEIVING),
    ],
)
def test_the_assignment_decides_who_assesses(policy: Policy, kind: AssignmentKind, expected: AssessingUnit) -> None:
    assert policy.participation.assessing_unit(kind, approved=True) == expected


@pytest.mark.req("S3-14")
def test_a_loan_without_evidence_of_approval_stays_with_the_own_unit(policy: Policy) -> None:
    assert policy.participation.assessing_unit(AssignmentKind.LOAN, approved=False) == AssessingUnit.OWN
    assert policy.participation.assessing_unit(AssignmentKind.AID, approved=False) == AssessingUnit.RECEIVING


@pytest.mark.req("S3-37", "S3-38")
def test_notices_and_objections(policy: Policy) -> None:
    assert policy.publicity.term == Term(working_days=5)
    assert policy.publicity.grades == ("good",)
    assert policy.appeal.admit_within == Term(working_days=3)
    assert policy.appeal.decide_within == Term(working_days=10)
    assert policy.appeal.max_rounds == 2


def test_the_time_of_a_notice_is_its_own(policy: Policy) -> None:
    assert policy.stage_minimum("publicity") == policy.publicity.term
    assert policy.stage_minimum("appeal") == policy.appeal.window
    assert policy.stage_minimum("feedback") == policy.feedback.deliver_within
    assert policy.stage_minimum("review") == policy.stages.review.minimum


@pytest.mark.req("S3-8")
def test_two_outside_approvals(policy: Policy) -> None:
    assert [one.key for one in policy.appeal.outside_approvals] == ["inspection_group", "county_authority"]


@pytest.mark.req("S3-41")
def test_three_ways_of_feedback(policy: Policy) -> None:
    assert set(policy.feedback.methods) == {"meeting_comment", "individual_talk", "written_delivery"}


@pytest.mark.req("S3-34")
def test_quorum_is_more_than_half(policy: Policy) -> None:
    assert policy.decision.quorum == Fraction(1, 2)
    assert not policy.decision.has_quorum(4, 8)
    assert policy.decision.has_quorum(5, 8)
    assert policy.decision.has_quorum(4, 7)


@pytest.mark.req("S3-10", "S3-21")
def test_scope_and_cycle(policy: Policy) -> None:
    assert policy.scope.excluded_management == ("county_managed",)
    assert policy.cycle.period == "quarter"
    assert policy.effective_from == date(2026, 1, 1)


MASKED: list[tuple[KeyPath, str]] = [
    (("grades",), "S3-22"),
    (("quota", "ratio"), "S3-23"),
    (("scoring", "parts", 0, "weight"), "S3-15"),
    (("scoring", "parts", 0, "indicators"), "S3-18"),
    (("scoring", "parts", 1, "factor"), "S3-19"),
    (("scoring", "parts", 2, "cap"), "S3-15"),
    (("scoring", "parts", 2, "standards"), "S3-20"),
    (("scoring", "bands", 0, "at_least"), "S3-27"),
    (("stages", "review", "due"), "S3-31"),
    (("quota", "threshold"), "S3-24"),
    (("quota", "below_threshold_places"), "S3-25"),
    (("publicity", "term"), "S3-37"),
    (("appeal", "window"), "S3-38"),
]


@pytest.mark.req("S3-15", "S3-19", "S3-22", "S3-23", "S3-24", "S3-27", "S3-31")
@pytest.mark.parametrize(("path", "requirement"), MASKED)
def test_every_masked_figure_has_a_comment_that_names_its_source(path: KeyPath, requirement: str) -> None:
    text = shipped_text("county-psb")
    lines = text.splitlines()
    last = key_lines(text)[path]
    first = max((number for number in range(last) if not lines[number].strip()), default=0)
    comments = [line.partition("#")[2] for line in lines[first:last]]
    assert any(requirement in comment for comment in comments)
