"""The ratios that are measured, and one of them measured for real at a tiny size."""

import inspect
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.context import Bench
from bench.database import Databases
from bench.ratios import all_ratios, chosen

#: What is wanted (issue 5).
WANTED = {
    "pending_tasks_rps_vs_floor": "≥ 0.6",
    "pending_tasks_rps_vs_strawberry": "≥ 3.0",
    "pending_tasks_p50_10m_vs_10k": "≤ 1.15",
    "assessment_page_rps_vs_floor": "≥ 0.4",
    "transition_tps_vs_floor": "≥ 1.0",
    "transition_tps_vs_django_fsm": "≥ 3.0",
    "bulk_gate_time_vs_sql": "≤ 2.0",
    "aggregate_time_vs_sql": "≤ 5.0",
    "deadlines_rate_vs_message_each": "≥ 5.0",
    "million_deadlines_sweep_vs_empty": "≤ 1.2",
    "api_rss_vs_bare": "≤ 2.0",
    "scale_2_workers_vs_1": "≥ 1.1",
}


def test_every_ratio_that_is_wanted_is_measured_against_its_bound() -> None:
    assert {name: str(module.WANT) for name, module in all_ratios().items()} == WANTED


@pytest.mark.parametrize("name", sorted(WANTED))
def test_a_ratio_has_the_name_of_its_module_and_says_what_it_means(name: str) -> None:
    module = all_ratios()[name]
    assert name == module.NAME
    assert module.MEANING
    assert inspect.iscoroutinefunction(module.measure)


def test_one_ratio_can_be_chosen_and_none_means_all() -> None:
    assert list(chosen(["api_rss_vs_bare"])) == ["api_rss_vs_bare"]
    assert set(chosen([])) == set(WANTED)


def test_an_unknown_ratio_is_refused_before_anything_is_started(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["pending"])
    assert refused.value.code == 2
    assert "no ratio 'pending'" in capsys.readouterr().err


async def test_floor_and_api_give_the_same_bytes_under_load(tmp_path: Path) -> None:
    """The whole way once: a server of its own, seeded databases, processes, load, comparison."""
    with Databases(tmp_path / "pg") as databases:
        measured = await all_ratios()["assessment_page_rps_vs_floor"].measure(Bench(databases, tmp_path, 1, quick=True))
    assert measured.ratio > 0
    assert [len(series.values) for series in measured.sides.values()] == [1, 1]
    assert "byte for byte" in measured.checked
