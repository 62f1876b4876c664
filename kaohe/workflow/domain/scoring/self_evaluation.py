"""Self-evaluation (自我评价, S0-14): what the person gave himself with the summary."""

from collections.abc import Iterable

from kaohe.workflow.domain.facts.model import SummaryState
from kaohe.workflow.domain.policy.parts import SelfEvaluation
from kaohe.workflow.domain.policy.scoring import HUNDRED
from kaohe.workflow.domain.scoring.breakdown import Entry, Inputs, exact
from kaohe.workflow.domain.scoring.rule import Case


def self_entry(part: SelfEvaluation, case: Case) -> Iterable[Entry]:
    """Score · weight / 100; the policy's stand-in where the summary was missed or came without a score."""
    own = None if case.person.summary is SummaryState.MISSED else case.person.self_score
    score = part.missed if own is None else own
    inputs: Inputs = {"score": score, "given": own is not None, "weight": part.weight}
    yield Entry(part.key, "S0-14", inputs, exact(score * part.weight, HUNDRED))
