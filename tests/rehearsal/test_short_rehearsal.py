"""Two quarters of a small bureau over real HTTP: every special event of a year happens, and is counted."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from support.databases import create_database, drop_database
from support.small_roster import PLAIN_PEOPLE, UNITS, roster_bytes

from kaohe.rehearsal import Options, Report, rehearse
from kaohe.rehearsal.report import QuarterReport

QUARTERS = 2

#: How often each thing happens in a quarter, whatever the seed.
ONCE = {
    "summary_on_behalf": 1,
    "summary_returned": 1,
    "summary_late": 1,
    "summary_excused": 1,
    "summary_missed": 1,
    "claim_refused_by_unit": 1,
    "claim_rejected": 1,
    "excluded_by_office": 2,
    "included": 1,
    "on_loan": 1,
    "on_probation": 1,
    "under_investigation": 1,
    "quota_frozen": 1,
    "over_places_refused": 1,
    "no_quorum_refused": 1,
    "nominee_rejected": 1,
    "supplementary_session": 1,
    "grade_withheld": 1,
    "objection_inadmissible": 1,
    "objection_sustained": 1,
    "objection_withdrawn": 1,
    "second_instance_filed": 1,
    "outside_refused": 1,
    "made_up_later": 1,
}

AT_LEAST_ONCE = (
    "returned_for_rework",
    "second_look",
    "feedback_by_office",
    "acknowledged_refused",
    "acknowledged_deemed",
)


@pytest.fixture(scope="module")
def report(server_url: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    """The report of one rehearsal, on an empty database of its own."""
    folder = tmp_path_factory.mktemp("rehearsal")
    roster = folder / "roster.xlsx"
    roster.write_bytes(roster_bytes())
    url, name = create_database(server_url, template)
    try:
        yield rehearse(Options("county-psb", roster, folder, QUARTERS, database=url), Console(file=StringIO()))
    finally:
        drop_database(server_url, name)


@pytest.fixture(params=range(QUARTERS))
def quarter(report: Report, request: pytest.FixtureRequest) -> QuarterReport:
    return report.quarters[request.param]


@pytest.mark.req("S3-21", "S3-40")
def test_everybody_is_archived_except_who_was_excluded(quarter: QuarterReport) -> None:
    assessed = len(UNITS) * (PLAIN_PEOPLE + 2) + 3
    assert quarter.people == assessed
    assert quarter.stages == {"ARCHIVED": assessed - 1, "EXCLUDED": 1}


@pytest.mark.req("S3-28", "S3-34", "S3-35", "S3-38")
@pytest.mark.parametrize("event", ONCE)
def test_happens_as_often_as_it_was_cast(quarter: QuarterReport, event: str) -> None:
    assert quarter.events[event] == ONCE[event]


@pytest.mark.req("S3-31", "S3-41")
@pytest.mark.parametrize("event", AT_LEAST_ONCE)
def test_happens(quarter: QuarterReport, event: str) -> None:
    assert quarter.events[event] > 0


@pytest.mark.req("S3-23", "S3-24", "S3-26")
def test_no_unit_and_no_body_uses_more_than_was_offered(quarter: QuarterReport) -> None:
    assert len(quarter.grants) > len(UNITS)
    assert all(grant["used"] <= grant["places"] for grant in quarter.grants)
    assert sum(grant["used"] for grant in quarter.grants) > 0


@pytest.mark.req("N-8", "N-10", "N-11")
def test_outcomes_without_a_grade_are_there(quarter: QuarterReport) -> None:
    outcomes = {bucket["value"]: bucket["count"] for bucket in quarter.statistics["byOutcome"]}
    assert outcomes["comment_only"] == 1
    assert outcomes["not_determined"] == 1
    assert outcomes["pending"] == 2  # one under investigation from the start, one withheld after the decision


@pytest.mark.req("S3-39")
def test_an_archive_of_every_quarter_lies_in_the_folder(report: Report) -> None:
    archives = [quarter.archive for quarter in report.quarters]
    assert all(isinstance(archive, Path) and archive.stat().st_size > 0 for archive in archives)
    assert len({*archives}) == QUARTERS
