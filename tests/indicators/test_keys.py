"""A score belongs to a key: a key never comes to mean something else."""

import pytest
from indicators.conftest import indicator
from support.measured import policy_text

from kaohe.schema.models.evaluation import INDICATOR_KINDS
from kaohe.workflow.domain.indicators.keys import outdated, with_keys
from kaohe.workflow.domain.indicators.model import KIND_LABELS, IndicatorKind, part_of
from kaohe.workflow.domain.policy import load_policy

pytestmark = pytest.mark.req("S0-6")


def keys(given, before=()):
    return [one.key for one in with_keys(given, before)]


def test_those_without_a_key_are_numbered_past_keys_that_are_taken():
    assert keys([indicator("甲"), indicator("乙", key="i1"), indicator("丙")]) == ["i2", "i1", "i3"]


def test_a_label_keeps_its_key_and_a_key_that_is_given_up_is_not_used_again():
    before = with_keys([indicator("甲"), indicator("乙")], ())
    assert keys([indicator("乙"), indicator("丙")], before) == ["i2", "i3"]


def test_a_given_key_stays_although_the_label_had_another():
    assert keys([indicator("甲", key="speed")], [indicator("甲", key="i1")]) == ["speed"]


def test_a_new_label_or_standard_outdates_a_score_and_a_new_weight_does_not():
    before = [indicator("甲", key="a"), indicator("乙", key="b"), indicator("丙", key="c"), indicator("丁", key="d")]
    after = [
        indicator("甲", key="a", weight="7"),
        indicator("乙", "另一标准", key="b"),
        indicator("丙丙", key="c"),
        indicator("丁", key="e"),
    ]
    assert outdated(before, after) == ["b", "c", "d"]
    assert outdated([], after) == []


def test_the_kinds_are_those_of_the_tables_and_have_words():
    assert tuple(IndicatorKind) == INDICATOR_KINDS
    assert set(KIND_LABELS) == set(IndicatorKind)


@pytest.mark.req("S0-9")
@pytest.mark.parametrize(
    ("registered", "individual", "elastic"),
    [("", "individual", "elastic"), ("department", "individual", "elastic"), ("window", "individual_window", None)],
)
def test_a_class_has_the_parts_that_name_it(registered, individual, elastic):
    policy = load_policy(policy_text())
    found = [part_of(policy, registered, kind) for kind in IndicatorKind]
    assert [part and part.key for part in found] == [individual, elastic]
