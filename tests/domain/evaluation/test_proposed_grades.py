"""The proposed grade: the best that score, circumstances and places allow."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.bands import allowed_grades
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.outcomes import Outcome
from kaohe.workflow.domain.proposal import propose
from kaohe.workflow.domain.results import PersonResult, ResultsDocument

Evaluated = Callable[..., ResultsDocument]
PersonFacts = Callable[..., dict[str, Any]]

scores = st.lists(st.integers(50, 100), max_size=12)


@pytest.fixture(scope="module")
def county_psb(variant: Callable[..., Policy]) -> Policy:
    return variant()


def result(key: str, score: int, policy: Policy) -> PersonResult:
    value = Decimal(score)
    return PersonResult(key, "u", Outcome.GRADED, score=value, allowed_grades=allowed_grades(policy, value))


def people(given_scores: list[int], policy: Policy) -> list[PersonResult]:
    return [result(f"p{index}", score, policy) for index, score in enumerate(given_scores)]


@pytest.mark.req("N-7", "S3-24")
def test_the_top_scorers_are_proposed_up_to_the_places(county_psb: Policy) -> None:
    proposal = propose(county_psb, people([91, 99, 95, 85, 70, 30], county_psb), places=2)
    assert list(proposal.grades.values()) == ["fairly_good", "good", "good", "fairly_good", "fair", "poor"]
    assert proposal.tied == frozenset()


@pytest.mark.req("N-7")
def test_a_tie_across_the_cut_is_left_to_people(county_psb: Policy) -> None:
    proposal = propose(county_psb, people([99, 95, 95, 95, 91], county_psb), places=2)
    assert list(proposal.grades.values()) == ["good", "fairly_good", "fairly_good", "fairly_good", "fairly_good"]
    assert proposal.tied == {"p1", "p2", "p3"}


@pytest.mark.req("N-7")
def test_a_tie_that_the_places_hold_is_none(county_psb: Policy) -> None:
    proposal = propose(county_psb, people([99, 95, 95, 91], county_psb), places=3)
    assert list(proposal.grades.values()) == ["good", "good", "good", "fairly_good"]
    assert proposal.tied == frozenset()
    assert propose(county_psb, people([95, 95], county_psb), places=0).tied == frozenset()


@pytest.mark.req("S3-23", "S3-27", "N-7")
@given(given_scores=scores, places=st.integers(0, 12))
def test_never_more_than_the_places_and_never_past_a_better_score(
    county_psb: Policy, given_scores: list[int], places: int
) -> None:
    candidates = people(given_scores, county_psb)
    proposal = propose(county_psb, candidates, places)
    good = [score for score, grade in zip(given_scores, proposal.grades.values(), strict=True) if grade == "good"]
    rest = [score for score, grade in zip(given_scores, proposal.grades.values(), strict=True) if grade != "good"]
    assert len(good) <= places
    assert min(good, default=101) > max((score for score in rest if score >= 90), default=0)
    assert all(proposal.grades[one.key] in one.allowed_grades for one in candidates)
    if not proposal.tied:
        assert len(good) == min(places, sum(score >= 90 for score in given_scores))


@pytest.mark.req("N-12", "N-13", "S3-27")
def test_circumstances_limit_the_proposal(evaluated: Evaluated, person: PersonFacts) -> None:
    warning = {"kind": "sanction", "sanction": "warning", "date": "2026-02-01"}
    facts = [
        person("warned", 99, circumstances=[warning]),
        person("refuses", 99, circumstances=[{"kind": "refused"}]),
        person("probation", 99, circumstances=[{"kind": "probation"}]),
        person("incomplete", 99, common=None),
        person("ordinary", 91),
    ]
    cycle = evaluated({"cycles": [{"period": "2026Q1", "people": facts}]}).cycles[0]
    assert {one.key: one.proposed_grade for one in cycle.people} == {
        "warned": "fairly_good",
        "refuses": "poor",
        "probation": None,
        "incomplete": None,
        "ordinary": "good",
    }
    assert cycle.units[0].nominees == ("ordinary",)


@pytest.mark.req("S3-30")
def test_the_reviewers_suggestion_makes_the_nominee(evaluated: Evaluated, person: PersonFacts) -> None:
    facts = [person("first", 99, suggested_grade="fairly_good"), person("second", 91, suggested_grade="good")]
    cycle = evaluated({"cycles": [{"period": "2026Q1", "people": facts}]}).cycles[0]
    assert [one.proposed_grade for one in cycle.people] == ["good", "fairly_good"]
    assert cycle.units[0].nominees == ("second",)


@pytest.mark.req("N-7")
def test_units_name_their_own_tied_people(evaluated: Evaluated, person: PersonFacts) -> None:
    facts = [person("a1", 95, "a"), person("a2", 95, "a"), person("b1", 95, "b")]
    cycle = evaluated({"cycles": [{"period": "2026Q1", "people": facts}]}).cycles[0]
    assert [unit.tied for unit in cycle.units] == [("a1", "a2"), ()]
