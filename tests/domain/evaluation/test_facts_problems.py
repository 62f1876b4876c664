"""Facts that do not fit are refused with every problem, each with its field and words in both languages."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from kaohe.workflow.domain.facts import FactsError, load_facts
from kaohe.workflow.domain.policy import Policy

Problems = Callable[..., list[tuple[str, str]]]

CLAIM = {"standard": "merit_citation", "matter": "m", "points": 5}


@pytest.fixture(scope="module")
def problems(variant: Callable[..., Policy]) -> Problems:
    policy = variant()

    def found(document: Any) -> list[tuple[str, str]]:
        with pytest.raises(FactsError) as refused:
            load_facts(document if isinstance(document, str) else json.dumps(document), policy, "facts.json")
        assert all(problem.zh and problem.en for problem in refused.value.problems)
        return [(problem.code, problem.field) for problem in refused.value.problems]

    return found


def cycle(**given: Any) -> dict[str, Any]:
    return {"cycles": [{"period": "2026Q1"} | given]}


def one_person(**given: Any) -> dict[str, Any]:
    return cycle(people=[{"key": "p", "unit": "u"} | given])


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (cycle(period="2026Q5"), ("period", "cycles[0].period")),
        (cycle(period="2026-01"), ("period_kind", "cycles[0].period")),
        (cycle(previous=[{"period": "then"}]), ("period", "cycles[0].previous[0].period")),
        (cycle(previous=[{"period": "2026Q1"}]), ("period_order", "cycles[0].period")),
        ({"cycles": [{"period": "2026Q2"}, {"period": "2026Q1"}]}, ("period_order", "cycles[1].period")),
        (cycle(units=[{"key": "u"}, {"key": "u"}]), ("repeated_key", "cycles[0].units[1].key")),
        (cycle(units=[{"key": "u", "used": 1}]), ("used_alone", "cycles[0].units[0].used")),
        (cycle(units=[{"key": "u", "participants": -1}]), ("greater_than_equal", "cycles[0].units[0].participants")),
        (
            cycle(units=[{"key": "u", "participants": 3}], people=[{"key": "p", "unit": "u"}]),
            ("counted_twice", "cycles[0].units[0].participants"),
        ),
        (
            cycle(units=[{"key": "v"}], people=[{"key": "p", "unit": "u"}]),
            ("unknown_unit", "cycles[0].people[0].unit"),
        ),
        (cycle(people=[{"key": "p", "unit": "u"}] * 2), ("repeated_key", "cycles[0].people[1].key")),
        (one_person(common={"de": 101}), ("less_than_equal", "cycles[0].people[0].common.de")),
        (one_person(common={"mei": 90}), ("unknown_key", "cycles[0].people[0].common.mei")),
        (one_person(monthly={"2026-04": 90}), ("unknown_key", "cycles[0].people[0].monthly.2026-04")),
        (one_person(claims=[CLAIM | {"points": 6}]), ("above_standard", "cycles[0].people[0].claims[0].points")),
        (one_person(claims=[CLAIM | {"standard": "x"}]), ("unknown_key", "cycles[0].people[0].claims[0].standard")),
        (one_person(deductions=[CLAIM]), ("unknown_key", "cycles[0].people[0].deductions[0].standard")),
        (one_person(decided_grade="great"), ("unknown_key", "cycles[0].people[0].decided_grade")),
        (one_person(leave={"maternity": 3}), ("enum", "cycles[0].people[0].leave.maternity")),
        (
            one_person(circumstances=[{"kind": "sanction", "date": "2026-01-01"}]),
            ("missing", "cycles[0].people[0].circumstances[0].sanction"),
        ),
        (
            one_person(circumstances=[{"kind": "refused", "date": "2026-01-01"}]),
            ("not_a_sanction", "cycles[0].people[0].circumstances[0].date"),
        ),
        ({"workdays": [{"event": "soon", "workdays": 5}]}, ("date_from_datetime_parsing", "workdays[0].event")),
        ("[]", ("dataclass_type", "")),
        ('{"cycles": [', ("json_syntax", "")),
        ('{"cycles": [], "cycles": []}', ("json_repeated", "cycles")),
    ],
)
def test_what_does_not_fit_is_named(problems: Problems, document: Any, expected: tuple[str, str]) -> None:
    assert problems(document) == [expected]


def test_all_problems_come_at_once(problems: Problems) -> None:
    document = one_person(common={"mei": 90}, suggested_grade="great", claims=[CLAIM | {"points": 7}])
    assert len(problems(document)) == 3


def test_an_unknown_field_comes_with_the_one_that_was_meant(variant: Callable[..., Policy]) -> None:
    with pytest.raises(FactsError, match="did you mean monthly"):
        load_facts(json.dumps(one_person(montly={})), variant())
