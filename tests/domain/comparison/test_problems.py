"""What facts do not answer for another policy is told with its input and the number of people: never half silent."""

from decimal import Decimal
from fractions import Fraction

import pytest
from support.compared import compared, county, district, one, person, quarter, somebody, tally, told

from kaohe.policies.shipped import shipped, shipped_policy
from kaohe.workflow.domain.comparison import NotComparableError
from kaohe.workflow.domain.comparison.model import Cause, ProblemKind, Side
from kaohe.workflow.domain.comparison.weighing import weighed_by
from kaohe.workflow.domain.facts import BallotTally

WEIGHTS = ('key = "peer", label = "同级", weight = 3', 'key = "peer", label = "同级", weight = 5')


@pytest.mark.req("S0-4")
def test_what_the_second_policy_needs_and_nobody_collected_is_named_and_there_is_no_score() -> None:
    other = county(('key = "de"', 'key = "yi"'))
    cycle = one(county(), other, quarter(person("p", 90), person("q", 80)))
    assert told(cycle) == [(ProblemKind.NEVER_COLLECTED, "common.yi", 2), (ProblemKind.UNUSED, "common.de", 2)]
    assert [change.causes for change in cycle.changes] == [(Cause.INPUTS,)] * 2
    assert cycle.changes[0].after.missing == ("common.yi",)
    assert cycle.changes[0].after.score is None


def test_what_is_collected_but_not_there_yet_is_told_of_both_policies() -> None:
    late = person("p", 90) | {"monthly": {"2026-01": 90}}
    cycle = one(county(), county(), quarter(late, person("q", 80)))
    missing = [("monthly.2026-02", 1), ("monthly.2026-03", 1)]
    sides = {(problem.side, problem.input, problem.people) for problem in cycle.problems}
    assert sides == {(side, *one) for side in Side for one in missing}
    assert {problem.kind for problem in cycle.problems} == {ProblemKind.MISSING}
    assert cycle.changed == 0  # what both lack is no change


def test_whoever_is_not_graded_lacks_nothing() -> None:
    """He has no score by either policy, whatever is collected."""
    excluded = person("p", 90, circumstances=[{"kind": "not_taking_part"}])
    assert told(one(county(), county(('key = "de"', 'key = "yi"')), quarter(excluded))) == []


def test_only_what_somebody_has_is_unused() -> None:
    """The bonus that only the first policy has was never claimed."""
    other = district(('{ key = "city", label = "市级表彰"', '{ key = "province", label = "省级表彰"'))
    assert told(one(district(), other, quarter(somebody()))) == [(ProblemKind.COUNTS_NOTHING, "claims.province", 1)]


def test_what_brings_no_points_is_not_told() -> None:
    bonus = '{ key = "city", label = "市级表彰", points = 3 }'
    other = district((bonus, f'{bonus}, {{ key = "honour", label = "通报表扬", points = 0 }}'))
    assert told(one(district(), other, quarter(somebody()))) == []


@pytest.mark.parametrize(
    ("stand_in", "kind"), [("", ProblemKind.NEVER_COLLECTED), ("stand_in = 70\n", ProblemKind.STAND_IN)]
)
def test_cards_that_were_never_handed_out(stand_in: str, kind: ProblemKind) -> None:
    """Everybody is of a department under the first policy, and has cards under the second."""
    cards = 'kind = "cards"\nkey = "cards"\nlabel = "评议卡片"\nunit_classes = ["window"]\n'
    other = district(
        ('unit_classes = ["window"]\nitems', 'unit_classes = ["department"]\nitems'),
        ('unit_classes = ["department"]\nweight = 20', 'unit_classes = ["window"]\nweight = 20'),
        (cards, cards.replace("window", "department") + stand_in),
    )
    assert (kind, "cards", 1) in told(one(district(), other, quarter(somebody())))


def test_nominees_without_a_score_are_neither_kept_nor_lost() -> None:
    """40 % of three is one place, p's; by the second policy nobody has a score."""
    other = county(('key = "de"', 'key = "yi"'))
    cycle = one(county(), other, quarter(person("p", 95), person("q", 94), person("r", 93)))
    (unit,) = cycle.units
    assert (unit.before.used, unit.after.used) == (1, 0)
    assert (unit.lost, unit.unknown, cycle.unscored) == ((), ("p",), 3)
    assert (cycle.body.lost, cycle.body.unknown) == (0, 1)


