"""Facts that were written into an archive read back as they were, and give the same score again."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from support.district import district

from kaohe.workflow.domain.archive.documents import json_bytes
from kaohe.workflow.domain.ballots.tally import tally
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.evaluate import evaluate
from kaohe.workflow.domain.facts import (
    CardTally,
    CycleFacts,
    ElasticItem,
    FactsDocument,
    OwnIndicator,
    PersonFacts,
    RecordCount,
    load_facts,
)
from kaohe.workflow.domain.policy.records import RecordKind

DISTRICT = district()
SCORES = {"main_leader": (Decimal(91),), "peer": (Decimal(77), Decimal(68)), "other": (Decimal(83),) * 4}
PERSON = PersonFacts(
    key="p",
    unit="u",
    unit_class="window",
    common=dict.fromkeys(("politics", "achievement", "ethics", "style", "probity"), Decimal("87.5")),
    individual=(OwnIndicator("cases", Decimal(7), Decimal(90), "办件"),),
    elastic=(ElasticItem("flood", Decimal("-1.5"), "防汛"),),
    self_score=Decimal(88),
    ballots={"democratic": tally(DISTRICT.ballots.box("democratic"), SCORES)},
    cards=CardTally(3, Fraction(800, 3)),
    unit_items={"service_level": Decimal(95)},
    records={RecordKind.DAILY_LOG: RecordCount(60, 59)},
)
DOCUMENT = FactsDocument(cycles=(CycleFacts("2026Q1", people=(PERSON,)),))


@pytest.mark.req("S1-18", "S0-20")
def test_exact_means_survive_the_archive() -> None:
    archived: Mapping[str, Any] = json.loads(json_bytes(asdict(DOCUMENT)))
    read = load_facts(json.dumps(archived), DISTRICT)
    assert read == DOCUMENT
    (again,) = evaluate(DISTRICT, read, WorkCalendar()).cycles[0].people
    assert again.missing == ()
    assert again == evaluate(DISTRICT, DOCUMENT, WorkCalendar()).cycles[0].people[0]
