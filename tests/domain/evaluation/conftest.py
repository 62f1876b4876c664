"""Evaluating facts written as a stranger would write them: JSON against county-psb or a variant of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from kaohe.policies.shipped import shipped_text
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.evaluate import evaluate
from kaohe.workflow.domain.facts import load_facts
from kaohe.workflow.domain.policy import Policy, load_policy
from kaohe.workflow.domain.results import ResultsDocument

MONTHS = {"2026Q1": ("2026-01", "2026-02", "2026-03"), "2026Q2": ("2026-04", "2026-05", "2026-06")}


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
def evaluated(variant: Callable[..., Policy]) -> Callable[..., ResultsDocument]:
    """The results of a facts document under county-psb after the given changes."""

    def results(document: Any, *changes: tuple[str, str]) -> ResultsDocument:
        policy = variant(*changes)
        return evaluate(policy, load_facts(json.dumps(document), policy), WorkCalendar())

    return results


@pytest.fixture(scope="session")
def person() -> Callable[..., dict[str, Any]]:
    """Facts of somebody who has the same score, 0 to 100, everywhere."""

    def facts(key: str, score: float, unit: str = "u", period: str = "2026Q1", **more: Any) -> dict[str, Any]:
        common = dict.fromkeys(("de", "neng", "qin", "ji", "lian"), score)
        return {"key": key, "unit": unit, "common": common, "monthly": dict.fromkeys(MONTHS[period], score)} | more

    return facts
