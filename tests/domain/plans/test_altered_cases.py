"""A case as it will be: what a plan looks at before it is written."""

from dataclasses import replace

import pytest
from support.moves import case


def test_an_altered_case_is_a_copy_with_other_fields() -> None:
    before = case("review", review_step=1)
    after = before.altered(review_step=2, returned=True)
    assert after == replace(before, review_step=2, returned=True)
    assert before == case("review", review_step=1)


@pytest.mark.parametrize("name", ["reviewstep", "graded"])
def test_a_field_that_a_case_does_not_have_is_an_error(name: str) -> None:
    with pytest.raises(TypeError, match=name):
        case("review").altered(**{name: 2})
