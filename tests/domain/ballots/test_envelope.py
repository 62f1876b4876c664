"""A ballot's bytes: the same size whatever it says, and read back as written."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.ballots.envelope import Vote, pack, unpack
from kaohe.workflow.domain.policy.ballots import Box

RATEES = (3, 7, 8, 20, 21)
LEAVES = ("main_leader", "deputies", "peer", "other")

votes = st.dictionaries(
    st.sampled_from(RATEES), st.tuples(st.sampled_from(LEAVES), st.decimals(0, 100, places=3)), max_size=len(RATEES)
)


@pytest.mark.req("S1-20")
@given(given_votes=votes)
def test_a_ballot_reads_back_and_its_size_says_nothing(box: Box, given_votes: dict[int, Vote]) -> None:
    packed = pack(box, RATEES, given_votes)
    assert unpack(box, RATEES, packed) == given_votes
    assert len(packed) == len(pack(box, RATEES, {}))


@pytest.mark.req("S1-20")
def test_the_size_follows_from_the_number_of_people_alone(made_box: Callable[..., Box], box: Box) -> None:
    assert len(pack(made_box(step=Decimal("0.001")), RATEES, {})) == len(pack(box, RATEES, {}))
    assert len(pack(box, range(60), {})) == 360


def test_what_is_no_vote_of_the_box_is_not_packed(box: Box) -> None:
    for given_votes in ({99: ("peer", Decimal(70))}, {3: ("friends", Decimal(70))}, {3: ("peer", Decimal("70.0001"))}):
        with pytest.raises(ValueError):
            pack(box, RATEES, given_votes)


def test_bytes_of_another_box_are_not_read(made_box: Callable[..., Box], box: Box) -> None:
    packed = pack(box, RATEES, {3: ("other", Decimal(70))})
    with pytest.raises(ValueError, match="bytes"):
        unpack(box, RATEES[1:], packed)
    with pytest.raises(ValueError, match="leaf"):
        unpack(made_box(categories=box.categories[:1]), RATEES, packed)
