"""Whose result changes under another policy, by which cause and by which parts; what units and the body gain and lose."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from support.compared import COMMON, compared, county, one, person, quarter

from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.comparison import compare
from kaohe.workflow.domain.comparison.model import Cause
from kaohe.workflow.domain.evaluate import evaluate
from kaohe.workflow.domain.facts import CycleFacts, FactsDocument, PersonFacts
from kaohe.workflow.domain.policy.outcomes import Outcome

FEWER = ('ratio = "0.40"', 'ratio = "0.20"')
STRICTER = ("at_least = 80", "at_least = 86")
OWN, OTHER = county(), county(FEWER, STRICTER)
CALENDAR = WorkCalendar()
MONTHS = ("2026-01", "2026-02", "2026-03")
FIVE = [person(f"p{score}", score) for score in (98, 95, 91, 85, 59)]


def test_the_same_policy_changes_nothing() -> None:
    cycle = one(county(), county(), quarter(*FIVE))
    assert (cycle.people, cycle.changed, cycle.changes, cycle.problems) == (5, 0, (), ())
    assert cycle.body.before == cycle.body.after


@pytest.mark.req("N-6")
def test_fewer_places_take_the_grade_from_the_last_within_them() -> None:
    """40 % of five are two places, 20 % are one."""
    cycle = one(county(), county(FEWER), quarter(*FIVE))
    (change,) = cycle.changes
    assert (change.key, change.causes) == ("p95", (Cause.PLACES,))
    assert (change.before.proposed_grade, change.after.proposed_grade) == ("good", "fairly_good")
    (unit,) = cycle.units
    assert (unit.before.places, unit.after.places) == (2, 1)
    assert (unit.before.used, unit.after.used) == (2, 1)
    assert (unit.gained, unit.lost) == ((), ("p95",))
    assert (cycle.body.gained, cycle.body.lost) == (0, 1)


@pytest.mark.req("N-7")
def test_another_band_changes_the_grades_that_a_score_opens() -> None:
    cycle = one(county(), county(STRICTER), quarter(*FIVE))
    (change,) = cycle.changes
    assert (change.key, change.causes, change.parts) == ("p85", (Cause.BANDS,), ())
    assert change.after.allowed_grades == ("fair", "poor")


@pytest.mark.req("N-5")
def test_grades_and_scores_before_and_after() -> None:
    found = one(county(), county(FEWER, STRICTER), quarter(*FIVE)).body.distribution
    counts = {grade.grade: (grade.before, grade.after) for grade in found.grades}
    assert counts == {"good": (2, 1), "fairly_good": (2, 2), "fair": (0, 1), "poor": (1, 1), "": (0, 0)}
    assert (found.before.highest, found.before.lowest, found.before.mean) == (98, 59, Decimal("85.60"))


def test_the_parts_whose_points_differ() -> None:
    """40 and 60 points become 60 and 40."""
    other = county(("weight = 40", "weight = 60"), ("factor = 60", "factor = 40"))
    mixed = person("p", 90) | {"monthly": dict.fromkeys(("2026-01", "2026-02", "2026-03"), 80)}
    (change,) = one(county(), other, quarter(mixed)).changes
    assert change.causes == (Cause.POINTS,)
    assert [(part.part, part.before, part.after) for part in change.parts] == [
        ("common", Decimal(36), Decimal(54)),
        ("individual", Decimal(48), Decimal(32)),
    ]
    assert (change.before.score, change.after.score) == (84, 86)


def test_an_outcome_that_differs() -> None:
    """Leave over half the period under one policy, over three quarters under the other."""
    lenient = county(('leave_over = "1/2"', 'leave_over = "3/4"'))
    away = person("p", 90, leave={"sick": 35}, working_days_in_period=60)
    (change,) = one(county(), lenient, quarter(away)).changes
    assert change.causes == (Cause.OUTCOME,)
    assert (change.before.outcome, change.after.outcome) == (Outcome.NOT_DETERMINED, Outcome.GRADED)
    assert change.before.reasons[0].rule == "N-10"
    assert change.parts == ()


def test_decisions_are_told_apart_and_not_compared() -> None:
    """p85 was decided as fairly good, which only the first policy allows; what was decided uses no place here."""
    decided = [
        person("p85", 85, decided_grade="fairly_good", suggested_grade="fairly_good"),
        person("p98", 98, decided_grade="fairly_good"),
    ]
    cycle = one(county(), county(STRICTER), quarter(*decided, final_good=0))
    (change,) = cycle.changes
    assert (change.key, change.causes) == ("p85", (Cause.BANDS, Cause.DECISION))
    assert (change.decided_grade, change.decided_allowed) == ("fairly_good", False)
    assert change.before.proposed_grade == "fairly_good"
    found = cycle.decided
    assert (found.people, found.allowed_before, found.allowed_after, found.open_after) == (2, 2, 1, 0)
    assert cycle.body.before.used == 1  # the proposal's good, although nobody has it
    assert cycle.body.decided == 0


def test_a_decision_that_was_against_the_score_already_is_no_change() -> None:
    cycle = one(county(), county(), quarter(person("p59", 59, decided_grade="good")))
    assert (cycle.changed, cycle.decided.allowed_before, cycle.body.decided) == (0, 0, 1)


@pytest.mark.req("N-13")
def test_whoever_refused_has_the_grade_of_either_policy() -> None:
    refused = person("p", 90, circumstances=[{"kind": "refused"}])
    other = county(('refused_grade = "poor"', 'refused_grade = "fair"'))
    (change,) = one(county(), other, quarter(refused)).changes
    assert (change.causes, change.after.proposed_grade) == ((Cause.OUTCOME,), "fair")


@pytest.mark.req("N-12")
def test_a_sanction_that_keeps_the_best_grade_away_under_one_policy_alone() -> None:
    """A warning of January weighs in the second quarter where it lasts a year; score and bands are the same."""
    warned = person("p", 95, circumstances=[{"kind": "sanction", "sanction": "warning", "date": "2026-01-15"}])
    warned["monthly"] = dict.fromkeys(("2026-04", "2026-05", "2026-06"), 95)
    shorter = county(
        ('warning = { effect = "not_top", lasts = "year" }', 'warning = { effect = "not_top", lasts = "cycle" }')
    )
    (change,) = one(county(), shorter, quarter(warned, period="2026Q2")).changes
    assert change.causes == (Cause.OUTCOME,)
    assert (change.before.proposed_grade, change.after.proposed_grade) == ("fairly_good", "good")


def test_suggestions_take_no_places_on_either_side() -> None:
    """p91 is suggested in p98's place: what would be proposed is p98 all the same."""
    suggested = [person("p98", 98, suggested_grade="fairly_good"), person("p91", 91, suggested_grade="good")]
    (unit,) = one(county(), county(), quarter(*suggested)).units
    assert (unit.before.used, unit.gained, unit.lost) == (1, (), ())
    fewer = one(county(), county(("at_least = 90", "at_least = 99")), quarter(*suggested))
    assert fewer.units[0].lost == ("p98",)


