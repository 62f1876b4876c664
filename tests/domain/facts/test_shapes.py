"""What a facts file and a policy may hold: bounds at their edges, and nothing that nobody knows."""

from dataclasses import is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from kaohe.workflow.domain.facts import model
from kaohe.workflow.domain.policy import base
from kaohe.workflow.domain.policy.model import Policy
from kaohe.workflow.domain.terms import DayOfMonth, Length, Term

BOUNDS: list[tuple[str, Any, list[Any], list[Any]]] = [
    ("score", model.Score, ["0", "100", "99.9999"], ["-0.0001", "100.0001", "99.99999", "x"]),
    ("matter points", model.MatterPoints, ["0", "99999.9999"], ["-0.0001", "100000", "1.00001"]),
    ("signed points", model.SignedPoints, ["-100", "100", "0.0001"], ["-100.0001", "100.0001", "0.00001"]),
    ("days", model.Days, ["0", "366", "0.25"], ["-0.01", "366.01", "0.125"]),
    ("headcount", model.Headcount, [0, 10_000_000], [-1, 10_000_001, "1", 1.0]),
    ("name", model.Name, ["x", "字" * 200], ["", "字" * 201]),
    ("flag", base.Flag, [True, False], ["true", 1, None]),
    ("positive", base.Positive, [1, 10], [0, "1", 1.0]),
    ("points", base.Points, ["0", "99999.9999"], ["-0.0001", "100000", "1.00001"]),
    ("ratio", base.Ratio, ["0", "1", "0.12345678"], ["-0.1", "1.1", "0.123456789"]),
    ("share", base.Share, ["0", "1", "1/3"], ["-1/3", "4/3"]),
    ("key", base.Key, ["a", "a_1", "a" * 64], ["", "A", "1a", "_a", "a-b", "a" * 65]),
    ("label", base.Label, ["x", "字" * 200], ["", "字" * 201]),
    ("length", Length, [0, 3660], [-1, 3661]),
]


@pytest.mark.parametrize(("known", "given"), [(kind, one) for _, kind, good, _ in BOUNDS for one in good])
def test_what_lies_within_its_bounds_is_taken(known: Any, given: Any) -> None:
    taken = TypeAdapter(known).validate_python(given)
    assert taken == (type(taken)(given) if isinstance(taken, Decimal | Fraction) else given)


@pytest.mark.parametrize(("known", "given"), [(kind, one) for _, kind, _, bad in BOUNDS for one in bad])
def test_what_lies_outside_is_refused(known: Any, given: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(known).validate_python(given)


@pytest.mark.parametrize(("months", "day"), [(-1, 1), (121, 1), (0, 0), (0, 32)])
def test_a_fixed_day_is_a_day_of_a_month_within_ten_years(months: int, day: int) -> None:
    assert DayOfMonth(months_after=0, day=1) != DayOfMonth(months_after=120, day=31)
    with pytest.raises(ValidationError):
        DayOfMonth(months_after=months, day=day)


TABLES = [one for one in vars(model).values() if is_dataclass(one)]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_a_facts_file_holds_nothing_unknown(table: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(table).validate_python({"surely_unknown": 1})
    assert ("surely_unknown",) in {one["loc"] for one in refused.value.errors()}


def _sections(table: type[BaseModel]) -> set[type[BaseModel]]:
    found = {table}
    for field in table.model_fields.values():
        for inner in _models(field.annotation):
            found |= _sections(inner)
    return found


def _models(annotation: Any) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return set().union(*map(_models, getattr(annotation, "__args__", ())))


SECTIONS = sorted(_sections(Policy), key=lambda section: section.__name__)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_a_policy_holds_nothing_unknown_and_stays_as_it_is(section: type[BaseModel]) -> None:
    with pytest.raises(ValidationError) as refused:
        section.model_validate({"surely_unknown": 1})
    assert ("surely_unknown",) in {one["loc"] for one in refused.value.errors()}
    one = section.model_construct()
    with pytest.raises(ValidationError, match="frozen"):
        setattr(one, next(iter(section.model_fields)), None)


def test_a_facts_document_needs_no_more_than_its_names() -> None:
    """Every default: nothing entered, nothing counted, nobody known."""
    read = TypeAdapter(model.FactsDocument).validate_python
    assert read({}) == model.FactsDocument((), ())
    (cycle,) = read({"cycles": [{"period": "2026Q1", "people": [{"key": "a", "unit": "u"}]}]}).cycles
    assert (cycle.body, cycle.previous, cycle.units, cycle.final_good) == ("", (), (), None)
    (person,) = cycle.people
    assert (person.name, person.common, person.monthly, person.claims, person.deductions) == ("", None, {}, (), ())
    assert (person.summary, person.leave, person.working_days_in_period, person.circumstances) == (
        model.SummaryState.SUBMITTED, {}, None, (),
    )  # fmt: skip
    assert (person.suggested_grade, person.decided_grade) == (None, None)


@pytest.mark.parametrize("given", [{"working_days": "3"}, {"calendar_days": 3.0}, {"calendar_months": True}])
def test_a_term_is_a_whole_number(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Term.model_validate(given)
    with pytest.raises(ValidationError):
        DayOfMonth.model_validate({"months_after": 0, "day": "1"})
