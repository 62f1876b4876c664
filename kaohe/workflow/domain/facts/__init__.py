"""What is known about people and units in a cycle: the input of the rules, and of `kaohe simulate`."""

from kaohe.workflow.domain.facts.load import FactsError, load_facts
from kaohe.workflow.domain.facts.model import (
    Circumstance,
    CircumstanceKind,
    CycleFacts,
    FactsDocument,
    PersonFacts,
    PreviousCycle,
    PreviousUnit,
    ScoredMatter,
    SummaryState,
    UnitFacts,
    WorkdaysQuestion,
)

__all__ = [
    "Circumstance",
    "CircumstanceKind",
    "CycleFacts",
    "FactsDocument",
    "FactsError",
    "PersonFacts",
    "PreviousCycle",
    "PreviousUnit",
    "ScoredMatter",
    "SummaryState",
    "UnitFacts",
    "WorkdaysQuestion",
    "load_facts",
]