@pytest.mark.req("S3-23")
def test_each_policy_continues_its_own_places_over_the_year() -> None:
    """Three people a quarter: 1.2 places, one used, so 1.4 and one; under 20 % 0.6, one, then 0.2 and one."""
    cycles = [
        quarter(*(person(f"p{n}", 91 + n, unit="u") for n in range(3)))["cycles"][0],
        {"period": "2026Q2", "units": [{"key": "u", "participants": 3}]},
    ]
    _, second = compared(county(), county(FEWER), {"cycles": cycles}).cycles
    (unit,) = second.units
    assert (unit.before.remaining, unit.after.remaining) == (Decimal("1.4"), Decimal("0.2"))
    assert (second.people, second.body.distribution.before.mean) == (0, None)


@given(some.lists(some.tuples(some.integers(0, 100), some.sampled_from(("u", "v"))), max_size=12))
@settings(max_examples=40, deadline=None)
def test_what_is_told_of_each_side_is_what_that_policy_evaluates_to(scores: list[tuple[int, str]]) -> None:
    people = tuple(_scored(f"p{n}", score, unit) for n, (score, unit) in enumerate(scores))
    facts = FactsDocument((CycleFacts("2026Q1", people=people),))
    (cycle,) = compare(OWN, OTHER, facts, CALENDAR).cycles
    for policy, side in ((OWN, "before"), (OTHER, "after")):
        (results,) = evaluate(policy, facts, CALENDAR).cycles
        own = {result.key: result.proposed_grade for result in results.people}
        for change in cycle.changes:
            assert getattr(change, side).proposed_grade == own[change.key]
        assert getattr(cycle.body, side).used == results.body.used
        for grade in cycle.body.distribution.grades[:-1]:
            assert getattr(grade, side) == sum(one == grade.grade for one in own.values())
    assert cycle.body.after.used - cycle.body.before.used == cycle.body.gained - cycle.body.lost


def _scored(key: str, score: int, unit: str) -> PersonFacts:
    exact = Decimal(score)
    return PersonFacts(key, unit, common=dict.fromkeys(COMMON, exact), monthly=dict.fromkeys(MONTHS, exact))
