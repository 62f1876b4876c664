"""What must hold of the classes of units (单位分类), and wherever a policy names one."""

from collections.abc import Iterable, Iterator, Sequence

from kaohe.workflow.domain.policy.ballots import Ballots, Box
from kaohe.workflow.domain.policy.cards import Cards
from kaohe.workflow.domain.policy.parts import WeightedPart
from kaohe.workflow.domain.policy.scoring import Scoring
from kaohe.workflow.domain.policy.units import UnitClass
from kaohe.workflow.domain.problems import KeyPath, Problem, repeated


def classes(given: Sequence[UnitClass]) -> Iterator[Problem]:
    """Names are unique, and exactly one class is that of all units that are registered under none."""
    yield from repeated((("unit_classes", index, "key"), one.key) for index, one in enumerate(given))
    defaults = sum(one.default for one in given)
    if given and defaults != 1:
        zh, en = f"应有且只有一个默认分类,现有 {defaults} 个", f"exactly one class must be the default, not {defaults}"
        yield Problem(("unit_classes",), "default_class", zh, en)


def parts_of_classes(scoring: Scoring, given: Sequence[UnitClass]) -> Iterator[Problem]:
    """Parts name known classes, and weights only for classes that have the part."""
    for index, part in enumerate(scoring.parts):
        at: KeyPath = ("scoring", "parts", index)
        yield from _known(part.unit_classes, given, (*at, "unit_classes"))
        if isinstance(part, WeightedPart):
            yield from _weighed(part, given, (*at, "class_weights"))


def _weighed(part: WeightedPart, given: Sequence[UnitClass], at: KeyPath) -> Iterator[Problem]:
    known = {one.key for one in given if part.applies_to(one.key)}
    for key in part.class_weights:
        if key not in known:
            names = ", ".join(sorted(known)) or "-"
            zh, en = f"没有此计分项的分类 {key},可用:{names}", f"no class {key} has this part; known: {names}"
            yield Problem((*at, key), "unknown_class", zh, en)


def cards_of_classes(cards: Cards, scoring: Scoring, given: Sequence[UnitClass]) -> Iterator[Problem]:
    """Cards name known classes, and are handed out wherever a part of the score asks for them."""
    yield from _known(cards.unit_classes, given, ("cards", "unit_classes"))
    for index, part in enumerate(scoring.parts):
        if part.kind != "cards" or not cards.unit_classes:
            continue
        for one in given:
            if part.applies_to(one.key) and one.key not in cards.unit_classes:
                zh = f"分类 {one.key} 的单位不发评议卡片(见 cards.unit_classes)"
                en = f"units of the class {one.key} hand out no cards: see cards.unit_classes"
                yield Problem(("scoring", "parts", index, "unit_classes"), "no_cards", zh, en)


def raters_of_classes(ballots: Ballots, given: Sequence[UnitClass]) -> Iterator[Problem]:
    """In every box, each class has one set of raters (S1-17): its own, or the one that names no class."""
    for index, box in enumerate(ballots.boxes):
        yield from _rater_sets(box, given, ("ballots", "boxes", index, "rater_sets"))


def _rater_sets(box: Box, given: Sequence[UnitClass], at: KeyPath) -> Iterator[Problem]:
    for row, one in enumerate(box.rater_sets):
        yield from _known(one.unit_classes, given, (*at, row, "unit_classes"))
    named = [
        ((*at, row, "unit_classes", place), key)
        for row, one in enumerate(box.rater_sets)
        for place, key in enumerate(one.unit_classes)
    ]
    yield from repeated(named)
    rest = [row for row, one in enumerate(box.rater_sets) if not one.unit_classes]
    for row in rest[1:]:
        zh, en = "只能有一组不写分类", "only one set of raters may name no class"
        yield Problem((*at, row), "raters_twice", zh, en)
    covered = {key for _, key in named}
    left_out = [one.key for one in given if one.key not in covered] if given else ["-"]
    if left_out and not rest:
        names = ", ".join(left_out)
        yield Problem(at, "raters_missing", f"没有规定谁来评:{names}", f"does not say who rates units of: {names}")


def _known(named: Iterable[str], given: Sequence[UnitClass], at: KeyPath) -> Iterator[Problem]:
    keys = [one.key for one in given]
    for index, key in enumerate(named):
        if key not in keys:
            names = ", ".join(keys) or "-"
            zh, en = f"没有单位分类 {key},可用:{names}", f"there is no class of units {key}; known: {names}"
            yield Problem((*at, index), "unknown_class", zh, en)
