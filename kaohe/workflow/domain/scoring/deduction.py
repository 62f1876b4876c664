"""Deductions (扣分, S3-16): those that somebody entered, and those that follow from the summary's state (S3-28), from
missing records (S1-13) and from sanctions (S0-11)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from kaohe.workflow.domain.facts.model import ScoredMatter, SummaryState
from kaohe.workflow.domain.policy.scoring import (
    LATE_SUMMARY,
    MISSED_SUMMARY,
    Deduction,
)
from kaohe.workflow.domain.scoring.breakdown import Entry, Inputs
from kaohe.workflow.domain.scoring.incentive import matter_inputs
from kaohe.workflow.domain.scoring.matters import counted_once
from kaohe.workflow.domain.scoring.rule import Case

#: The matter of a missed or late summary: one that somebody enters as well is not taken off twice.
SELF_SUMMARY_MATTER = "self_summary"

_BY_SUMMARY = {SummaryState.MISSED: MISSED_SUMMARY, SummaryState.LATE: LATE_SUMMARY}


def deduction_entries(part: Deduction, case: Case) -> Iterable[Entry]:
    """A line for every deduction, the ones that do not count with 0 points."""
    yield from _matters(part, case)
    yield from _missing_records(part, case)
    yield from _sanctions(part, case)


def _matters(part: Deduction, case: Case) -> Iterator[Entry]:
    person, smallest = case.person, case.policy.scoring.same_matter == "most_favourable"
    matters = (*person.deductions, *_from_summary(part, person.summary))
    for matter, counted in counted_once(matters, smallest=smallest):
        points = Fraction(-matter.points) if counted else Fraction()
        rule = "S3-28" if matter.matter == SELF_SUMMARY_MATTER else "S3-16"
        yield Entry(part.key, rule, matter_inputs(matter, counted), points)


def _from_summary(part: Deduction, state: SummaryState) -> Iterator[ScoredMatter]:
    wanted = _BY_SUMMARY.get(state)
    for standard in part.standards:
        if standard.key == wanted and standard.points:
            yield ScoredMatter(standard.key, SELF_SUMMARY_MATTER, standard.points)


def _missing_records(part: Deduction, case: Case) -> Iterator[Entry]:
    """A line for every kind of which records were due: points for each that is not there, up to the kind's limit."""
    for rule in part.missing_records:
        count = case.person.records.get(rule.record)
        if count is None or not count.due:
            continue
        missing = count.due - count.recorded
        inputs: Inputs = {
            "record": rule.record,
            "due": Decimal(count.due),
            "missing": Decimal(missing),
            "each": rule.points,
            "most": rule.most,
        }
        yield Entry(part.key, "S1-13", inputs, Fraction(-min(rule.points * missing, rule.most)))


def _sanctions(part: Deduction, case: Case) -> Iterator[Entry]:
    """A line for every sanction whose day lies in the period; each is a matter of its own."""
    period = case.frame.period
    for one in case.person.circumstances:
        if one.sanction is None or one.date is None or not period.start <= one.date <= period.end:
            continue
        if one.sanction in part.sanctions:
            inputs: Inputs = {"sanction": one.sanction, "date": one.date.isoformat()}
            yield Entry(part.key, "S0-11", inputs, Fraction(-part.sanctions[one.sanction]))
