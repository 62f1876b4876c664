"""The shipped schemes of the two districts say what their sources say, and nothing that these leave open."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

import pytest

from kaohe.policies.shipped import shipped_policy
from kaohe.workflow.domain.periods import Period, PeriodKind
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.ballots import RaterGroup
from kaohe.workflow.domain.policy.parts import Appraisal, CardPart, ElasticIndicators, Part, UnitBonus
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.policy.scoring import Deduction, Incentive
from kaohe.workflow.domain.standing import Standing
from kaohe.workflow.domain.terms import Term

AnyPart = TypeVar("AnyPart", bound=Part)


@pytest.fixture(scope="module")
def daguan() -> Policy:
    return shipped_policy("daguan")


@pytest.fixture(scope="module")
def show() -> Policy:
    return shipped_policy("show-assess-use")


def part(policy: Policy, kind: type[AnyPart]) -> AnyPart:
    (found,) = (one for one in policy.scoring.parts if isinstance(one, kind))
    return found


@pytest.mark.req("S0-1", "S0-2", "S0-3", "S0-13")
def test_daguan_is_on_trial_decided_by_a_leading_group_each_quarter(daguan: Policy) -> None:
    assert daguan.status == "trial"
    assert "领导小组" in daguan.organs.committee
    assert daguan.scope.excluded_management == ("leading_member",)
    assert daguan.cycle.period == "quarter"
    assert [kind for kind, _ in daguan.records.kinds()] == [RecordKind.MONTHLY_RECORD, RecordKind.INVENTORY]
    assert all(rules.by_items for _, rules in daguan.records.kinds())


@pytest.mark.req("S0-5", "S0-9", "S0-14")
def test_daguan_weighs_what_the_source_leaves_open_alike_and_service_more_in_windows(daguan: Policy) -> None:
    common = next(one for one in daguan.scoring.parts if one.key == "common")
    assert len(set(common.weights.values())) == 1
    assert len(common.weights) == 5
    weights = {
        key: {one.key: one.weight for one in daguan.scoring.parts_for(key) if hasattr(one, "weight")}
        for key in ("department", "window")
    }
    assert set(weights["department"].values()) == {Decimal(20)}
    assert set(weights["department"]) == {"common", "individual", "self", "democratic", "appraisal"}
    assert max(weights["window"], key=weights["window"].__getitem__) == "cards"


@pytest.mark.req("S0-16", "S0-17", "S0-18")
def test_in_daguan_each_level_appraises_the_next(daguan: Policy) -> None:
    rules = part(daguan, Appraisal)
    assert rules.appraisers(Standing.MAIN_LEADER) == ("leader_in_charge", "superior_main_leader")
    assert rules.appraisers(Standing.STAFF) == ("main_leader", "deputy_leader")


@pytest.mark.req("S0-7", "S0-8", "S0-10", "S0-11", "S0-28")
def test_daguan_moves_nobodys_score_by_an_amount_that_the_source_does_not_give(daguan: Policy) -> None:
    elastic, bonus = part(daguan, ElasticIndicators), part(daguan, UnitBonus)
    raised, lowered = part(daguan, Incentive), part(daguan, Deduction)
    amounts = [elastic.most, elastic.least, *(one.points for one in bonus.items), raised.cap]
    amounts += [one.points for one in (*raised.standards, *lowered.standards, *lowered.missing_records)]
    assert not any([*amounts, *lowered.sanctions.values(), daguan.supervision.unit_share.step])


@pytest.mark.req("S0-20", "S0-23", "S0-24", "S0-25", "S0-26")
def test_daguan_asks_service_users_carries_goals_and_files_without_waiting(daguan: Policy) -> None:
    cards = part(daguan, CardPart)
    assert cards.applies_to("window")
    assert not cards.applies_to("department")
    assert [item.key for item in daguan.cards.items] == ["attitude", "quality", "effect"]
    assert daguan.feedback.goals_required
    assert daguan.feedback.goals_carried
    assert daguan.feedback.own_words_required
    assert daguan.feedback.by == "leader_in_charge"
    assert [one.filing for one in daguan.appeal.outside_approvals] == [True]
    assert daguan.supervision.inspections


@pytest.mark.req("S1-2", "S1-3", "S1-25")
def test_show_assess_use_is_on_trial_and_assesses_four_times_a_year(show: Policy) -> None:
    assert show.status == "trial"
    periods = [Period(2026, PeriodKind(show.cycle.period))]
    while (following := periods[-1].next()).year == 2026:
        periods.append(following)
    assert [one.key for one in periods] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]


@pytest.mark.req("S1-5", "S1-6", "S1-7", "S1-9", "S1-12")
def test_show_assess_use_has_a_log_a_day_with_five_working_days_to_write_it(show: Policy) -> None:
    log, summary = show.records.daily_log, show.records.annual_summary
    assert log
    assert log.length
    assert summary
    assert summary.length
    assert show.records.summary_length
    assert (log.length.about, show.records.summary_length.about, summary.length.about) == (50, 200, 500)
    assert log.backfill == Term(working_days=5)
    assert show.records.open_in_unit


@pytest.mark.req("S1-18", "S1-19", "S1-22", "S1-23", "S1-26")
def test_show_assess_use_has_the_sources_ballot(show: Policy) -> None:
    (box,) = show.ballots.boxes
    assert {one.key: one.weight for one in box.categories} == {"leader": 4, "peer": 3, "other": 3}
    assert (box.lowest, box.highest, box.high_from, box.high_share) == (50, 100, 90, Decimal("0.30"))
    assert box.external_below == 8
    assert box.high_rounding == "down"
    leaders = {one.key: one.weight for one in box.categories[0].parts}
    assert leaders["main_leader"] > leaders["deputy"]


@pytest.mark.req("S1-15", "S1-17")
def test_each_class_of_show_assess_use_has_raters_of_its_own(show: Policy) -> None:
    (box,) = show.ballots.boxes
    classes = [one.key for one in show.unit_classes]
    sets = [box.raters_for(key) for key in classes]
    assert classes == ["township", "district_unit", "subordinate_unit"]
    assert len(set(sets)) == 3
    for raters in sets:
        assert RaterGroup.EXTERNAL in {one.group for one in raters}
        for standing in Standing:
            rated_as = {one.category(standing) for one in raters} - {None}
            assert {box.leaves()[leaf].key for leaf in rated_as if leaf} >= {"leader", "peer"}


@pytest.mark.req("S1-13")
def test_show_assess_use_names_what_is_deducted_and_leaves_the_lost_amounts_at_nothing(show: Policy) -> None:
    rules = part(show, Deduction)
    assert [one.record for one in rules.missing_records] == [RecordKind.DAILY_LOG]
    assert not any(one.points for one in (*rules.missing_records, *rules.standards))


@pytest.mark.req("N-6", "N-7")
@pytest.mark.parametrize("key", ["daguan", "show-assess-use"])
def test_both_take_the_usual_bands_and_share_where_their_source_is_silent(key: str) -> None:
    policy = shipped_policy(key)
    assert Fraction(policy.quota.ratio) == Fraction(2, 5)
    assert list(_bands(policy)) == [("good", 90), ("fairly_good", 80), ("fair", 60), ("poor", 0)]


def _bands(policy: Policy) -> Iterator[tuple[str, int]]:
    yield from ((band.grade, int(band.at_least)) for band in policy.scoring.bands)
