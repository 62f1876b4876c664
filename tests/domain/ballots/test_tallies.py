"""What the ballots on one person come to: by weight, renormalised, and never fewer than three shown together."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.ballots.tally import empty_categories, tally, value_of
from kaohe.workflow.domain.facts import BallotTally
from kaohe.workflow.domain.policy.ballots import TOGETHER, Box

LEAVES = ("main_leader", "deputies", "peer", "other")

ballots = st.lists(st.integers(50, 100).map(Decimal), max_size=6)
received = st.fixed_dictionaries(dict.fromkeys(LEAVES, ballots)).filter(lambda scores: any(scores.values()))


def scores(**given_scores: Sequence[int]) -> dict[str, list[Decimal]]:
    return {leaf: list(map(Decimal, given)) for leaf, given in given_scores.items()}


def by_hand(given_scores: Mapping[str, Sequence[Decimal]]) -> Fraction:
    """The same rule, written as the scheme says it: means of the categories, 4 : 3 : 3, over those that have ballots."""
    means = {leaf: Fraction(sum(given)) / len(given) for leaf, given in given_scores.items() if given}
    leader = [(weight, means[leaf]) for weight, leaf in ((6, "main_leader"), (4, "deputies")) if leaf in means]
    weighted = [(weight, means[leaf]) for weight, leaf in ((3, "peer"), (3, "other")) if leaf in means]
    if leader:
        weighted.append((4, sum(weight * mean for weight, mean in leader) / sum(weight for weight, _ in leader)))
    return Fraction(sum(weight * mean for weight, mean in weighted)) / sum(weight for weight, _ in weighted)


@pytest.mark.req("S1-15", "S1-18")
def test_leaders_peers_and_others_count_four_to_three_to_three(box: Box) -> None:
    found = tally(box, scores(leader=[90, 90, 90], peer=[80, 80, 80], other=[60, 70, 80]))
    assert found == (
        BallotTally(("leader",), Fraction(4), 3, Fraction(90)),
        BallotTally(("peer",), Fraction(3), 3, Fraction(80)),
        BallotTally(("other",), Fraction(3), 3, Fraction(70)),
    )
    assert value_of(found) == 81


@pytest.mark.req("S1-19")
def test_the_main_leader_weighs_more_than_all_deputies(box: Box) -> None:
    found = tally(box, scores(main_leader=[100, 100, 100], deputies=[50] * 9))
    assert [(one.categories, one.weight) for one in found] == [
        (("main_leader",), Fraction(12, 5)),
        (("deputies",), Fraction(8, 5)),
    ]
    assert value_of(found) == 80


@pytest.mark.req("S1-19")
def test_a_part_without_ballots_leaves_the_categorys_weight_to_the_others(box: Box) -> None:
    found = tally(box, scores(main_leader=[], deputies=[60, 60, 60], peer=[80, 80, 80], other=[80, 80, 80]))
    assert [one.weight for one in found] == [4, 3, 3]
    assert value_of(found) == 72


@pytest.mark.req("S1-18")
def test_an_empty_category_is_named_and_weighs_nothing(box: Box) -> None:
    found = tally(box, scores(peer=[80, 80, 80], other=[60, 60, 60]))
    assert value_of(found) == 70
    assert empty_categories(box, found) == ["leader"]
    assert empty_categories(box, tally(box, scores(deputies=[80], peer=[80, 80, 80]))) == ["other"]


def weighing(**weights: int) -> Callable[[Box], Box]:
    """The box with other weights of the leader's parts, of peers or of others."""

    def changed(box: Box) -> Box:
        leader, *others = box.categories
        parts = tuple(one.model_copy(update={"weight": weights.get(one.key, one.weight)}) for one in leader.parts)
        leader = leader.model_copy(update={"weight": weights.get("leader", leader.weight), "parts": parts})
        others = [one.model_copy(update={"weight": weights.get(one.key, one.weight)}) for one in others]
        return box.model_copy(update={"categories": (leader, *others)})

    return changed


def ways(box: Box, found: BallotTally, sizes: Mapping[str, int], weights: Mapping[str, int], leaf: str) -> set[int]:
    """What a leaf of one ballot may have given, by trying every sum of the two leaves that are merged."""
    (other,) = (one for one in found.categories if one != leaf)
    low, high = int(box.lowest), int(box.highest)
    whole = found.value * (weights[leaf] + weights[other])
    return {
        score
        for score in range(low, high + 1)
        for total in range(low * sizes[other], high * sizes[other] + 1)
        if weights[leaf] * score + Fraction(weights[other] * total, sizes[other]) == whole
    }


@pytest.mark.req("S1-20")
def test_weights_that_would_tell_a_merged_score_merge_it_further(box: Box) -> None:
    """By 102 : 2 one score and two others come to a mean that only one score gives: a third group stands with them then."""
    given_scores = scores(main_leader=[88], deputies=[61, 97], peer=[70] * 4, other=[60] * 5)
    telling = weighing(leader=104, main_leader=102, deputies=2, peer=200)(box)
    found = tally(telling, given_scores)
    assert [(one.categories, one.ballots) for one in found] == [
        (("main_leader", "deputies", "peer"), 7),
        (("other",), 5),
    ]
    alone = BallotTally(("main_leader", "deputies"), Fraction(104), 3, (Fraction(102) * 88 + 2 * 79) / 104)
    weights, sizes = {"main_leader": 102, "deputies": 2}, {"main_leader": 1, "deputies": 2}
    assert ways(telling, alone, sizes, weights, "main_leader") == {88}
    assert value_of(found) == (104 * alone.value + 200 * 70 + 3 * 60) / 307


