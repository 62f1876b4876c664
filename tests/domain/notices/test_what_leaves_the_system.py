"""What a mail or a webhook may say, and whom lent work is told to."""

import pytest

from kaohe.workflow.domain.charts import ObjectionState
from kaohe.workflow.domain.lent_notices import WORK_OF_NOTICE, notices_of
from kaohe.workflow.domain.notices import NOTICES, TASKS, asks, outside_kind, outside_words
from kaohe.workflow.domain.substitution import WorkKind

NEWS = ("考核事项有新进展", "there is news on an assessment matter")
RESULTS = ["grade_withheld", *(f"objection_{state}" for state in ObjectionState)]


@pytest.mark.parametrize("kind", RESULTS)
def test_a_result_leaves_as_news(kind: str) -> None:
    assert kind in NOTICES
    assert outside_words(kind) == NEWS
    assert outside_kind(kind) == "news"


@pytest.mark.parametrize("kind", ["review", "remind_review", "list_handed_in", "objection_admitted"])
def test_anything_else_leaves_as_what_it_is(kind: str) -> None:
    assert outside_words(kind) == NOTICES[kind] != NEWS
    assert outside_kind(kind) == kind


@pytest.mark.parametrize("stage", ["review", "self_summary"])
def test_a_deadline_asks_for_something_but_where_it_tells_who_is_late(stage: str) -> None:
    assert [asks(f"{kind}_{stage}") for kind in ("remind", "expire", "escalate", "overdue")] == [True] * 3 + [False]
    assert all(asks(task) for task in TASKS)
    assert not asks("list_handed_in")


def test_who_stands_in_is_told_of_the_work_and_of_its_deadlines() -> None:
    assert notices_of([]) == []
    of_claims = set(notices_of([WorkKind.CLAIMS]))
    assert {"audit_claims", "remind_aggregation", "expire_aggregation", "overdue_aggregation"} <= of_claims
    assert "aggregate" not in of_claims
    both = notices_of([WorkKind.CLAIMS, WorkKind.AGGREGATION])
    assert both == sorted({*notices_of([WorkKind.CLAIMS]), *notices_of([WorkKind.AGGREGATION])})
    assert {"aggregate", "audit_claims"} <= set(both)
    assert WORK_OF_NOTICE["remind_aggregation"] >= {WorkKind.CLAIMS, WorkKind.AGGREGATION}
    assert set(WORK_OF_NOTICE) <= set(NOTICES)
