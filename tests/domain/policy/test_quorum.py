"""How many of the committee must be there (法定人数)."""

from fractions import Fraction

import pytest

from kaohe.workflow.domain.policy.decision import Decision

pytestmark = pytest.mark.req("S3-34")


@pytest.mark.parametrize(
    ("quorum", "strict", "members", "least"),
    [("1/2", True, 6, 4), ("1/2", False, 6, 3), ("1/2", True, 7, 4), ("1/2", False, 7, 4), ("2/3", False, 9, 6)],
)
def test_more_than_half_or_half(quorum: str, strict: bool, members: int, least: int) -> None:
    rules = Decision(quorum=Fraction(quorum), quorum_strict=strict)
    assert [rules.has_quorum(present, members) for present in range(members + 1)] == [
        present >= least for present in range(members + 1)
    ]
