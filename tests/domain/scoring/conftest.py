"""The county-psb scheme, variants of it, and a person who scores exactly 90 by it."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from kaohe.policies.shipped import shipped_policy, shipped_text
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.cycle_frame import CycleFrame
from kaohe.workflow.domain.facts import PersonFacts
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import Policy, load_policy
from kaohe.workflow.domain.results import PersonResult
from kaohe.workflow.domain.scoring.score import score_person

NINETY = Decimal(90)


@pytest.fixture(scope="session")
def county_psb() -> Policy:
    return shipped_policy("county-psb")


@pytest.fixture(scope="session")
def variant() -> Callable[..., Policy]:
    """county-psb after (old, new) replacements in its text, each of which must match."""

    def changed(*changes: tuple[str, str]) -> Policy:
        text = shipped_text("county-psb")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        return load_policy(text)

    return changed


@pytest.fixture(scope="session")
def person() -> Callable[..., PersonFacts]:
    """Somebody with 90 everywhere in the first quarter of 2026, but for what is given."""
    plain = PersonFacts(
        key="p",
        unit="u",
        common=dict.fromkeys(("de", "neng", "qin", "ji", "lian"), NINETY),
        monthly=dict.fromkeys(("2026-01", "2026-02", "2026-03"), NINETY),
    )

    def made(**given: Any) -> PersonFacts:
        return replace(plain, **given)

    return made


@pytest.fixture(scope="session")
def scored(county_psb: Policy) -> Callable[..., PersonResult]:
    """A person's result in the first quarter of 2026, by county-psb unless told otherwise."""

    def result(person: PersonFacts, policy: Policy = county_psb, period: str = "2026Q1") -> PersonResult:
        return score_person(policy, person, CycleFrame.of(Period.parse(period), WorkCalendar()))

    return result
