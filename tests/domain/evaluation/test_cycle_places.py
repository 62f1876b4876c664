"""Places of units and body over the cycles of a year, from people or from bare counts."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from kaohe.workflow.domain.results import ResultsDocument

Evaluated = Callable[..., ResultsDocument]
PersonFacts = Callable[..., dict[str, Any]]


@pytest.mark.req("S3-35", "S3-36")
def test_a_rejected_nominee_uses_the_units_place_and_an_addition_the_bodys(
    evaluated: Evaluated, person: PersonFacts
) -> None:
    people = [
        person("accepted", 95, suggested_grade="good"),
        person("rejected", 94, suggested_grade="good", decided_grade="fairly_good"),
        person("added", 93, suggested_grade="fairly_good", decided_grade="good"),
        person("also added", 92, suggested_grade="fairly_good", decided_grade="good"),
        person("plain", 85),
    ]
    cycle, next_cycle = evaluated(
        {
            "cycles": [
                {"period": "2026Q1", "people": people},
                {"period": "2026Q2", "units": [{"key": "u", "participants": 5}]},
            ]
        }
    ).cycles
    assert cycle.units[0].nominees == ("accepted", "rejected")
    assert (cycle.units[0].used, cycle.body.used) == (2, 3)
    # R_2 = 0.4 · 10 - 2 for the unit, - 3 for the body.
    assert (next_cycle.units[0].places, next_cycle.body.places) == (2, 1)


@pytest.mark.req("S3-23")
def test_only_those_who_can_be_graded_count(evaluated: Evaluated, person: PersonFacts) -> None:
    people = [
        person("ordinary", 85),
        person("refuses", 85, circumstances=[{"kind": "refused"}]),
        person("incomplete", 85, monthly={}),
        person("probation", 85, circumstances=[{"kind": "probation"}]),
        person("pending", 85, circumstances=[{"kind": "investigation"}]),
        person("on leave", 85, leave={"sick": 50}),
        person("absent", 85, circumstances=[{"kind": "not_taking_part"}]),
    ]
    cycle = evaluated({"cycles": [{"period": "2026Q1", "people": people}]}).cycles[0]
    assert (cycle.units[0].participants, cycle.body.participants) == (3, 3)
    assert cycle.units[0].remaining == Decimal("1.2")


@pytest.mark.req("S3-23")
def test_opening_balances_of_the_same_year_weigh(evaluated: Evaluated) -> None:
    unit = {"key": "u", "participants": 5, "used": 0}
    previous = [
        {"period": "2025Q4", "units": [{"key": "u", "participants": 99, "used": 0}]},
        {"period": "2026Q1", "units": [{"key": "u", "participants": 5, "used": 3}], "final_good": 4},
    ]
    cycle = evaluated({"cycles": [{"period": "2026Q2", "previous": previous, "units": [unit]}]}).cycles[0]
    assert (cycle.units[0].remaining, cycle.body.remaining) == (1, 0)
    assert (cycle.units[0].places, cycle.body.places) == (1, 0)


@pytest.mark.req("S3-23")
def test_a_new_year_starts_afresh(evaluated: Evaluated) -> None:
    cycles = [
        {"period": period, "units": [{"key": "u", "participants": 10, "used": 0}]} for period in ("2026Q4", "2027Q1")
    ]
    assert [cycle.units[0].places for cycle in evaluated({"cycles": cycles}).cycles] == [4, 4]


@pytest.mark.req("S3-7", "S3-23")
def test_units_may_have_more_places_together_than_the_body(evaluated: Evaluated) -> None:
    units = [{"key": key, "participants": 1} for key in "abcde"]
    cycle = evaluated({"cycles": [{"period": "2026Q1", "units": units}]}).cycles[0]
    assert [unit.places for unit in cycle.units] == [1, 1, 1, 1, 1]
    assert cycle.body.places == 2


@pytest.mark.req("S3-23")
def test_a_scope_without_units_or_body_gives_them_no_places(evaluated: Evaluated, person: PersonFacts) -> None:
    facts = {"cycles": [{"period": "2026Q1", "people": [person("a", 95, "x"), person("b", 94, "y")]}]}
    by_unit = evaluated(facts, ('scope = "both"', 'scope = "unit"')).cycles[0]
    assert (by_unit.body.places, [unit.places for unit in by_unit.units]) == (None, [1, 1])
    by_body = evaluated(facts, ('scope = "both"', 'scope = "body"')).cycles[0]
    assert (by_body.body.places, [unit.places for unit in by_body.units]) == (1, [None, None])
    assert [one.proposed_grade for one in by_body.people] == ["good", "fairly_good"]


@pytest.mark.req("S3-24", "S3-25")
def test_threshold_and_places_below_it_are_policy(evaluated: Evaluated) -> None:
    facts = {"cycles": [{"period": "2026Q1", "units": [{"key": "u", "participants": 4}]}]}
    changes = (("\nthreshold = 1", "\nthreshold = 2"), ("below_threshold_places = 1", "below_threshold_places = 2"))
    assert evaluated(facts).cycles[0].units[0].places == 1
    assert evaluated(facts, *changes).cycles[0].units[0].places == 2


@pytest.mark.req("S3-23", "N-8")
def test_a_suggestion_for_somebody_who_gets_no_grade_uses_no_place(evaluated: Evaluated, person: PersonFacts) -> None:
    people = [person("new", 95, suggested_grade="good", decided_grade="good", circumstances=[{"kind": "probation"}])]
    cycle = evaluated({"cycles": [{"period": "2026Q1", "people": people}]}).cycles[0]
    assert (cycle.units[0].nominees, cycle.units[0].used, cycle.body.used) == ((), 0, 0)
