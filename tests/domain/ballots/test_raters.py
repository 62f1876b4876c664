"""Who rates whom as what: by group and standing, not himself, not relatives."""

import pytest

from kaohe.workflow.domain.ballots.raters import Ratee, category_of, group_of, rated_by
from kaohe.workflow.domain.policy.ballots import Box, RaterGroup
from kaohe.workflow.domain.standing import Standing

CHIEF = Ratee(11, 1, Standing.MAIN_LEADER)
DEPUTY = Ratee(12, 2, Standing.DEPUTY)
CLERK = Ratee(13, 3, Standing.STAFF)
OTHER_CLERK = Ratee(14, 4, Standing.STAFF)
UNIT = (CHIEF, DEPUTY, CLERK, OTHER_CLERK)


@pytest.mark.req("S1-15", "S1-19")
def test_a_group_rates_each_standing_in_the_category_that_the_policy_names(box: Box) -> None:
    raters = box.raters_for("")
    assert rated_by(raters, RaterGroup.MAIN_LEADER, 1, UNIT) == {
        12: "main_leader",
        13: "main_leader",
        14: "main_leader",
    }
    assert rated_by(raters, RaterGroup.DEPUTIES, 2, UNIT) == {11: "other", 13: "deputies", 14: "deputies"}
    assert rated_by(raters, RaterGroup.STAFF, 3, UNIT) == {11: "other", 12: "other", 14: "peer"}


@pytest.mark.req("S1-15")
def test_whoever_has_no_category_for_a_standing_does_not_rate_it(box: Box) -> None:
    raters = box.raters_for("")
    assert category_of(raters, RaterGroup.EXTERNAL, Standing.STAFF) is None
    assert rated_by(raters, RaterGroup.EXTERNAL, 99, UNIT) == {11: "peer"}
    assert rated_by(raters, RaterGroup.SUPERIOR_STAFF, 99, UNIT) == {}


@pytest.mark.req("S1-15")
def test_nobody_rates_himself_or_a_declared_relative(box: Box) -> None:
    assert rated_by(box.raters_for(""), RaterGroup.STAFF, 3, UNIT, relatives={2}) == {11: "other", 14: "peer"}


@pytest.mark.req("S1-17")
def test_whoever_is_in_several_groups_rates_in_the_policys_first(box: Box) -> None:
    raters = box.raters_for("")
    both = {RaterGroup.EXTERNAL, RaterGroup.DEPUTIES}
    assert group_of(raters, both) is RaterGroup.DEPUTIES
    assert group_of(raters, {RaterGroup.SUPERIOR_LEADERS}) is None
