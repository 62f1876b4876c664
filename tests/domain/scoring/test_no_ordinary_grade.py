"""Who gets no ordinary grade, and who counts among the participants."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kaohe.workflow.domain.facts import Circumstance, CircumstanceKind, PersonFacts
from kaohe.workflow.domain.outcomes import COUNTED
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.outcomes import LeaveKind, Outcome, SanctionKind
from kaohe.workflow.domain.results import PersonResult

Made = Callable[..., PersonFacts]
Scored = Callable[..., PersonResult]
Variant = Callable[..., Policy]

PROBATION = Circumstance(CircumstanceKind.PROBATION)
INVESTIGATION = Circumstance(CircumstanceKind.INVESTIGATION)
REFUSED = Circumstance(CircumstanceKind.REFUSED)
ABSENT = Circumstance(CircumstanceKind.NOT_TAKING_PART)


def sanction(kind: SanctionKind, day: date = date(2026, 2, 10)) -> Circumstance:
    return Circumstance(CircumstanceKind.SANCTION, kind, day)


def leave(sick: str = "0", personal: str = "0") -> dict[LeaveKind, Decimal]:
    return {LeaveKind.SICK: Decimal(sick), LeaveKind.PERSONAL: Decimal(personal)}


@pytest.mark.parametrize(
    ("circumstance", "outcome", "rule"),
    [
        pytest.param(PROBATION, Outcome.COMMENT_ONLY, "N-8", marks=pytest.mark.req("N-8")),
        pytest.param(INVESTIGATION, Outcome.PENDING, "N-11", marks=pytest.mark.req("N-11")),
        pytest.param(REFUSED, Outcome.REFUSED, "N-13", marks=pytest.mark.req("N-13")),
        pytest.param(ABSENT, Outcome.NOT_TAKING_PART, "§1"),
    ],
)
def test_a_circumstance_decides_the_outcome(
    person: Made, scored: Scored, circumstance: Circumstance, outcome: Outcome, rule: str
) -> None:
    result = scored(person(circumstances=(circumstance,)))
    assert result.outcome is outcome
    assert [reason.rule for reason in result.reasons] == [rule]
    assert result.score is None


@pytest.mark.req("N-13")
def test_who_refuses_has_the_lowest_grade_at_once_whatever_the_inputs(person: Made, scored: Scored) -> None:
    result = scored(person(circumstances=(REFUSED,), common=None, monthly={}))
    assert (result.proposed_grade, result.allowed_grades, result.missing) == ("poor", ("poor",), ())


@pytest.mark.req("N-11")
def test_once_the_case_is_closed_the_same_facts_give_a_grade(person: Made, scored: Scored) -> None:
    pending = person(circumstances=(INVESTIGATION,))
    closed = replace(pending, circumstances=())
    assert str(scored(closed).score) == "90.00"
    warned = replace(pending, circumstances=(sanction(SanctionKind.WARNING),))
    assert scored(warned).allowed_grades == ("fairly_good", "fair", "poor")


# The first quarter of 2026 has 59 working days: half of them are 29.5.
@pytest.mark.req("N-10")
@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"leave": leave("29.5")}, Outcome.GRADED),
        ({"leave": leave("30")}, Outcome.NOT_DETERMINED),
        ({"leave": leave("15", "14.5")}, Outcome.GRADED),
        ({"leave": leave("15", "15")}, Outcome.NOT_DETERMINED),
        ({"leave": leave("10"), "working_days_in_period": 20}, Outcome.GRADED),
        ({"leave": leave("10.5"), "working_days_in_period": 20}, Outcome.NOT_DETERMINED),
    ],
)
def test_leave_of_more_than_half_the_period(
    person: Made, scored: Scored, given: dict[str, Any], outcome: Outcome
) -> None:
    assert scored(person(**given)).outcome is outcome


@pytest.mark.req("N-10")
def test_which_leave_counts_is_policy(person: Made, scored: Scored, variant: Variant) -> None:
    only_sick = variant(('leave_kinds = ["sick", "personal"]', 'leave_kinds = ["sick"]'))
    assert scored(person(leave=leave("15", "40")), only_sick).outcome is Outcome.GRADED


@pytest.mark.req("N-12")
@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (SanctionKind.WARNING, Outcome.GRADED),
        (SanctionKind.DEMERIT, Outcome.COMMENT_ONLY),
        (SanctionKind.MAJOR_DEMERIT, Outcome.NOT_DETERMINED),
        (SanctionKind.DEMOTION, Outcome.NOT_DETERMINED),
        (SanctionKind.REMOVAL, Outcome.NOT_DETERMINED),
    ],
)
def test_a_sanction_caps_the_grade(person: Made, scored: Scored, kind: SanctionKind, outcome: Outcome) -> None:
    result = scored(person(circumstances=(sanction(kind),)))
    assert result.outcome is outcome
    assert "good" not in result.allowed_grades


@pytest.mark.req("N-12")
def test_of_several_sanctions_the_heaviest_effect_counts_and_all_are_named(person: Made, scored: Scored) -> None:
    three = (sanction(SanctionKind.WARNING), sanction(SanctionKind.REMOVAL), sanction(SanctionKind.DEMERIT))
    result = scored(person(circumstances=three))
    assert result.outcome is Outcome.NOT_DETERMINED
    assert [reason.code for reason in result.reasons] == ["sanction_warning", "sanction_removal", "sanction_demerit"]


@pytest.mark.req("N-12")
@pytest.mark.parametrize(
    ("kind", "period", "weighs"),
    [
        (SanctionKind.WARNING, "2026Q1", False),
        (SanctionKind.WARNING, "2026Q2", True),
        (SanctionKind.WARNING, "2026Q4", True),
        (SanctionKind.WARNING, "2027Q1", False),
        (SanctionKind.REMOVAL, "2026Q1", False),
        (SanctionKind.REMOVAL, "2027Q4", True),
        (SanctionKind.REMOVAL, "2028Q1", False),
    ],
)
def test_a_sanction_weighs_from_its_cycle_to_the_end_of_its_span(
    person: Made, scored: Scored, kind: SanctionKind, period: str, weighs: bool
) -> None:
    result = scored(person(circumstances=(sanction(kind, date(2026, 6, 30)),)), period=period)
    assert bool(result.reasons) is weighs


@pytest.mark.req("N-12")
def test_a_span_may_end_with_the_cycle(person: Made, scored: Scored, variant: Variant) -> None:
    brief = variant(
        ('warning = { effect = "not_top", lasts = "year" }', 'warning = { effect = "not_top", lasts = "cycle" }')
    )
    warned = person(circumstances=(sanction(SanctionKind.WARNING),))
    assert "good" not in scored(warned, brief).allowed_grades
    assert scored(warned, brief, period="2026Q2").reasons == ()


@pytest.mark.req("N-8", "N-10", "N-11", "N-13")
@pytest.mark.parametrize(
    ("circumstances", "days", "outcome"),
    [
        ((REFUSED, ABSENT), "0", Outcome.NOT_TAKING_PART),
        ((REFUSED, INVESTIGATION), "0", Outcome.PENDING),
        ((PROBATION, REFUSED), "0", Outcome.REFUSED),
        ((PROBATION,), "40", Outcome.NOT_DETERMINED),
    ],
)
def test_of_several_circumstances_one_prevails_and_all_are_named(
    person: Made, scored: Scored, circumstances: tuple[Circumstance, ...], days: str, outcome: Outcome
) -> None:
    result = scored(person(circumstances=circumstances, leave=leave(days)))
    assert result.outcome is outcome
    assert len(result.reasons) == len(circumstances) + (days != "0")


@pytest.mark.req("S3-23")
def test_who_can_be_graded_counts_among_the_participants() -> None:
    assert {Outcome.GRADED, Outcome.REFUSED} == COUNTED


@pytest.mark.parametrize(
    ("circumstance", "code", "zh", "en"),
    [
        (PROBATION, "probation", "试用期", "on probation"),
        (INVESTIGATION, "investigation", "立案审查调查,尚未结案", "under investigation that is not closed"),
        (REFUSED, "refused", "无正当理由不参加考核", "refuses to take part without good reason"),
        (ABSENT, "not_taking_part", "不参加本周期考核", "does not take part in this cycle"),
        (sanction(SanctionKind.DEMERIT), "sanction_demerit", "2026-02-10 受记过处分", "demerit of 2026-02-10"),
        (
            sanction(SanctionKind.SERIOUS_WARNING),
            "sanction_serious_warning",
            "2026-02-10 受严重警告处分",
            "serious warning of 2026-02-10",
        ),
    ],
)
def test_a_reason_says_why(
    person: Made, scored: Scored, circumstance: Circumstance, code: str, zh: str, en: str
) -> None:
    (reason,) = scored(person(circumstances=(circumstance,))).reasons
    assert (reason.code, reason.zh, reason.en) == (code, zh, en)


@pytest.mark.req("N-10")
def test_too_much_leave_is_said_in_days(person: Made, scored: Scored) -> None:
    absent = {LeaveKind.SICK: Decimal(31)}
    (reason,) = scored(person(leave=absent, working_days_in_period=60)).reasons
    assert (reason.rule, reason.code) == ("N-10", "leave_over_share")
    assert reason.zh == "病事假 31 天,超过应出勤 60 个工作日的 1/2"
    assert reason.en == "31 days of leave, more than 1/2 of 60 working days"
    assert scored(person(leave={LeaveKind.SICK: Decimal(30)}, working_days_in_period=60)).reasons == ()
