"""What must hold between the fields of a policy. Each check sees only the sections that it names."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from kaohe.workflow.domain.policy import ballot_checks as ballots
from kaohe.workflow.domain.policy import class_checks as classes
from kaohe.workflow.domain.policy import scoring_checks as scoring
from kaohe.workflow.domain.policy import section_checks as section
from kaohe.workflow.domain.problems import Problem

#: The sections that a check needs, and the check. It runs once all of them could be read.
_CHECKS: tuple[tuple[tuple[str, ...], Callable[..., Iterable[Problem]]], ...] = (
    (("effective_from", "effective_to"), section.effective_dates),
    (("grades",), section.grades),
    (("stages",), section.expiries),
    (("stages",), section.escalations),
    (("stages",), section.own_terms),
    (("stages",), section.stage_order),
    (("participation",), section.participation),
    (("outcomes", "grades"), section.outcomes),
    (("review",), section.review),
    (("publicity", "grades"), section.publicity),
    (("appeal", "stages"), section.appeal),
    (("scoring",), scoring.parts),
    (("scoring", "unit_classes"), scoring.parts_by_class),
    (("scoring", "unit_classes"), scoring.weights),
    (("scoring", "grades"), scoring.bands),
    (("scoring", "ballots"), scoring.ballot_boxes),
    (("cards", "scoring"), scoring.cards),
    (("scoring", "records"), scoring.missing_records),
    (("ballots",), ballots.boxes),
    (("unit_classes",), classes.classes),
    (("scoring", "unit_classes"), classes.parts_of_classes),
    (("cards", "scoring", "unit_classes"), classes.cards_of_classes),
    (("ballots", "unit_classes"), classes.raters_of_classes),
    (("supervision",), section.supervision),
)


def cross_checks(sections: Mapping[str, Any]) -> Iterator[Problem]:
    """Every problem between the sections given, by name; a check that lacks one of its sections is left out."""
    for names, check in _CHECKS:
        if all(name in sections for name in names):
            yield from check(*(sections[name] for name in names))
