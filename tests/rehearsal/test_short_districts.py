"""A short quarter of each district over real HTTP, with its scheme's own roster made small: what belongs to it happens."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from support.databases import create_database, drop_database

from kaohe.policies.shipped import shipped
from kaohe.rehearsal import Options, Report, rehearse
from kaohe.rehearsal.plays import PLAYS
from kaohe.rehearsal.report import QuarterReport


def _rehearsed(policy: str, server_url: str, template: str, folder: Path, **short: int) -> Iterator[Report]:
    url, name = create_database(server_url, template)
    try:
        yield rehearse(Options(policy, None, folder, database=url, **short), Console(file=StringIO()))
    finally:
        drop_database(server_url, name)


@pytest.fixture(scope="module")
def district(server_url: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[QuarterReport]:
    """One quarter of show-assess-use with two weeks of logs."""
    folder = tmp_path_factory.mktemp("show-assess-use")
    short = {"quarters": 1, "scale": 30, "weeks": 2}
    for report in _rehearsed("show-assess-use", server_url, template, folder, **short):
        yield report.quarters[0]


@pytest.fixture(scope="module")
def daguan(server_url: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    """Two quarters of daguan: the goals of the first are answered in the second."""
    folder = tmp_path_factory.mktemp("daguan")
    yield from _rehearsed("daguan", server_url, template, folder, quarters=2, scale=15)


def test_every_shipped_scheme_has_a_play() -> None:
    assert PLAYS.keys() == set(shipped())


def shown(quarter: QuarterReport) -> dict[str, object]:
    """The quarter's figures of two columns, by label."""
    return {str(row[0]): row[1] for table in quarter.figures for row in table.rows}


@pytest.mark.req("S1-25")
def test_everybody_is_archived(district: QuarterReport, daguan: Report) -> None:
    for quarter in (district, *daguan.quarters):
        assert quarter.stages == {"ARCHIVED": quarter.people}
        assert quarter.archive is not None
        assert quarter.archive.stat().st_size > 0


@pytest.mark.req("S1-5", "S1-9", "S1-10", "S1-12")
@pytest.mark.parametrize(
    "event", ["record_written", "record_backfilled", "record_refused", "records_looked_at", "record_redacted"]
)
def test_logs_are_written_back_filled_refused_looked_at_and_redacted(district: QuarterReport, event: str) -> None:
    assert district.events[event] > 0


@pytest.mark.req("S1-26")
def test_small_units_get_external_raters_one_proposal_is_returned_first(district: QuarterReport) -> None:
    small = shown(district)["< 8 人 · people"]
    assert district.events["raters_approved"] == small
    assert district.events["raters_returned"] == 1
    assert district.events["raters_proposed"] == district.events["raters_approved"] + 1


@pytest.mark.req("S1-20", "S1-22", "S1-23")
def test_ballots_are_cast_once_and_within_the_share_of_high_scores(district: QuarterReport) -> None:
    assert district.events["ballot_cast"] > 0
    assert district.events["ballot_refused"] > 0
    assert district.events["second_ballot_refused"] == 1
    assert 0 < district.events["score_high"] <= 0.3 * district.events["score_given"]


@pytest.mark.req("S1-31")
def test_scores_are_told_by_rank(district: QuarterReport) -> None:
    by_rank = next(table for table in district.figures if table.columns == ("people", "highest", "lowest"))
    assert sum(int(str(row[1])) for row in by_rank.rows) == district.people
    assert all(float(str(row[2])) >= float(str(row[3])) for row in by_rank.rows)


DAGUAN_EVENTS = (
    "commended",
    "sanctioned",
    "indicator_set_elastic",
    "indicators_recorded",
    "card_used",
    "card_incomplete",
    "card_refused",
    "unit_item_recorded",
    "appraised_by_deputy_leader",
    "appraised_by_leader_in_charge",
    "inspected_spot_check",
    "inspected_site_visit",
    "finding_answered",
    "finding_returned",
    "good_practice_closed",
    "outside_answered",
    "record_written",
    "record_refused",
)


@pytest.mark.req("S0-7", "S0-10", "S0-11", "S0-17", "S0-18", "S0-19", "S0-20", "S0-21", "S0-26", "S0-27")
@pytest.mark.parametrize("event", DAGUAN_EVENTS)
def test_happens_in_each_quarter_of_daguan(daguan: Report, event: str) -> None:
    assert all(quarter.events[event] > 0 for quarter in daguan.quarters)


@pytest.mark.req("S0-6", "S0-23")
def test_goals_are_answered_and_individual_indicators_hold_in_the_quarter_after(daguan: Report) -> None:
    first, second = (quarter.events for quarter in daguan.quarters)
    assert (first["goal_answered"], second["indicator_set_individual"]) == (0, 0)
    assert second["goal_answered"] > 0
    assert first["indicator_set_individual"] > 0


@pytest.mark.req("S0-26")
def test_nobody_waits_for_results_that_are_only_filed(daguan: Report) -> None:
    assert all(quarter.events["outside_refused"] == 0 for quarter in daguan.quarters)


@pytest.mark.req("S0-27")
def test_every_finding_is_closed(daguan: Report) -> None:
    for quarter in daguan.quarters:
        closed = quarter.events["finding_closed"] + quarter.events["good_practice_closed"]
        assert closed == quarter.events["finding_issued"] == 4


@pytest.mark.req("S0-31")
def test_the_best_enter_the_reserve_pool_at_the_end(daguan: Report) -> None:
    first, last = daguan.quarters
    assert first.events["reserve_entered"] == 0
    assert last.events["reserve_entered"] == min(37, last.people)
