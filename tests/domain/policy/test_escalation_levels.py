"""The levels of escalation: the policy's own, or the office one working day late where it gives none."""

import pytest

from kaohe.workflow.domain.policy.stages import Escalation, OnExpiry, SelfMovingStage, StageRules
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.domain.terms import Term

OWN = Escalation(after=Term(working_days=2), to=Role.MAIN_LEADER)


@pytest.mark.req("S3-31")
def test_a_policys_own_levels_are_all_there_are() -> None:
    assert StageRules(escalations=(OWN,)).levels == (OWN,)
    assert StageRules(on_expiry=OnExpiry.HOLD, escalations=(OWN,)).levels == (OWN,)


@pytest.mark.req("S3-31")
def test_without_any_the_office_is_told_one_working_day_late() -> None:
    assert StageRules().levels == (Escalation(after=Term(working_days=1), to=Role.OFFICE),)


@pytest.mark.req("S3-31")
def test_where_nothing_is_escalated_there_are_none() -> None:
    assert StageRules(on_expiry=OnExpiry.HOLD).levels == ()
    assert SelfMovingStage().levels == ()
