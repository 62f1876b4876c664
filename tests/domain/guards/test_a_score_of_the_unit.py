"""Whose score rests on what his unit set or earned: another unit assesses him before he has it, or once it is returned."""

import pytest
from support.snapshots import ACTORS, NOW, OTHER_UNIT, POLICY, situation, snapshot

from kaohe.policies.shipped import shipped_text
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.guards import judge
from kaohe.workflow.domain.policy import Policy, load_policy
from kaohe.workflow.domain.refusals import Code

DAGUAN = load_policy(shipped_text("daguan"))


def refused(policy: Policy, state: str) -> list[tuple[Code, str | None]]:
    command = Command("reassign", ACTORS["office"], NOW, reason="借用", args={"unit_id": OTHER_UNIT})
    found = judge(Subject.ASSESSMENT, snapshot(Subject.ASSESSMENT, state), command, situation(policy=policy))
    return [(one.code, one.field) for one in found]


@pytest.mark.req("S0-7", "S0-8", "S0-9")
def test_it_goes_to_another_unit_before_it_is_added_up() -> None:
    assert refused(DAGUAN, "aggregation") == []
    assert refused(DAGUAN, "review") == [(Code.BAD_INPUT, "assessment_id")]


@pytest.mark.req("S3-14")
def test_a_score_of_the_persons_own_goes_along() -> None:
    assert refused(POLICY, "review") == []


@pytest.mark.req("S0-9", "S1-17")
@pytest.mark.parametrize("field", ["unit_classes", "class_weights"])
def test_a_part_that_differs_between_classes_makes_a_score_the_units(field: str) -> None:
    assert not POLICY.scoring.rests_on_unit
    value = ("window",) if field == "unit_classes" else {"window": 5}
    first, *rest = POLICY.scoring.parts
    scoring = POLICY.scoring.model_copy(update={"parts": (first.model_copy(update={field: value}), *rest)})
    assert scoring.rests_on_unit
