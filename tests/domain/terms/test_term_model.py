"""The two types by which a policy writes time."""

import pytest
from pydantic import ValidationError

from kaohe.workflow.domain.terms import DayOfMonth, Term


@pytest.mark.req("Cross-6")
@pytest.mark.parametrize("unit", ["working_days", "calendar_days", "calendar_months"])
def test_a_term_has_one_unit_and_may_be_zero(unit: str) -> None:
    assert getattr(Term.model_validate({unit: 0}), unit) == 0
    assert getattr(Term.model_validate({unit: 5}), unit) == 5


@pytest.mark.req("Cross-6")
@pytest.mark.parametrize(
    ("written", "error"),
    [
        ({}, "term_unit"),
        ({"working_days": 3, "calendar_days": 3}, "term_unit"),
        ({"working_days": 0, "calendar_months": 0}, "term_unit"),
        ({"working_days": -1}, "greater_than_equal"),
        ({"calendar_days": 3661}, "less_than_equal"),
        ({"calendar_months": "2"}, "int_type"),
        ({"working_days": True}, "int_type"),
        ({"weeks": 2}, "extra_forbidden"),
    ],
)
def test_a_term_that_is_none_is_refused(written: dict[str, object], error: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Term.model_validate(written)
    assert error in {one["type"] for one in refused.value.errors()}


@pytest.mark.req("S3-31")
@pytest.mark.parametrize(
    ("written", "field"),
    [
        ({"months_after": 1, "day": 0}, "day"),
        ({"months_after": 1, "day": 32}, "day"),
        ({"months_after": -1, "day": 10}, "months_after"),
        ({"day": 10}, "months_after"),
        ({"months_after": 1, "day": 10, "hour": 9}, "hour"),
    ],
)
def test_a_day_of_month_that_is_none_is_refused(written: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        DayOfMonth.model_validate(written)
    assert [one["loc"] for one in refused.value.errors()] == [(field,)]


@pytest.mark.req("Cross-6")
def test_terms_are_frozen_values() -> None:
    term = Term(working_days=5)
    for unit in Term.model_fields:
        with pytest.raises(ValidationError):
            setattr(term, unit, 6)
    assert {term: 1}[Term(working_days=5)] == 1
