"""The sources of facts beside what every scheme has."""

from kaohe.workflow.facts.of_appraisals import APPRAISALS, SELF_SCORES
from kaohe.workflow.facts.of_ballots import OF_BALLOTS
from kaohe.workflow.facts.of_cards import OF_CARDS
from kaohe.workflow.facts.of_indicators import INDICATORS
from kaohe.workflow.facts.of_merits import MERITS
from kaohe.workflow.facts.of_records import RECORDS
from kaohe.workflow.facts.of_unit_items import OF_UNIT_ITEMS
from kaohe.workflow.facts.source import Source

SOURCES: tuple[Source, ...] = (
    RECORDS,
    INDICATORS,
    APPRAISALS,
    SELF_SCORES,
    MERITS,
    OF_BALLOTS,
    OF_CARDS,
    OF_UNIT_ITEMS,
)