def test_a_category_that_must_have_ballots_is_missing_and_not_unusable() -> None:
    strict = district(('label = "民主测评"\ncategories', 'label = "民主测评"\nempty_category = "require"\ncategories'))
    cycle = one(district(), strict, quarter(somebody()))
    assert {name for kind, name, _ in told(cycle) if kind is ProblemKind.MISSING} == {
        "ballots.democratic.leader",
        "ballots.democratic.other",
    }


def test_too_few_cards_are_missing() -> None:
    """Three are enough for the first policy, the second wants four."""
    given = somebody(unit_class="window", cards={"cards": 3, "total": 240})
    cycle = one(district(), district(("fewest = 3", "fewest = 4")), quarter(given))
    assert told(cycle) == [(ProblemKind.MISSING, "cards", 1)]


def test_a_stand_in_that_counts_for_everybody_is_told() -> None:
    without = district(
        (
            '[[scoring.parts]]\nkind = "self_evaluation"\nkey = "self"\nlabel = "自我评价"\nweight = 10\nmissed = 30\n\n',
            "",
        ),
        ("weight = 30\nindicators", "weight = 40\nindicators"),
    )
    cycle = one(without, district(), quarter(somebody(self_score=None)))
    assert (ProblemKind.STAND_IN, "self_score", 1) in told(cycle)
    (change,) = cycle.changes
    assert ("self", None, Decimal(3)) in [(part.part, part.before, part.after) for part in change.parts]


def test_bonuses_and_records_that_nobody_could_have_are_told() -> None:
    without = district(
        ('{ key = "city", label = "市级表彰", points = 3 }', '{ key = "province", label = "省级表彰", points = 5 }'),
        ('{ record = "daily_log", points = "0.5", most = 4 }, ', ""),
        ("daily_log = {}\n", ""),
    )
    matter = {"standard": "province", "matter": "省里表彰", "points": 5}
    cycle = one(without, district(), quarter(somebody(claims=[matter])))
    assert told(cycle) == [
        (ProblemKind.COUNTS_NOTHING, "claims.city", 1),
        (ProblemKind.COUNTS_NOTHING, "records.daily_log", 1),
        (ProblemKind.UNUSED, "claims.province", 1),
    ]
    assert [(part.part, part.after) for part in cycle.changes[0].parts] == [("commendation", None)]


def test_points_above_the_other_standard_are_cut() -> None:
    matter = {"standard": "city", "matter": "市里表彰", "points": 3}
    cycle = one(district(), district(("points = 3 }", "points = 2 }")), quarter(somebody(claims=[matter])))
    assert told(cycle) == [(ProblemKind.CUT, "claims.city", 1)]
    assert (cycle.changes[0].before.score, cycle.changes[0].after.score) == (83, 82)


def test_a_class_that_the_other_policy_has_not_is_its_default_one() -> None:
    other = district(*[('"window"', '"counter"')] * 3)
    cycle = one(district(), other, quarter(somebody(unit_class="window", cards={"cards": 3, "total": 240})))
    assert (ProblemKind.OTHER_CLASS, "unit_class", 1) in told(cycle)
    assert (ProblemKind.UNUSED, "cards", 1) in told(cycle)


@pytest.mark.req("S1-18", "S1-19")
def test_ballots_are_weighed_by_the_other_policy() -> None:
    """Leaders 90 by 4, peers 60 by 3: 77.14. With peers by 5: 73.33."""
    ballots = {"democratic": [tally(["leader"], 4, 90), tally(["peer"], 3, 60)]}
    cycle = one(district(), district(WEIGHTS), quarter(somebody(ballots=ballots)))
    (part,) = [part for part in cycle.changes[0].parts if part.part == "democratic"]
    assert (part.before, part.after) == (Decimal("15.428571"), Decimal("14.666667"))
    assert told(cycle) == []


@pytest.mark.req("S1-20")
def test_ballots_that_were_merged_are_not_taken_apart() -> None:
    """Peers and others were merged 1 : 1; no policy that weighs them 5 : 3 can tell what they come to."""
    ballots = {"democratic": [tally(["leader"], 4, 90), tally(["peer", "other"], 6, 60)]}
    cycle = one(district(), district(WEIGHTS), quarter(somebody(ballots=ballots)))
    assert told(cycle) == [(ProblemKind.BALLOTS_UNUSABLE, "ballots.democratic", 1)]
    assert cycle.unscored == 1
    assert cycle.changes[0].after.missing == ("ballots.democratic",)


