"""A ballot as bytes of constant size, before it is sealed: whoever sees how long it is learns nothing of it (S1-20).

Six bytes a person of the box, in the box's order: the number of the leaf from 1 on, 0 where the rater does not rate him,
and the score in thousandths, so that it does not depend on the policy's step.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from struct import Struct

from kaohe.workflow.domain.policy.ballots import Box

_ONE = Struct(">HI")

#: Scores are kept to thousandths; a policy's step is a whole number of them.
THOUSANDTH = Decimal("0.001")

#: What a ballot gives one person: the leaf and the score.
Vote = tuple[str, Decimal]


def pack(box: Box, ratees: Sequence[int], votes: Mapping[int, Vote]) -> bytes:
    """The votes by case, of a box whose cases are `ratees` in order. ValueError for a case that is not among them, a leaf
    that is not the box's, or a score that is no whole number of thousandths."""
    strangers = votes.keys() - set(ratees)
    if strangers:
        raise ValueError(f"not in the box: {sorted(strangers)}")
    numbers = {leaf: number for number, leaf in enumerate(box.leaves(), start=1)}
    return b"".join(_packed(numbers, votes.get(ratee)) for ratee in ratees)


def unpack(box: Box, ratees: Sequence[int], envelope: bytes) -> dict[int, Vote]:
    """The votes by case, as they were packed for the same box and cases. ValueError where that cannot be so."""
    if len(envelope) != _ONE.size * len(ratees):
        raise ValueError(f"{len(envelope)} bytes are no ballot on {len(ratees)} people")
    leaves = list(box.leaves())
    votes = {}
    for ratee, (number, thousandths) in zip(ratees, _ONE.iter_unpack(envelope), strict=True):
        if number > len(leaves):
            raise ValueError(f"no leaf {number} in the box {box.key}")
        if number:
            votes[ratee] = (leaves[number - 1], thousandths * THOUSANDTH)
    return votes


def _packed(numbers: Mapping[str, int], vote: Vote | None) -> bytes:
    if vote is None:
        return _ONE.pack(0, 0)
    leaf, score = vote
    thousandths = score / THOUSANDTH
    if leaf not in numbers or thousandths != int(thousandths):
        raise ValueError(f"no vote of the box: {leaf}, {score}")
    return _ONE.pack(numbers[leaf], int(thousandths))
