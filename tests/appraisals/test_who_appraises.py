"""Each level assesses the next: who may appraise is decided by the policy and by where the person stands."""

from typing import Any

import pytest
from support.snapshots import OTHER_PERSON, PERSON, ROOT, UNIT, situation, snapshot

from kaohe.policies.shipped import shipped_text
from kaohe.workflow.domain.appraisal import appraiser_keys
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.policy import load_policy
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Situation, UnitPlace
from kaohe.workflow.domain.standing import Standing

HEAD, LEADER, DEPUTY, CHARGE, OFFICE, ABOVE = 201, 202, 203, 204, 205, 206
MIDDLE = 9
KEYS = {
    f"main_leader@{ROOT}": HEAD,
    f"main_leader@{MIDDLE}": ABOVE,
    f"main_leader@{UNIT}": LEADER,
    f"deputy_leader@{UNIT}": DEPUTY,
    f"leader_in_charge@{UNIT}": CHARGE,
    "office": OFFICE,
}
AT_UNIT = {role: f"{role}@{UNIT}" for role in ("main_leader", "deputy_leader", "leader_in_charge")}


def where(vacant: tuple[str, ...] = (), **changes: Any) -> Situation:
    """Unit 2 stands below unit 9, which stands below the body; the policy is Daguan's."""
    given = {
        "policy": load_policy(shipped_text("daguan")),
        "units": {
            ROOT: UnitPlace(None),
            MIDDLE: UnitPlace(ROOT),
            UNIT: UnitPlace(MIDDLE, "department"),
        },
        "holders": {key: frozenset({one}) for key, one in KEYS.items() if key not in vacant},
        **changes,
    }
    return situation(**given)


def keys(standing: Standing, of: Situation | None = None, **changes: Any) -> tuple[str, ...]:
    case = snapshot(Subject.ASSESSMENT, "aggregation", standing=standing, **changes)
    assert isinstance(case, AssessmentSnapshot)
    return appraiser_keys(case, of or where())


@pytest.mark.req("S0-18")
def test_staff_are_appraised_by_the_chief_or_the_deputy_chief() -> None:
    assert keys(Standing.STAFF) == (AT_UNIT["main_leader"], AT_UNIT["deputy_leader"])


@pytest.mark.req("S0-17")
def test_heads_are_appraised_by_the_deputy_in_charge_or_the_director() -> None:
    """The director is the head of the unit above; of the body itself nobody stands above."""
    assert keys(Standing.MAIN_LEADER) == (AT_UNIT["leader_in_charge"], f"main_leader@{MIDDLE}")
    top = where(units={UNIT: UnitPlace(None, "department")})
    assert keys(Standing.MAIN_LEADER, top) == (AT_UNIT["leader_in_charge"], f"main_leader@{ROOT}")


@pytest.mark.req("S0-16")
def test_deputies_are_appraised_by_the_chief_or_the_leader_in_charge() -> None:
    assert keys(Standing.DEPUTY) == (AT_UNIT["main_leader"], AT_UNIT["leader_in_charge"])


@pytest.mark.req("S0-16", "§3")
def test_a_vacant_post_and_whoever_keeps_away_are_left_out() -> None:
    assert keys(Standing.STAFF, where(vacant=(AT_UNIT["main_leader"],))) == (AT_UNIT["deputy_leader"],)
    related = where(relatives={PERSON: frozenset({DEPUTY})})
    assert keys(Standing.STAFF, related) == (AT_UNIT["main_leader"],)
    assert keys(Standing.STAFF, person_id=LEADER) == (AT_UNIT["deputy_leader"],)


@pytest.mark.req("S0-16", "§3")
def test_of_two_who_hold_a_post_the_one_who_may_act_is_enough() -> None:
    both = {**where().holders, AT_UNIT["main_leader"]: frozenset({LEADER, PERSON})}
    assert AT_UNIT["main_leader"] in keys(Standing.STAFF, where(holders=both))


@pytest.mark.req("S0-16", "§3")
def test_where_nobody_is_left_it_is_the_offices_and_above_it_the_heads() -> None:
    gone = (AT_UNIT["main_leader"], AT_UNIT["deputy_leader"])
    assert keys(Standing.STAFF, where(vacant=gone)) == ("office",)
    assert keys(Standing.STAFF, where(vacant=gone), person_id=OFFICE) == (f"main_leader@{ROOT}",)
    assert keys(Standing.STAFF, where(holders={}), person_id=OTHER_PERSON) == ("office",)


@pytest.mark.req("S0-14")
def test_where_the_score_has_no_appraisal_nobody_appraises() -> None:
    assert keys(Standing.STAFF, situation()) == ()


_OF_WINDOWS = """unit_classes = ["window"]
of_staff = ["leader_in_charge"]

[[scoring.parts]]
kind = "appraisal"
"""

_OF_DEPARTMENTS = """unit_classes = ["department"]
"""


@pytest.mark.req("S0-9", "S0-16")
def test_each_class_of_units_has_an_appraisal_of_its_own() -> None:
    part = 'key = "appraisal"\nlabel = "领导鉴定"\nweight = 20\n'
    window = part.replace('"appraisal"', '"appraisal_window"').replace("20", "15") + _OF_WINDOWS
    text = shipped_text("daguan").replace(
        part + "class_weights = { window = 15 }\n", window + part + _OF_DEPARTMENTS, 1
    )
    policy = load_policy(text)
    units = {UNIT: UnitPlace(MIDDLE, "window")}
    assert keys(Standing.STAFF, where(policy=policy, units=units)) == (AT_UNIT["leader_in_charge"],)
    assert keys(Standing.STAFF, where(policy=policy)) == (AT_UNIT["main_leader"], AT_UNIT["deputy_leader"])
