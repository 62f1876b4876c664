"""Every line of a breakdown says which rule it follows and what went in, so that a person can follow his score."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from support.district import district

from kaohe.workflow.domain.facts import (
    CardTally,
    Circumstance,
    CircumstanceKind,
    ElasticItem,
    OwnIndicator,
    PersonFacts,
    RecordCount,
    ScoredMatter,
    SummaryState,
)
from kaohe.workflow.domain.policy.outcomes import SanctionKind
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.results import PersonResult

COMMON = dict.fromkeys(("politics", "achievement", "ethics", "style", "probity"), Decimal(80))
WEIGHTS = dict(zip(COMMON, (30, 40, 10, 10, 10), strict=True))
PERSON = PersonFacts(
    key="p",
    unit="u",
    unit_class="window",
    common=COMMON,
    individual=(OwnIndicator("a", Decimal(7), Decimal(90), "办件"), OwnIndicator("b", Decimal(3), Decimal(60))),
    elastic=(ElasticItem("flood", Decimal(4), "防汛"), ElasticItem("census", Decimal(3), "普查")),
    self_score=Decimal(88),
    ballot_scores={"democratic": {"peer": (Decimal(70),) * 4, "other": (Decimal(90),) * 3}},
    cards=CardTally(4, Fraction(350)),
    unit_items={"service_level": Decimal(95)},
    claims=(ScoredMatter("city", "抗洪", Decimal(3)),),
    records={RecordKind.DAILY_LOG: RecordCount(60, 40)},
    circumstances=(Circumstance(CircumstanceKind.SANCTION, SanctionKind.WARNING, date(2026, 2, 3)),),
    deductions=(ScoredMatter("missed_summary", "self_summary", Decimal(1)),),
    summary=SummaryState.MISSED,
)

LINES: list[tuple[str, str, dict[str, Any], str]] = [
    ("common", "S3-18", {"scores": COMMON, "weights": WEIGHTS, "weight": 30}, "24"),
    (
        "individual",
        "S0-6",
        {"scores": {"a": 90, "b": 60}, "weights": {"a": 7, "b": 3}, "labels": {"a": "办件"}, "weight": 20},
        "16.2",
    ),
    ("self", "S0-14", {"score": 30, "given": False, "weight": 10}, "3"),
    (
        "democratic",
        "S1-18",
        {
            "box": "democratic",
            "weight": 20,
            "tallies": [
                {"categories": "peer", "ballots": 4, "value": 70},
                {"categories": "other", "ballots": 3, "value": 90},
            ],
        },
        "16",
    ),
    ("cards", "S0-20", {"cards": 4, "score": Decimal("87.5"), "stand_in": False, "weight": 20}, "17.5"),
    ("elastic", "S0-7", {"indicator": "flood", "label": "防汛"}, "4"),
    ("elastic", "S0-7", {"indicator": "census", "label": "普查"}, "3"),
    ("elastic", "S0-7", {"most": 5}, "-2"),
    ("special", "S0-8", {"item": "public_satisfaction", "score": 0, "given": False, "most": 4}, "0"),
    ("special", "S0-8", {"item": "service_level", "score": 95, "given": True, "most": 2}, "1.9"),
    ("commendation", "S3-20", {"standard": "city", "matter": "抗洪", "points": 3, "counted": True}, "3"),
    (
        "deduction",
        "S3-28",
        {"standard": "missed_summary", "matter": "self_summary", "points": 1, "counted": False},
        "0",
    ),
    (
        "deduction",
        "S3-28",
        {"standard": "missed_summary", "matter": "self_summary", "points": 2, "counted": True},
        "-2",
    ),
    (
        "deduction",
        "S1-13",
        {"record": "daily_log", "due": 60, "missing": 20, "each": Decimal("0.5"), "most": 4},
        "-4",
    ),
    ("deduction", "S0-11", {"sanction": "warning", "date": "2026-02-03"}, "-5"),
]


@pytest.mark.req("S0-4", "S0-7", "S0-8", "S0-10", "S0-11", "S0-20", "S1-13", "S1-18")
def test_every_line_says_its_rule_and_what_went_in(scored: Callable[..., PersonResult]) -> None:
    found = scored(PERSON, district())
    shown = [(line.part, line.rule, dict(line.inputs), line.points) for line in found.breakdown]
    assert shown == [(part, rule, inputs, Decimal(points)) for part, rule, inputs, points in LINES]
    assert str(found.score) == "75.60"


@pytest.mark.req("S0-7")
def test_the_line_that_limits_what_is_taken_off_says_how_much_may_be(scored: Callable[..., PersonResult]) -> None:
    found = scored(replace(PERSON, elastic=(ElasticItem("flood", Decimal(-7)),)), district())
    assert [(dict(line.inputs), line.points) for line in found.breakdown if line.part == "elastic"] == [
        ({"indicator": "flood", "label": ""}, -7),
        ({"least": 3}, 4),
    ]


@pytest.mark.req("S0-20")
def test_a_stand_in_of_nought_counts_as_nought(scored: Callable[..., PersonResult]) -> None:
    lenient = district(("fewest = 3", "fewest = 5\nstand_in = 0"))
    found = scored(PERSON, lenient)
    assert [(dict(line.inputs), line.points) for line in found.breakdown if line.part == "cards"] == [
        ({"cards": 4, "score": 0, "stand_in": True, "weight": 20}, 0)
    ]
