"""What is known about people and units in a cycle: the input of the rules, and of `kaohe simulate`."""

from kaohe.workflow.domain.facts.load import FactsError, load_facts
from kaohe.workflow.domain.facts.model import (
    BallotTally,
    CardTally,
    Circumstance,
    CircumstanceKind,
    CycleFacts,
    ElasticItem,
    FactsDocument,
    OwnIndicator,
    PersonFacts,
    PreviousCycle,
    PreviousUnit,
    RecordCount,
    ScoredMatter,
    SummaryState,
    UnitFacts,
    WorkdaysQuestion,
)

__all__ = [
    "BallotTally",
    "CardTally",
    "Circumstance",
    "CircumstanceKind",
    "CycleFacts",
    "ElasticItem",
    "FactsDocument",
    "FactsError",
    "OwnIndicator",
    "PersonFacts",
    "PreviousCycle",
    "PreviousUnit",
    "RecordCount",
    "ScoredMatter",
    "SummaryState",
    "UnitFacts",
    "WorkdaysQuestion",
    "load_facts",
]
