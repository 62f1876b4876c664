"""Entering points is on offer where the policy has indicators for the unit, and nowhere else."""

import pytest
from support.measured import policy_text
from support.snapshots import ACTORS, POLICY, UNIT, situation, snapshot

from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.guards import available
from kaohe.workflow.domain.policy import load_policy
from kaohe.workflow.domain.snapshots import UnitPlace

DISTRICT = load_policy(policy_text())
WITHOUT_WINDOWS = load_policy(
    policy_text()
    .replace(
        'kind = "individual_indicators"\nkey = "individual_window"', 'kind = "monthly_mean"\nkey = "monthly_window"'
    )
    .replace('unit_classes = ["window"]\nweight = 60', 'unit_classes = ["window"]\nfactor = 60')
)


@pytest.mark.req("S0-9")
@pytest.mark.parametrize(
    ("policy", "unit_class", "offered"),
    [
        (POLICY, "", False),
        (DISTRICT, "", True),
        (DISTRICT, "window", True),
        (WITHOUT_WINDOWS, "window", False),
        (WITHOUT_WINDOWS, "department", True),
    ],
)
def test_it_is_offered_where_the_unit_s_class_has_such_a_part(policy, unit_class, offered):
    where = situation(policy=policy, units={UNIT: UnitPlace(1, unit_class)})
    for state in ("self_summary", "aggregation"):
        one = snapshot(Subject.ASSESSMENT, state)
        names = {rule.name for rule in available(Subject.ASSESSMENT, one, ACTORS["clerk"], where)}
        assert ("record_indicators" in names) is offered
