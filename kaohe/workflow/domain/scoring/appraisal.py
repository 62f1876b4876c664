"""The leader's appraisal (领导鉴定, S0-14..18): the score that the level above signed."""

from collections.abc import Iterable
from decimal import Decimal

from kaohe.workflow.domain.policy.parts import Appraisal
from kaohe.workflow.domain.policy.scoring import HUNDRED
from kaohe.workflow.domain.scoring.breakdown import Entry, exact
from kaohe.workflow.domain.scoring.rule import Case


def missing_appraisal(_part: Appraisal, case: Case) -> list[str]:
    """`appraisal` until it is signed."""
    return ["appraisal"] if case.person.appraisal is None else []


def appraisal_entry(part: Appraisal, case: Case) -> Iterable[Entry]:
    """Score · weight / 100."""
    score = case.person.appraisal or Decimal()
    yield Entry(part.key, "S0-16", {"score": score, "weight": part.weight}, exact(score * part.weight, HUNDRED))
