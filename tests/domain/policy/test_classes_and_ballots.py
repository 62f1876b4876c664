"""What must hold between classes of units, ballots, cards, records and the score is checked before a policy is used."""

import pytest
from support.district import TEXT, changed, district

from kaohe.workflow.domain.policy import PolicyError, load_policy
from kaohe.workflow.domain.problems import Problem

OF_BOTH = 'rater_sets]]\nraters = [{ group = "staff", of_staff = "peer" }]'
SETS = OF_BOTH.replace("raters = ", 'unit_classes = ["window"]\nraters = ')

COMMON, CARDS = "weight = 30\nindicators", 'unit_classes = ["window"]\nweight = 20'
OF_WINDOWS = "class_weights = { window = 20 }\nindicators"

CHANGES = [
    (COMMON, f"weight = 30\n{OF_WINDOWS}", "weights_total", "scoring.parts"),
    (
        COMMON,
        "weight = 30\nclass_weights = { town = 30 }\nindicators",
        "unknown_class",
        "scoring.parts[0].class_weights.town",
    ),
    (
        CARDS,
        f"{CARDS}\nclass_weights = {{ department = 20 }}",
        "unknown_class",
        "scoring.parts[5].class_weights.department",
    ),
    ("default = true\n", "", "default_class", "unit_classes"),
    ('key = "window"\n', 'key = "window"\ndefault = true\n', "default_class", "unit_classes"),
    ('key = "window"\n', 'key = "department"\n', "repeated_key", "unit_classes[1].key"),
    ('unit_classes = ["department"]', 'unit_classes = ["town"]', "unknown_class", "scoring.parts[3].unit_classes[0]"),
    ('unit_classes = ["window"]\nitems', 'unit_classes = ["town"]\nitems', "unknown_class", "cards.unit_classes[0]"),
    (
        'unit_classes = ["window"]\nitems',
        'unit_classes = ["department"]\nitems',
        "no_cards",
        "scoring.parts[5].unit_classes",
    ),
    (OF_BOTH, SETS, "raters_missing", "ballots.boxes[0].rater_sets"),
    (
        OF_BOTH,
        f"{SETS}\n\n[[ballots.boxes.{SETS}\n\n[[ballots.boxes.{OF_BOTH}",
        "repeated_key",
        "ballots.boxes[0].rater_sets[1].unit_classes[0]",
    ),
    (OF_BOTH, f"{OF_BOTH}\n\n[[ballots.boxes.{OF_BOTH}", "raters_twice", "ballots.boxes[0].rater_sets[1]"),
    (
        OF_BOTH,
        f"{OF_BOTH}\n\n[[ballots.boxes.{SETS}".replace("window", "town"),
        "unknown_class",
        "ballots.boxes[0].rater_sets[1].unit_classes[0]",
    ),
    (
        'of_staff = "peer" }',
        'of_staff = "leader" }',
        "unknown_category",
        "ballots.boxes[0].rater_sets[0].raters[0].of_staff",
    ),
    (
        'of_staff = "peer" }',
        'of_staff = "peer" }, { group = "staff" }',
        "repeated_key",
        "ballots.boxes[0].rater_sets[0].raters[1].group",
    ),
    ('key = "peer"', 'key = "deputies"', "repeated_key", "ballots.boxes[0].categories[1].key"),
    (
        'label = "同级", weight = 3',
        'label = "同级", weight = 3.0001',
        "weights_tell",
        "ballots.boxes[0].categories[1].weight",
    ),
    (
        'label = "分管领导", weight = 4',
        'label = "分管领导", weight = 0.05',
        "weights_tell",
        "ballots.boxes[0].categories[0].parts[1].weight",
    ),
    ('label = "民主测评"\n', 'label = "民主测评"\nhigh_from = 45\n', "high_from", "ballots.boxes[0].high_from"),
    ('label = "民主测评"\n', 'label = "民主测评"\nstep = 3\n', "step", "ballots.boxes[0].step"),
    ('label = "民主测评"\n', 'label = "民主测评"\nstep = 0.0005\n', "step_too_fine", "ballots.boxes[0].step"),
    (
        'label = "民主测评"\n',
        'label = "民主测评"\nfewest_ballots = 2\n',
        "too_few_ballots",
        "ballots.boxes[0].fewest_ballots",
    ),
    ('box = "democratic"', 'box = "other"', "unknown_box", "scoring.parts[4].box"),
    ("levels = [{", "# levels = [{", "cards_missing", "cards.levels"),
    (
        'items = [{ key = "attitude"',
        'items = [{ key = "attitude", label = "x", label_en = "x" }, { key = "attitude"',
        "repeated_key",
        "cards.items[1].key",
    ),
    ('key = "service_level"', 'key = "public_satisfaction"', "repeated_key", "scoring.parts[7].items[1].key"),
    ("inventory = {}", "", "record_not_required", "scoring.parts[9].missing_records[1].record"),
    (
        "inventory = {}",
        "inventory = { required = false }",
        "record_not_required",
        "scoring.parts[9].missing_records[1].record",
    ),
    (
        'record = "inventory"',
        'record = "daily_log"',
        "repeated_key",
        "scoring.parts[9].missing_records[1].record",
    ),
    (
        "[publicity]",
        '[supervision.unit_share]\nbase = "0.30"\n\n[publicity]',
        "unit_share",
        "supervision.unit_share.base",
    ),
]