def test_merged_ballots_in_the_same_proportion_are_weighed() -> None:
    box, other = district().ballots.box("democratic"), district(("weight = 4, parts", "weight = 8, parts"))
    merged = BallotTally(("main_leader", "deputies"), Fraction(4), 5, Fraction(70))
    (found,) = weighed_by(other.ballots.box("democratic"), box, [merged]) or ()
    assert (found.weight, found.value) == (8, 70)


def test_a_category_s_weight_is_shared_out_among_the_parts_that_have_ballots() -> None:
    box, other = district().ballots.box("democratic"), district(("weight = 6 }", "weight = 1 }"))
    apart = [BallotTally((leaf,), Fraction(2), 3, Fraction(70)) for leaf in ("main_leader", "deputies")]
    found = weighed_by(other.ballots.box("democratic"), box, apart) or ()
    assert [one.weight for one in found] == [Fraction(4, 5), Fraction(16, 5)]
    (alone,) = weighed_by(other.ballots.box("democratic"), box, apart[:1]) or ()
    assert alone.weight == 4


def test_ballots_of_categories_that_the_other_policy_has_not() -> None:
    other = district(('key = "other", label = "其他", weight = 3', 'key = "rest", label = "其他", weight = 3'))
    cycle = one(district(), other, quarter(somebody(ballots={"democratic": [tally(["other"], 3, 80)]})))
    assert (ProblemKind.BALLOTS_UNUSABLE, "ballots.democratic", 1) in told(cycle)


def test_single_scores_are_counted_by_each_policy() -> None:
    given = somebody(ballot_scores={"democratic": {"leader": [90] * 3, "peer": [60] * 3}})
    del given["ballots"]
    cycle = one(district(), district(WEIGHTS), quarter(given))
    assert told(cycle) == []
    assert [part.part for part in cycle.changes[0].parts][:1] == ["democratic"]


@pytest.mark.req("S1-22")
def test_ballots_cast_under_other_rules_are_told() -> None:
    other = district(('label = "民主测评"\ncategories', 'label = "民主测评"\nlowest = 60\ncategories'))
    assert told(one(district(), other, quarter(somebody()))) == [
        (ProblemKind.COLLECTED_OTHERWISE, "ballots.democratic", 1)
    ]


def test_records_kept_under_other_rules_are_told() -> None:
    other = district(("daily_log = {}", "daily_log = { backfill = { working_days = 1 } }"))
    kept = somebody(records={"daily_log": {"due": 60, "recorded": 60}})
    assert told(one(district(), other, quarter(kept))) == [(ProblemKind.COLLECTED_OTHERWISE, "records.daily_log", 1)]


def test_grades_that_only_one_of_them_has() -> None:
    """Decided and proposed as `other`, which the second policy has not; it proposes `rest`, which the first has not."""
    other = district(
        ('key = "other"\nlabel = "其他"\nlabel_en', 'key = "rest"\nlabel = "其余"\nlabel_en'),
        ('grade = "other"', 'grade = "rest"'),
        ('refused_grade = "other"', 'refused_grade = "rest"'),
    )
    cycle = one(district(), other, quarter(somebody(decided_grade="other")))
    assert told(cycle) == [(ProblemKind.GRADE_UNKNOWN, "other", 1), (ProblemKind.GRADE_UNKNOWN, "rest", 1)]
    assert cycle.changes[0].decided_allowed is False
    assert [grade.grade for grade in cycle.body.distribution.grades] == ["good", "other", "rest", ""]


def test_facts_of_another_kind_of_period_are_not_compared_at_all() -> None:
    with pytest.raises(NotComparableError) as refused:
        compared(county(), county(('period = "quarter"', 'period = "month"')), quarter(person("p", 90)))
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        ("period_kind", "cycles[0].period")
    ]


def test_shipped_schemes_are_compared_whatever_they_lack() -> None:
    """County facts under the other schemes: no crash, no score out of nothing, and every input that is missing is named."""
    for key in shipped():
        cycle = one(county(), shipped_policy(key), quarter(person("p", 90)))
        named = {problem.input for problem in cycle.problems if problem.kind is ProblemKind.NEVER_COLLECTED}
        missing = {name for change in cycle.changes for name in change.after.missing}
        assert named == missing
        assert bool(missing) is (key != "county-psb")
