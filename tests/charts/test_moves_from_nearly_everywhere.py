"""The moves that leave nearly every state, which no picture shows."""

import pytest

from kaohe.workflow.domain.charts import ASSESSMENT_CHART, CYCLE_CHART, LOOP, Chart

LIVING = LOOP[:-1]
UP_TO_REVIEW = ("self_summary", "aggregation", "review")


def goes(chart: Chart, trigger: str) -> dict[str, tuple[str, ...]]:
    """Where a trigger leads, from each state that it leaves."""
    found = {state: chart.destinations(trigger, state) for state in chart.states}
    return {state: dests for state, dests in found.items() if dests}


def test_a_case_is_cancelled_with_its_cycle_wherever_it_is() -> None:
    assert goes(ASSESSMENT_CHART, "cancel") == dict.fromkeys(LIVING, ("cancelled",))
    assert goes(CYCLE_CHART, "cancel") == dict.fromkeys(("draft", *LIVING), ("cancelled",))


def test_a_stage_that_is_not_there_is_skipped_to_the_next() -> None:
    assert goes(ASSESSMENT_CHART, "skip_stage") == dict(zip(LIVING, ((stage,) for stage in LOOP[1:]), strict=True))


@pytest.mark.req("S3-10")
def test_who_takes_part_and_where_is_settled_before_publicity() -> None:
    assert goes(ASSESSMENT_CHART, "reassign") == {stage: (stage,) for stage in UP_TO_REVIEW}
    assert goes(ASSESSMENT_CHART, "exclude") == dict.fromkeys((*UP_TO_REVIEW, "decision"), ("excluded",))
    assert goes(ASSESSMENT_CHART, "include") == {"excluded": (*UP_TO_REVIEW, "decision")}