def problems(*changes: tuple[str, str]) -> tuple[Problem, ...]:
    with pytest.raises(PolicyError) as refused:
        load_policy(changed(*changes), "mine.toml")
    return refused.value.problems


@pytest.mark.parametrize(("old", "new", "code", "field"), CHANGES)
def test_a_wrong_value_is_named_by_field(old: str, new: str, code: str, field: str) -> None:
    found = [problem for problem in problems((old, new)) if (problem.code, problem.field) == (code, field)]
    assert len(found) == 1
    assert found[0].line
    assert found[0].zh
    assert found[0].en


@pytest.mark.req("S0-9")
def test_the_weights_add_up_in_every_class() -> None:
    (only,) = problems(("weight = 20\nfewest = 3", "weight = 15\nfewest = 3"))
    assert (only.code, only.field) == ("weights_total", "scoring.parts")
    assert "window" in only.zh
    assert "class window: weights and factors add up to 95" in only.en
    assert len(problems(("weight = 30", "weight = 25"))) == 2


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("individual_indicators", "weight = 5"),
        ("self_evaluation", "weight = 5"),
        ("appraisal", "weight = 5"),
        ("elastic_indicators", ""),
        ("unit_bonus", 'items = [{ key = "x", label = "x", points = 1 }]'),
    ],
)
def test_no_class_has_two_parts_for_one_set_of_facts(kind: str, more: str) -> None:
    part = f'[[scoring.parts]]\nkind = "{kind}"\nkey = "again"\nlabel = "又一项"\nunit_classes = ["department"]\n{more}\n\n'
    first = '[[scoring.bands]]\ngrade = "good"'
    found = [one for one in problems((first, part + first), ("weight = 30", "weight = 25")) if one.code == "part_twice"]
    assert [one.field for one in found] == ["scoring.parts[10]"]
    assert "department" in found[0].zh


@pytest.mark.req("S0-9")
def test_two_classes_may_have_a_part_of_one_kind_each() -> None:
    part = '[[scoring.parts]]\nkind = "appraisal"\nkey = "appraisal_window"\nlabel = "领导鉴定"\n'
    part += 'unit_classes = ["window"]\nweight = 5\n\n'
    first = '[[scoring.bands]]\ngrade = "good"'
    policy = district((first, part + first), ("weight = 20\nfewest = 3", "weight = 15\nfewest = 3"))
    assert [part.key for part in policy.scoring.parts_for("window") if part.kind == "appraisal"] == ["appraisal_window"]
    assert [part.key for part in policy.scoring.parts_for("department") if part.kind == "appraisal"] == ["appraisal"]


@pytest.mark.req("S1-17")
def test_each_class_has_its_own_raters_or_the_rest() -> None:
    own = SETS.replace("of_staff", "of_deputy")
    policy = district((OF_BOTH, f"{own}\n\n[[ballots.boxes.{OF_BOTH}"))
    (box,) = policy.ballots.boxes
    assert box.raters_for("window")[0].of_deputy == "peer"
    assert box.raters_for("department")[0].of_staff == "peer"


def test_without_classes_the_raters_may_name_none() -> None:
    start, end = TEXT.index("[[unit_classes]]"), TEXT.index("[[grades]]")
    text = TEXT[:start] + TEXT[end:]
    named = {problem.code for problem in _problems_of(text)}
    # What still names a class is unknown, and all weights fall on everybody.
    assert named == {"unknown_class", "weights_total"}


def _problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(PolicyError) as refused:
        load_policy(text)
    return refused.value.problems


@pytest.mark.req("S0-9")
def test_a_part_weighs_otherwise_in_a_class_that_says_so() -> None:
    """In window units the emphasis is on service: the cards gain what the common indicators give up."""
    policy = district((COMMON, f"weight = 30\n{OF_WINDOWS}"), (CARDS, f"{CARDS}\nclass_weights = {{ window = 30 }}"))
    weights = {
        key: {part.key: part.weight for part in policy.scoring.parts_for(key) if part.key in ("common", "cards")}
        for key in ("department", "window")
    }
    assert weights == {"department": {"common": 30}, "window": {"common": 20, "cards": 30}}


@pytest.mark.req("S1-20")
@pytest.mark.parametrize(("peer", "leader"), [(100, 99), (1, 100), (33, 34), (50, 25), (35, 30)])
def test_whole_percentages_are_no_weights_that_tell(peer: int, leader: int) -> None:
    policy = district(
        ('label = "同级", weight = 3', f'label = "同级", weight = {peer}'),
        ('label = "领导", weight = 4', f'label = "领导", weight = {leader}'),
        ('label = "其他", weight = 3', f'label = "其他", weight = {peer}'),
    )
    assert [one.weight for one in policy.ballots.boxes[0].categories] == [leader, peer, peer]


@pytest.mark.req("S1-20")
def test_weights_that_a_total_would_tell_scores_by_are_refused_with_the_reason() -> None:
    """Of 1 : 101 : 10201 the mean of three scores from 50 to 100 tells all three."""
    found = problems(
        ('label = "领导", weight = 4', 'label = "领导", weight = 1'),
        ('label = "同级", weight = 3', 'label = "同级", weight = 101'),
        ('label = "其他", weight = 3', 'label = "其他", weight = 10201'),
    )
    assert [(one.code, one.field) for one in found] == [
        ("weights_tell", f"ballots.boxes[0].categories[{index}].weight") for index in (1, 2)
    ]
    assert found[0].en == "in lowest terms weights are 1 to 100 to each other, or a total would tell single scores"
