"""Each part of a score by the formulas of S0 and S1."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from support.district import district

from kaohe.workflow.domain.ballots.tally import tally
from kaohe.workflow.domain.facts import (
    CardTally,
    Circumstance,
    CircumstanceKind,
    ElasticItem,
    OwnIndicator,
    PersonFacts,
    RecordCount,
    ScoredMatter,
    SummaryState,
)
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.outcomes import SanctionKind
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.results import PersonResult
from kaohe.workflow.domain.scoring.breakdown import Line
from kaohe.workflow.domain.scoring.missing import missing_label

Scored = Callable[..., PersonResult]

EIGHTY = Decimal(80)
BALLOTS = {"leader": (EIGHTY,) * 3, "peer": (EIGHTY,) * 3, "other": (EIGHTY,) * 3}
PLAIN = PersonFacts(
    key="p",
    unit="u",
    common=dict.fromkeys(("politics", "achievement", "ethics", "style", "probity"), EIGHTY),
    individual=(OwnIndicator("cases", Decimal(70), EIGHTY, "办件"), OwnIndicator("letters", Decimal(30), EIGHTY)),
    self_score=EIGHTY,
    appraisal=EIGHTY,
    ballot_scores={"democratic": BALLOTS},
)


DISTRICT = district()


@pytest.fixture(scope="module")
def result(scored: Scored) -> Scored:
    """The result of somebody with 80 everywhere but for what is given."""

    def of(policy: Policy = DISTRICT, **given: Any) -> PersonResult:
        return scored(replace(PLAIN, **given), policy)

    return of


def lines(found: PersonResult, part: str) -> list[Line]:
    return [line for line in found.breakdown if line.part == part]


def points(found: PersonResult, part: str) -> Decimal:
    return sum((line.points for line in lines(found, part)), Decimal())


@pytest.mark.req("S0-4", "S0-14", "S0-15")
def test_self_evaluation_ballots_and_the_leaders_appraisal_count_together_by_the_policys_mix(result: Scored) -> None:
    found = result(self_score=Decimal(100), appraisal=Decimal(90))
    assert (points(found, "self"), points(found, "appraisal"), points(found, "democratic")) == (10, 18, 16)
    assert str(found.score) == "84.00"


@pytest.mark.req("S0-5")
def test_five_common_indicators_make_one_evaluation_by_their_weights(result: Scored) -> None:
    common = {"politics": 100, "achievement": 60, "ethics": 80, "style": 70, "probity": 90}
    # (100·30 + 60·40 + 80·10 + 70·10 + 90·10) / 100 · 30 / 100
    assert points(result(common={key: Decimal(score) for key, score in common.items()}), "common") == Decimal("23.4")


@pytest.mark.req("S0-6")
def test_individual_indicators_are_the_units_own_with_its_weights(result: Scored) -> None:
    own = (
        OwnIndicator("a", Decimal(1), Decimal(90), "办件"),
        OwnIndicator("b", Decimal(2), Decimal(60), "来信"),
    )
    found = result(individual=own)
    # (90·1 + 60·2) / 3 · 20 / 100
    assert points(found, "individual") == 14
    (line,) = lines(found, "individual")
    assert (line.rule, line.inputs["labels"]) == ("S0-6", {"a": "办件", "b": "来信"})


@pytest.mark.req("S0-6")
def test_individual_indicators_without_a_score_are_named(result: Scored) -> None:
    own = (OwnIndicator("a", Decimal(1), None, "办件"), OwnIndicator("b", Decimal(2), Decimal(60)))
    found = result(individual=own)
    assert (found.missing, found.score, found.breakdown) == (("individual.a",), None, ())
    assert missing_label(DISTRICT, replace(PLAIN, individual=own), "individual.a") == "个性指标“办件”"
    assert result(individual=()).missing == ("individual",)
    assert "尚未设置指标" in missing_label(DISTRICT, PLAIN, "individual")


@pytest.mark.req("S0-14")
@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ({"self_score": Decimal(0)}, 0),
        ({"self_score": None}, 3),
        ({"summary": SummaryState.MISSED}, 3),
        ({"summary": SummaryState.LATE}, 8),
    ],
)
def test_a_summary_that_was_missed_or_has_no_score_counts_as_the_policy_says(
    result: Scored, given: dict[str, Any], counts: int
) -> None:
    found = result(**given)
    assert points(found, "self") == counts
    assert lines(found, "self")[0].inputs["given"] is (counts != 3)


@pytest.mark.req("S0-15", "S0-16")
def test_without_the_leaders_appraisal_there_is_no_score(result: Scored) -> None:
    assert result(appraisal=None).missing == ("appraisal",)
    assert missing_label(DISTRICT, PLAIN, "appraisal") == "领导鉴定"
    assert points(result(appraisal=Decimal(0)), "appraisal") == 0


@pytest.mark.req("S1-15", "S1-18", "S1-19")
def test_ballots_count_by_category_and_part(result: Scored) -> None:
    given = {
        "main_leader": (Decimal(100),) * 3,
        "deputies": (Decimal(50),) * 3,
        "peer": (Decimal(90),) * 3,
        "other": (Decimal(60),) * 4,
    }
    found = result(ballot_scores={"democratic": given})
    # leaders (100·6 + 50·4) / 10 = 80; (80·4 + 90·3 + 60·3) / 10 = 77
    assert points(found, "democratic") == Decimal("15.4")
    assert lines(found, "democratic")[0].rule == "S1-18"


@pytest.mark.req("S1-20")
def test_the_breakdown_shows_only_ballots_that_were_merged(result: Scored) -> None:
    given = {"leader": (Decimal(100),), "peer": (Decimal(70),) * 2, "other": (Decimal(80),) * 5}
    (line,) = lines(result(ballot_scores={"democratic": given}), "democratic")
    assert line.inputs["tallies"] == [
        {"categories": "leader+peer", "ballots": 3, "value": Decimal("87.142857")},
        {"categories": "other", "ballots": 5, "value": 80},
    ]


@pytest.mark.req("S1-18")
def test_counted_ballots_and_single_scores_give_the_same(result: Scored) -> None:
    given = {"main_leader": (Decimal(91),), "peer": (Decimal(77), Decimal(68)), "other": (Decimal(83),) * 3}
    counted = {"democratic": tally(DISTRICT.ballots.box("democratic"), given)}
    one_by_one = result(ballot_scores={"democratic": given})
    assert result(ballots=counted, ballot_scores={}) == one_by_one
    assert one_by_one.score is not None


@pytest.mark.req("S1-18")
def test_an_empty_category_is_left_out_or_waited_for(result: Scored) -> None:
    given = {"peer": (Decimal(90),) * 3, "other": (Decimal(60),) * 3}
    assert points(result(ballot_scores={"democratic": given}), "democratic") == 15
    strict = district(('label = "民主测评"\ncategories', 'label = "民主测评"\nempty_category = "require"\ncategories'))
    found = result(strict, ballot_scores={"democratic": given})
    assert (found.missing, found.score) == (("ballots.democratic.leader",), None)
    assert missing_label(strict, PLAIN, "ballots.democratic.leader") == "民主测评（“领导”无人评分）"


@pytest.mark.req("S0-14")
def test_a_box_that_is_not_counted_is_waited_for(result: Scored) -> None:
    assert result(ballot_scores={}).missing == ("ballots.democratic",)
    assert missing_label(DISTRICT, PLAIN, "ballots.democratic") == "民主测评（尚未计票）"


@pytest.mark.req("S0-9", "S0-19", "S0-20")
def test_window_units_are_evaluated_in_a_way_of_their_own(result: Scored) -> None:
    found = result(unit_class="window", cards=CardTally(3, Fraction(271)), appraisal=None)
    assert points(found, "cards") == Decimal("18.066667")
    assert lines(found, "appraisal") == []
    # 24 + 16 + 8 + 16 + 18.0666…
    assert str(found.score) == "82.07"
    assert lines(result(cards=CardTally(3, Fraction(271))), "cards") == []


@pytest.mark.req("S0-20")
def test_too_few_cards_are_waited_for_or_stood_in_for(result: Scored) -> None:
    few = CardTally(2, Fraction(200))
    assert result(unit_class="window", cards=few).missing == ("cards",)
    assert result(unit_class="window").missing == ("cards",)
    lenient = district(("fewest = 3", "fewest = 3\nstand_in = 75"))
    for cards in (few, None):
        found = result(lenient, unit_class="window", cards=cards)
        assert points(found, "cards") == 15
        assert lines(found, "cards")[0].inputs["stand_in"] is True


def elastic(*given: str | None) -> tuple[ElasticItem, ...]:
    return tuple(
        ElasticItem(f"e{number}", None if points is None else Decimal(points), "防汛")
        for number, points in enumerate(given)
    )


@pytest.mark.req("S0-7")
@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (("2", "-1.5"), ["2", "-1.5"]),
        (("4", "3"), ["4", "3", "-2"]),
        (("-4", "-1", "1"), ["-4", "-1", "1", "1"]),
        (("5",), ["5"]),
        ((), []),
    ],
)
def test_elastic_indicators_add_and_take_off_within_the_policys_range(
    result: Scored, given: tuple[str, ...], shown: list[str]
) -> None:
    found = result(elastic=elastic(*given))
    assert [str(line.points) for line in lines(found, "elastic")] == shown
    assert found.score == EIGHTY + sum(map(Decimal, shown))


@pytest.mark.req("S0-7")
def test_an_elastic_indicator_without_points_is_named(result: Scored) -> None:
    given = elastic("1", None)
    assert result(elastic=given).missing == ("elastic.e1",)
    assert missing_label(DISTRICT, replace(PLAIN, elastic=given), "elastic.e1") == "弹性指标“防汛”"


@pytest.mark.req("S0-8", "S0-19")
def test_public_satisfaction_and_service_level_bring_a_bonus_in_proportion(result: Scored) -> None:
    found = result(unit_items={"public_satisfaction": Decimal(95), "service_level": Decimal(50)})
    assert [line.points for line in lines(found, "special")] == [Decimal("3.8"), 1]
    assert str(found.score) == "84.80"
    without = result(unit_items={"service_level": Decimal(100)})
    assert [(line.points, line.inputs["given"]) for line in lines(without, "special")] == [(0, False), (2, True)]


@pytest.mark.req("S0-10")
def test_a_commendation_by_a_superior_raises_the_score_by_the_set_amount(result: Scored) -> None:
    assert str(result(claims=(ScoredMatter("city", "抗洪", Decimal(3)),)).score) == "83.00"


def sanction(kind: SanctionKind, day: str) -> Circumstance:
    return Circumstance(CircumstanceKind.SANCTION, kind, date.fromisoformat(day))


@pytest.mark.req("S0-11")
@pytest.mark.parametrize(
    ("day", "counts"), [("2026-01-01", True), ("2026-03-31", True), ("2025-12-31", False), ("2026-04-01", False)]
)
def test_a_sanction_takes_its_points_off_in_the_period_of_its_day(result: Scored, day: str, counts: bool) -> None:
    found = result(circumstances=(sanction(SanctionKind.WARNING, day),))
    assert [(line.rule, line.points) for line in lines(found, "deduction")] == ([("S0-11", -5)] if counts else [])


@pytest.mark.req("S0-11")
def test_each_sanction_is_taken_off_and_one_without_an_amount_is_not(result: Scored) -> None:
    lighter = district(('demerit = { effect = "comment_only" }', 'demerit = { effect = "not_top" }'))
    both = (sanction(SanctionKind.WARNING, "2026-01-10"), sanction(SanctionKind.SERIOUS_WARNING, "2026-02-10"))
    found = result(lighter, circumstances=(*both, sanction(SanctionKind.DEMERIT, "2026-03-10")))
    assert [line.points for line in lines(found, "deduction")] == [-5, -8]


@pytest.mark.req("S1-13")
def test_missing_records_are_taken_off_by_themselves_up_to_a_limit(result: Scored) -> None:
    found = result(records={RecordKind.DAILY_LOG: RecordCount(60, 57), RecordKind.INVENTORY: RecordCount(5, 1)})
    assert [(line.rule, line.points) for line in lines(found, "deduction")] == [
        ("S1-13", Decimal("-1.5")),
        ("S1-13", -2),
    ]
    assert lines(found, "deduction")[0].inputs["missing"] == 3
    assert str(found.score) == "76.50"


@pytest.mark.req("S1-13")
def test_a_full_record_costs_nothing_and_one_that_was_not_due_has_no_line(result: Scored) -> None:
    found = result(records={RecordKind.DAILY_LOG: RecordCount(60, 60), RecordKind.INVENTORY: RecordCount(0, 0)})
    assert [line.points for line in lines(found, "deduction")] == [0]


@pytest.mark.req("S1-13")
def test_a_missed_quarterly_summary_is_taken_off(result: Scored) -> None:
    found = result(summary=SummaryState.MISSED)
    assert [line.points for line in lines(found, "deduction")] == [-2]


@pytest.mark.req("S0-9")
def test_a_class_that_the_policy_does_not_have_is_the_default_one(result: Scored) -> None:
    assert result(unit_class="elsewhere") == result(unit_class="department") == result()


def test_what_is_missing_is_told_in_the_policys_words() -> None:
    window = replace(PLAIN, unit_class="window")
    assert missing_label(DISTRICT, PLAIN, "common.politics") == "共性指标“政治素质”"
    assert missing_label(DISTRICT, window, "cards") == "评议卡片"
    # A class that has no such part has no word for it.
    assert missing_label(DISTRICT, PLAIN, "cards") == "cards"


def test_all_that_is_missing_is_named_at_once(result: Scored) -> None:
    nothing = {"common": None, "individual": (), "self_score": None, "appraisal": None, "ballot_scores": {}}
    assert result(**nothing, elastic=elastic(None)).missing == (
        "common.politics",
        "common.achievement",
        "common.ethics",
        "common.style",
        "common.probity",
        "individual",
        "appraisal",
        "ballots.democratic",
        "elastic.e0",
    )


@pytest.mark.req("S0-4")
def test_the_lines_add_up_to_the_score_and_the_score_opens_the_grades(result: Scored) -> None:
    found = result(
        common=dict.fromkeys(PLAIN.common or {}, Decimal("99.99")),
        self_score=Decimal("77.77"),
        appraisal=Decimal(100),
        claims=(ScoredMatter("city", "抗洪", Decimal(3)),),
        ballot_scores={"democratic": BALLOTS | {"peer": (Decimal(97), Decimal(66), Decimal(91), Decimal(87))}},
    )
    assert sum(line.points for line in found.breakdown) == found.score
    # 29.997 + 16 + 7.777 + 20 + 16.315 + 3
    assert (str(found.score), found.allowed_grades) == ("93.09", ("good", "other"))
