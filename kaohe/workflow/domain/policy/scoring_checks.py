"""What must hold within the scoring section, and between it and the sections that it draws on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kaohe.workflow.domain.policy.ballots import Ballots
from kaohe.workflow.domain.policy.cards import Cards
from kaohe.workflow.domain.policy.grades import Grade
from kaohe.workflow.domain.policy.parts import BallotPart, CardPart, UnitBonusItem
from kaohe.workflow.domain.policy.records import Records
from kaohe.workflow.domain.policy.scoring import (
    Deduction,
    Incentive,
    Indicator,
    Scoring,
    Standard,
    always_counted,
)
from kaohe.workflow.domain.policy.units import UnitClass
from kaohe.workflow.domain.problems import KeyPath, Problem, repeated

#: Kinds for which a person has one set of facts.
_ONCE = frozenset(
    {"individual_indicators", "self_evaluation", "appraisal", "cards", "elastic_indicators", "unit_bonus"}
)


def parts(scoring: Scoring) -> Iterator[Problem]:
    """Names are unique; bonuses and deductions stand in one table each, since a matter counts once over all (S3-16)."""
    at: KeyPath = ("scoring", "parts")
    yield from repeated(((*at, index, "key"), part.key) for index, part in enumerate(scoring.parts))
    for index, part in enumerate(scoring.parts):
        for name in ("indicators", "standards", "items"):
            rows: Sequence[Indicator | Standard | UnitBonusItem] = getattr(part, name, ())
            yield from repeated(((*at, index, name, row, "key"), one.key) for row, one in enumerate(rows))
    for kind in (Incentive, Deduction):
        indexes = [index for index, part in enumerate(scoring.parts) if isinstance(part, kind)]
        for index in indexes[1:]:
            name = scoring.parts[index].kind
            yield Problem(
                (*at, index),
                "part_twice",
                f"只能有一个 {name} 计分项",
                f"there can be one part of the kind {name} only",
            )


def parts_by_class(scoring: Scoring, classes: Sequence[UnitClass]) -> Iterator[Problem]:
    """Of a kind for which a person has one set of facts, no class has two parts."""
    for key in _keys(classes):
        seen: set[str] = set()
        for index, part in enumerate(scoring.parts):
            if part.kind not in _ONCE or not part.applies_to(key):
                continue
            if part.kind in seen:
                zh, en = f"已有一个 {part.kind} 计分项", f"there is a part of the kind {part.kind} already"
                yield _of_class(key, Problem(("scoring", "parts", index), "part_twice", zh, en))
            seen.add(part.kind)


def weights(scoring: Scoring, classes: Sequence[UnitClass]) -> Iterator[Problem]:
    """The parts that everyone's score has add up to the total (S3-15: together 100), in every class of units (S0-9)."""
    for key in _keys(classes):
        total = sum(always_counted(part) for part in scoring.parts_for(key))
        if total != scoring.total:
            zh = f"各项 weight、factor 之和为 {total},应等于 total {scoring.total}"
            en = f"weights and factors add up to {total}, not to the total {scoring.total}"
            yield _of_class(key, Problem(("scoring", "parts"), "weights_total", zh, en))


def _keys(classes: Sequence[UnitClass]) -> list[str]:
    """The classes; "" where all units are alike."""
    return [one.key for one in classes] or [""]


def _of_class(key: str, problem: Problem) -> Problem:
    """The problem with the class that it is found in, where there are classes."""
    if not key:
        return problem
    return replace(problem, zh=f"单位分类 {key}:{problem.zh}", en=f"class {key}: {problem.en}")


def ballot_boxes(scoring: Scoring, ballots: Ballots) -> Iterator[Problem]:
    """Parts of the score are taken from boxes that there are."""
    keys = [box.key for box in ballots.boxes]
    for index, part in enumerate(scoring.parts):
        if isinstance(part, BallotPart) and part.box not in keys:
            names = ", ".join(keys) or "-"
            zh, en = f"没有票箱 {part.box},可用:{names}", f"there is no box {part.box}; known: {names}"
            yield Problem(("scoring", "parts", index, "box"), "unknown_box", zh, en)


def cards(given: Cards, scoring: Scoring) -> Iterator[Problem]:
    """What a card asks and how it is answered have names of their own, and are there where the score needs cards."""
    yield from repeated((("cards", "items", row, "key"), one.key) for row, one in enumerate(given.items))
    yield from repeated((("cards", "levels", row, "key"), one.key) for row, one in enumerate(given.levels))
    wanted = bool(given.items or given.levels) or any(isinstance(part, CardPart) for part in scoring.parts)
    for name in ("items", "levels"):
        if wanted and not getattr(given, name):
            zh, en = "评议卡片须有评价项目和评价档次", "cards need both items and levels"
            yield Problem(("cards", name), "cards_missing", zh, en)


def missing_records(scoring: Scoring, records: Records) -> Iterator[Problem]:
    """Only records that the scheme has, and that must be there, can be missing (S1-13)."""
    for index, part in enumerate(scoring.parts):
        if not isinstance(part, Deduction):
            continue
        at: KeyPath = ("scoring", "parts", index, "missing_records")
        yield from repeated(((*at, row, "record"), one.record) for row, one in enumerate(part.missing_records))
        for row, one in enumerate(part.missing_records):
            rules = records.rules(one.record)
            if rules is None or not rules.required:
                zh = f"本细则没有必须填写的 {one.record}(见 [records])"
                en = f"the scheme does not require records of the kind {one.record}: see [records]"
                yield Problem((*at, row, "record"), "record_not_required", zh, en)


def bands(scoring: Scoring, grades: Sequence[Grade]) -> Iterator[Problem]:
    """Every grade has one band; from the best grade down the lowest scores fall, to 0 (S3-27)."""
    known = [grade.key for grade in sorted(grades, key=lambda grade: grade.rank)]
    at: KeyPath = ("scoring", "bands")
    given = [band.grade for band in scoring.bands]
    yield from repeated(((*at, index, "grade"), key) for index, key in enumerate(given))
    for index, key in enumerate(given):
        if key not in known:
            yield unknown_grade((*at, index, "grade"), key, known)
    for key in known:
        if key not in given:
            yield Problem(at, "band_missing", f"等次 {key} 没有分数段", f"the grade {key} has no band")
    if sorted(given) == sorted(known) and given != known:
        order = ", ".join(known)
        yield Problem(at, "bands_order", f"应从高到低排列:{order}", f"must go from the best grade down: {order}")
    yield from _falling(scoring, at)


def unknown_grade(path: KeyPath, key: str, known: Iterable[str]) -> Problem:
    """The problem that a policy names a grade which it does not have."""
    names = ", ".join(known)
    return Problem(path, "unknown_grade", f"没有等次 {key},可用:{names}", f"there is no grade {key}; known: {names}")


def _falling(scoring: Scoring, at: KeyPath) -> Iterator[Problem]:
    for index, band in enumerate(scoring.bands[1:], start=1):
        above = scoring.bands[index - 1].at_least
        if band.at_least >= above:
            yield Problem(
                (*at, index, "at_least"),
                "bands_fall",
                f"应小于上一段的 {above}",
                f"must be below the band above, {above}",
            )
    last = len(scoring.bands) - 1
    if scoring.bands[last].at_least != 0:
        yield Problem((*at, last, "at_least"), "bands_end", "最低一段应从 0 分起", "the lowest band must start at 0")
