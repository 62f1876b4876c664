"""What a run of the benchmark leaves."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bench import report
from bench.alternate import AtLeast, Measured, Series

MODULE: Any = SimpleNamespace(NAME="one", MEANING="one thing against another", WANT=AtLeast(0.5))

MEASURED = Measured(
    0.61234,
    {"kaohe": Series([10.0, 12.0, 14.0], "requests/s"), "floor": Series([20.0, 20.0, 30.0], "requests/s")},
    {"with names, ratio": 0.04567},
    "100 answers equal",
)


def _report() -> report.Report:
    entry = report.entry(MODULE, MEASURED, rounds=3)
    return report.merged({}, {"one": MEASURED.ratio}, {"one": entry})


def test_the_file_has_machine_commit_ratios_and_figures() -> None:
    found = _report()
    assert set(found) == {"machine", "commit", "ratios", "figures"}
    assert found["ratios"] == {"one": 0.6123}
    figures = found["figures"]["one"]
    assert (figures["want"], figures["met"], figures["rounds"]) == ("≥ 0.5", True, 3)
    assert figures["sides"]["kaohe"] == {
        "median": 12.0,
        "low": 10.0,
        "high": 14.0,
        "unit": "requests/s",
        "values": [10.0, 12.0, 14.0],
    }
    assert figures["further"] == {"with names, ratio": 0.04567}


def test_measuring_one_ratio_leaves_the_others_as_they_were() -> None:
    before = {"ratios": {"other": 2.0}, "figures": {"other": {"commit": "abc"}}}
    after = report.merged(before, {"one": 1.0}, {"one": {}})
    assert after["ratios"] == {"one": 1.0, "other": 2.0}
    assert after["figures"]["other"] == {"commit": "abc"}


def test_the_table_shows_both_sides_with_their_spread() -> None:
    row = report.table(_report()).splitlines()[-1]
    assert "`one`: one thing against another | ≥ 0.5 | 0.6123 | yes" in row
    assert "kaohe: 12 requests/s (10 to 14)" in row
    assert "floor: 20 requests/s (20 to 30)" in row
    assert "with names, ratio 0.0457" in row


def test_a_ratio_that_falls_short_says_so() -> None:
    short = Measured(0.4, MEASURED.sides)
    found = report.merged({}, {"one": 0.4}, {"one": report.entry(MODULE, short, rounds=3)})
    assert "| **no** |" in report.table(found)


def test_the_table_goes_between_the_marks_of_the_page(tmp_path: Path) -> None:
    page, file = tmp_path / "page.md", tmp_path / "latest.json"
    page.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
    report.write(_report(), file, page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{report.BEGIN}\nMachine: ")
    assert text.endswith(f"\n{report.END}\nafter\n")
    assert "old" not in text
    assert report.read(file) == _report()


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="no marks"):
        report.placed("nothing", "table")


def test_the_published_page_has_the_marks() -> None:
    text = report.PAGE.read_text(encoding="utf-8")
    assert report.placed(text, "table").count("table") >= 1


def test_the_machine_is_told_without_its_name() -> None:
    import platform

    assert platform.node() not in report.machine()
