"""The demo roster: a realistic bureau, always the same, and the committed file is what the script makes."""

from collections import Counter

import pytest

from kaohe.demo.bureau import COUNTY_HEADS, OUTSIDE, ROOT, UNITS, VACANT
from kaohe.demo.figures import assessed, attendance_workbook, performance_workbook
from kaohe.demo.logins import LOGIN_ROLES
from kaohe.demo.people import people
from kaohe.demo.roster import ROSTER, roster_workbook
from kaohe.demo.special import ASSIGNMENTS, CIRCUMSTANCES, LOGINS, LONG_SICK, RELATIVES, ROLES, SUMMARIES
from kaohe.workflow.imports.files import read_table

EVERYBODY = {person.number: person for person in people()}
INSIDE = [person for person in EVERYBODY.values() if person.unit in {unit.key for unit in UNITS}]


@pytest.mark.req("S3-10")
def test_18_units_of_3_to_45_people_326_in_all():
    sizes = Counter(person.unit for person in INSIDE)
    assert sizes == {unit.key: unit.size for unit in UNITS}
    assert (len(sizes), min(sizes.values()), max(sizes.values()), sizes.total()) == (18, 3, 45, 326)


@pytest.mark.req("S3-10")
def test_316_of_them_are_assessed():
    county = [person for person in INSIDE if person.management == "县管"]
    assert len(assessed()) == 326 - len(county) == 316
    assert {person.unit for person in county} == {ROOT, *COUNTY_HEADS}


def roles() -> Counter[str]:
    return Counter(role for person in EVERYBODY.values() for role in person.roles)


@pytest.mark.req("S3-3", "S3-4", "S3-8", "S3-30")
def test_every_unit_that_assesses_has_its_clerk_and_leaders_but_for_one_vacant_post():
    held = roles()
    for unit in (*UNITS, *(one for one in OUTSIDE if one.size > 1)):
        assert held[f"unit_clerk@{unit.key}"] == 1
        assert held[f"main_leader@{unit.key}"] == (unit.key != VACANT)
        assert held[f"leader_in_charge@{unit.key}"] == 1
    assert 7 <= held["committee_member"] <= 9
    assert held["office"] >= 2
    for role in ("committee_secretary", "administrator"):
        assert held[role] == 1
    for approver in ("inspection_group", "county_authority"):
        assert held[f"outside_approver@{approver}"] == 1


@pytest.mark.req("S3-12", "S3-14", "N-8", "N-11")
def test_what_is_special_concerns_people_who_are_there_and_assessed():
    covered = {number for number, _ in assessed()}
    assert {*ASSIGNMENTS, *SUMMARIES, LONG_SICK, *(one[0] for one in CIRCUMSTANCES)} <= covered
    assert {*LOGINS, *ROLES} <= EVERYBODY.keys()
    assert set(LOGINS.values()) == set(LOGIN_ROLES)
    for one, other, _ in RELATIVES:
        assert EVERYBODY[one].unit == EVERYBODY[other].unit


@pytest.mark.req("S3-10")
def test_nobody_shares_a_name_or_number():
    assert len({person.name for person in people()}) == len(EVERYBODY) == len(people())


@pytest.mark.req("S3-10")
def test_the_committed_roster_is_what_the_script_makes():
    """By content: the bytes also depend on the compression library."""
    assert read_table(ROSTER.read_bytes(), "roster.xlsx") == read_table(roster_workbook(), "roster.xlsx")
    assert roster_workbook() == roster_workbook()


@pytest.mark.req("S3-53")
def test_figures_are_the_same_each_time_and_differ_by_month():
    who = assessed()
    january, february = (performance_workbook(who, [month]) for month in ("2026-01", "2026-02"))
    assert january == performance_workbook(who, ["2026-01"])
    scores = [[row[3] for row in read_table(content, "a.xlsx")[0].rows[1:]] for content in (january, february)]
    assert scores[0] != scores[1]
    assert all(50 <= score <= 99.5 for month in scores for score in month)
    assert len(read_table(attendance_workbook(who, ["2026-01", "2026-02"]), "a.xlsx")[0].rows) == 1 + 2 * len(who)
