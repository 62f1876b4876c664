"""One matter counts once; bonuses are capped."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.facts import PersonFacts, ScoredMatter, SummaryState
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.results import PersonResult
from kaohe.workflow.domain.scoring.matters import counted_once

Made = Callable[..., PersonFacts]
Scored = Callable[..., PersonResult]
Variant = Callable[..., Policy]

matters = st.lists(
    st.builds(
        ScoredMatter,
        standard=st.sampled_from(["merit_citation", "major_case"]),
        matter=st.sampled_from(["rescue", "case 7", "flood"]),
        points=st.decimals(0, 5, places=1),
    ),
    max_size=8,
)


def claim(standard: str, matter: str, points: str) -> ScoredMatter:
    return ScoredMatter(standard, matter, Decimal(points))


RESCUE = (claim("major_task", "rescue", "2"), claim("merit_citation", "rescue", "5"), claim("major_case", "theft", "1"))


@pytest.mark.req("S3-16", "S3-20")
def test_one_matter_under_several_standards_counts_once_the_higher(person: Made, scored: Scored) -> None:
    result = scored(person(claims=RESCUE))
    assert str(result.score) == "96.00"
    lines = [line for line in result.breakdown if line.part == "incentive"]
    assert [(line.inputs["standard"], line.points, line.rule) for line in lines] == [
        ("major_task", 0, "S3-16"),
        ("merit_citation", 5, "S3-20"),
        ("major_case", 1, "S3-20"),
    ]


@pytest.mark.req("S3-16")
def test_of_deductions_the_larger_counts_or_what_favours_the_person(
    person: Made, scored: Scored, variant: Variant
) -> None:
    twice = (claim("criticised", "dispute", "5"), claim("complaint", "dispute", "2"))
    assert str(scored(person(deductions=twice)).score) == "85.00"
    milder = variant(('same_matter = "largest"', 'same_matter = "most_favourable"'))
    assert str(scored(person(deductions=twice), milder).score) == "88.00"
    # Of bonuses the larger one is also the favourable one.
    assert str(scored(person(claims=RESCUE), milder).score) == "96.00"


@pytest.mark.req("S3-16")
def test_a_matter_may_bring_a_bonus_and_a_deduction(person: Made, scored: Scored) -> None:
    both = scored(person(claims=(RESCUE[1],), deductions=(claim("complaint", "rescue", "1"),)))
    assert str(both.score) == "94.00"


@pytest.mark.req("S3-16", "S3-28")
def test_a_missed_summary_entered_by_hand_as_well_is_taken_off_once(
    person: Made, scored: Scored, variant: Variant
) -> None:
    strict = variant(('label = "未交个人小结", points = 0', 'label = "未交个人小结", points = 2'))
    by_hand = (claim("missed_summary", "self_summary", "2"),)
    result = scored(person(summary=SummaryState.MISSED, deductions=by_hand), strict)
    assert str(result.score) == "88.00"


@pytest.mark.req("S3-15")
def test_bonuses_are_capped_and_the_total_is_not(person: Made, scored: Scored) -> None:
    many = tuple(claim("merit_citation", f"matter {number}", "4") for number in range(3))
    perfect = {"common": dict.fromkeys(person().common or {}, Decimal(100))}
    result = scored(person(claims=many, **perfect, monthly=dict.fromkeys(person().monthly, Decimal(100))))
    assert str(result.score) == "110.00"
    assert [(line.points, line.rule) for line in result.breakdown if line.part == "incentive"] == [
        (4, "S3-20"),
        (4, "S3-20"),
        (4, "S3-20"),
        (-2, "S3-15"),
    ]


@pytest.mark.req("S3-16")
@given(entries=matters, smallest=st.booleans())
def test_each_matter_has_exactly_one_entry_that_counts(entries: list[ScoredMatter], smallest: bool) -> None:
    counted = [one for one, counts in counted_once(entries, smallest=smallest) if counts]
    assert sorted(one.matter for one in counted) == sorted({one.matter for one in entries})
    extreme = min if smallest else max
    for one in counted:
        assert one.points == extreme(other.points for other in entries if other.matter == one.matter)


@pytest.mark.req("S3-15", "S3-16")
@given(entries=matters)
def test_bonuses_bring_the_sum_of_the_best_per_matter_up_to_the_cap(
    person: Made, scored: Scored, entries: list[ScoredMatter]
) -> None:
    best: dict[str, Decimal] = {}
    for one in entries:
        best[one.matter] = max(best.get(one.matter, Decimal()), one.points)
    assert scored(person(claims=tuple(entries))).score == 90 + min(Decimal(10), sum(best.values(), Decimal()))


@pytest.mark.req("S3-16")
def test_of_equal_entries_the_first_counts() -> None:
    entries = [claim("major_task", "rescue", "3"), claim("major_case", "rescue", "3")]
    assert [counts for _, counts in counted_once(entries)] == [True, False]


@pytest.mark.req("S3-17")
def test_a_matter_of_several_people_counts_for_each_with_his_own_points(person: Made, scored: Scored) -> None:
    lead, helper = (claim("major_case", "theft", "3"),), (claim("major_case", "theft", "1"),)
    assert [str(scored(person(claims=claims)).score) for claims in (lead, helper)] == ["93.00", "91.00"]


@pytest.mark.req("S3-16")
def test_of_equal_entries_the_first_counts_where_the_smallest_does_too() -> None:
    entries = [claim("major_task", "rescue", "3"), claim("major_case", "rescue", "3")]
    assert [counts for _, counts in counted_once(entries, smallest=True)] == [True, False]
