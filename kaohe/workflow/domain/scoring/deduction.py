"""Deductions (扣分, S3-16), those that the self-summary's state brings included (S3-28)."""

from collections.abc import Iterator
from fractions import Fraction

from kaohe.workflow.domain.facts.model import PersonFacts, ScoredMatter, SummaryState
from kaohe.workflow.domain.policy.scoring import (
    LATE_SUMMARY,
    MISSED_SUMMARY,
    Deduction,
    Scoring,
)
from kaohe.workflow.domain.scoring.breakdown import Entry
from kaohe.workflow.domain.scoring.incentive import matter_inputs
from kaohe.workflow.domain.scoring.matters import counted_once

#: The matter of a missed or late summary: one that somebody enters as well is not taken off twice.
SELF_SUMMARY_MATTER = "self_summary"

_BY_SUMMARY = {SummaryState.MISSED: MISSED_SUMMARY, SummaryState.LATE: LATE_SUMMARY}


def deduction_entries(part: Deduction, scoring: Scoring, person: PersonFacts) -> Iterator[Entry]:
    """A line for every deduction, the ones that do not count with 0 points."""
    matters = (*person.deductions, *_from_summary(part, person.summary))
    for matter, counted in counted_once(matters, smallest=scoring.same_matter == "most_favourable"):
        points = -Fraction(matter.points) if counted else Fraction()
        rule = "S3-28" if matter.matter == SELF_SUMMARY_MATTER else "S3-16"
        yield Entry(part.key, rule, matter_inputs(matter, counted), points)


def _from_summary(part: Deduction, state: SummaryState) -> Iterator[ScoredMatter]:
    wanted = _BY_SUMMARY.get(state)
    for standard in part.standards:
        if standard.key == wanted and standard.points:
            yield ScoredMatter(standard.key, SELF_SUMMARY_MATTER, standard.points)
