"""What must hold within the scoring section, and between its bands and the grades."""

from collections.abc import Iterable, Iterator, Sequence

from kaohe.workflow.domain.policy.grades import Grade
from kaohe.workflow.domain.policy.scoring import (
    CommonIndicators,
    Deduction,
    Incentive,
    Scoring,
    always_counted,
)
from kaohe.workflow.domain.problems import KeyPath, Problem


def repeated(keys: Iterable[tuple[KeyPath, str]]) -> Iterator[Problem]:
    """A problem for every key that has stood before. `keys` has each one's place and value."""
    seen: set[str] = set()
    for path, key in keys:
        if key in seen:
            yield Problem(path, "repeated_key", f"“{key}”重复", f"“{key}” stands twice")
        seen.add(key)


def parts(scoring: Scoring) -> Iterator[Problem]:
    """Names are unique; bonuses and deductions stand in one table each, since a matter counts once over all (S3-16)."""
    at: KeyPath = ("scoring", "parts")
    yield from repeated(((*at, index, "key"), part.key) for index, part in enumerate(scoring.parts))
    for index, part in enumerate(scoring.parts):
        if isinstance(part, CommonIndicators):
            yield from repeated(
                ((*at, index, "indicators", row, "key"), one.key) for row, one in enumerate(part.indicators)
            )
        elif isinstance(part, Incentive | Deduction):
            yield from repeated(
                ((*at, index, "standards", row, "key"), one.key) for row, one in enumerate(part.standards)
            )
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


def weights(scoring: Scoring) -> Iterator[Problem]:
    """The parts that everyone's score has add up to the total (S3-15: together 100)."""
    total = sum(always_counted(part) for part in scoring.parts)
    if total != scoring.total:
        yield Problem(
            ("scoring", "parts"),
            "weights_total",
            f"各项 weight、factor 之和为 {total},应等于 total {scoring.total}",
            f"weights and factors add up to {total}, not to the total {scoring.total}",
        )


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