@pytest.mark.req("S1-20")
@pytest.mark.parametrize("leader", [50, 67, 88, 100])
def test_usual_weights_leave_a_merged_score_several_values(box: Box, leader: int) -> None:
    found = tally(box, scores(main_leader=[leader], deputies=[75, 76], peer=[70] * 4, other=[60] * 5))
    weights, sizes = {"main_leader": 6, "deputies": 4}, {"main_leader": 1, "deputies": 2}
    assert found[0].categories == ("main_leader", "deputies")
    assert len(ways(box, found[0], sizes, weights, "main_leader")) >= 10


@pytest.mark.req("S1-20")
@pytest.mark.parametrize(("first", "merged"), [(25, 2), (26, 3)])
def test_a_trade_must_fit_twice_between_the_lowest_and_the_highest_score(box: Box, first: int, merged: int) -> None:
    """One ballot each of weights p : q: q points of the one stand for p of the other, of 50 that there are."""
    found = tally(
        weighing(leader=first, peer=1, other=1)(box),
        {"leader": [Decimal(80)], "peer": [Decimal(80)] * 2, **scores(other=[80] * 3)},
    )
    assert [len(one.categories) for one in found] == ([2, 1] if merged == 2 else [3])


@pytest.mark.req("S1-20")
def test_whether_groups_are_merged_depends_on_no_score(box: Box) -> None:
    def merged(*given_scores: int) -> list[tuple[str, ...]]:
        a, b, c = given_scores
        of_box = weighing(main_leader=101, deputies=7)(box)
        return [one.categories for one in tally(of_box, scores(main_leader=[a], deputies=[b, c], peer=[70] * 3))]

    assert merged(50, 50, 50) == merged(100, 100, 100) == merged(88, 61, 97)


@pytest.mark.req("S1-20")
def test_few_ballots_are_merged_with_the_smallest_other_group(box: Box) -> None:
    found = tally(box, scores(main_leader=[100], deputies=[90, 80], peer=[70] * 4, other=[60] * 5))
    assert [(one.categories, one.ballots) for one in found] == [
        (("main_leader", "deputies"), 3),
        (("peer",), 4),
        (("other",), 5),
    ]
    assert (found[0].weight, found[0].value) == (4, 94)


@pytest.mark.req("S1-20")
def test_ballots_that_are_too_few_even_together_are_one_group(box: Box) -> None:
    assert [one.ballots for one in tally(box, scores(main_leader=[100], other=[60]))] == [2]
    assert tally(box, {}) == ()


def test_a_category_given_twice_or_unknown_is_no_ballot(box: Box) -> None:
    with pytest.raises(ValueError, match="leader"):
        tally(box, scores(leader=[90], deputies=[80]))
    with pytest.raises(ValueError, match="friends"):
        tally(box, scores(friends=[100]))


@pytest.mark.req("S1-18", "S1-20")
@given(given_scores=received)
def test_merging_keeps_the_total_and_leaves_no_few_ballots_alone(
    box: Box, given_scores: dict[str, list[Decimal]]
) -> None:
    found = tally(box, given_scores)
    assert value_of(found) == by_hand(given_scores)
    assert sum(one.ballots for one in found) == sum(map(len, given_scores.values()))
    assert len(found) == 1 or all(one.ballots >= TOGETHER for one in found)
    leaves = [leaf for one in found for leaf in one.categories]
    assert sorted(leaves) == sorted(leaf for leaf, given in given_scores.items() if given)


@pytest.mark.req("S1-20")
@given(given_scores=received, data=st.data())
def test_the_order_of_ballots_and_categories_does_not_matter(
    box: Box, given_scores: dict[str, list[Decimal]], data: st.DataObject
) -> None:
    shuffled = {leaf: data.draw(st.permutations(given_scores[leaf])) for leaf in data.draw(st.permutations(LEAVES))}
    assert tally(box, shuffled) == tally(box, given_scores)


@pytest.mark.req("S1-18")
@given(given_scores=received, factor=st.integers(2, 9))
def test_only_the_proportion_of_the_weights_matters(
    made_box: Callable[..., Box], box: Box, given_scores: dict[str, list[Decimal]], factor: int
) -> None:
    heavier = made_box(
        categories=tuple(one.model_copy(update={"weight": one.weight * factor}) for one in box.categories)
    )
    assert value_of(tally(heavier, given_scores)) == value_of(tally(box, given_scores))


@pytest.mark.req("S1-18")
@given(given_scores=received)
def test_the_value_lies_between_the_lowest_and_the_highest_score(
    box: Box, given_scores: dict[str, list[Decimal]]
) -> None:
    everything = [score for given in given_scores.values() for score in given]
    assert min(everything) <= value_of(tally(box, given_scores)) <= max(everything)
