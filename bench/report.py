"""What a run leaves: latest.json for programs, a table in docs/performance.md for people."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.alternate import Measured, Series
from bench.processes import ROOT

LATEST = ROOT / "bench" / "latest.json"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"

Report = dict[str, Any]


def machine() -> str:
    """The machine in a line: cores, memory, architecture, system."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {system}"


@cache
def commit() -> str:
    """The commit that is measured, with a + where the tree has changes beside what a run itself writes."""
    written = [f":!{file.relative_to(ROOT)}" for file in (LATEST, PAGE)]
    changed = _git("diff", "--quiet", "HEAD", "--", ".", *written).returncode != 0
    return (_git("rev-parse", "--short", "HEAD").stdout.strip() or "unknown") + ("+" if changed else "")


def _git(*words: str) -> subprocess.CompletedProcess[str]:
    command = ["git", "--no-optional-locks", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def entry(module: ModuleType, measured: Measured, rounds: int) -> Report:
    """One ratio with all that stands behind it."""
    return {
        "meaning": module.MEANING,
        "want": str(module.WANT),
        "met": module.WANT.met(measured.ratio),
        "rounds": rounds,
        "commit": commit(),
        "sides": {name: _side(series) for name, series in measured.sides.items()},
        "further": {name: _rounded(value) for name, value in measured.figures.items()},
        "checked": measured.checked,
    }


def merged(before: Report, ratios: Mapping[str, float], figures: Mapping[str, Report]) -> Report:
    """The report with what a run has measured; ratios that it has not measured stay, each with its own commit."""
    return {
        "machine": machine(),
        "commit": commit(),
        "ratios": dict(sorted({**before.get("ratios", {}), **{k: _rounded(v) for k, v in ratios.items()}}.items())),
        "figures": dict(sorted({**before.get("figures", {}), **figures}.items())),
    }


def table(report: Report) -> str:
    """The report as a table in Markdown."""
    lines = [
        f"Machine: {report['machine']}. Commit: {report['commit']}.",
        "",
        "| ratio | want | found | met | ours: median (low to high) | theirs: median (low to high) | further figures |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, found in report["ratios"].items():
        one = report["figures"][name]
        sides = [_told(side, words) for side, words in one["sides"].items()][:2]
        further = "; ".join(f"{key} {_number(value)}" for key, value in one["further"].items())
        cells = [
            f"`{name}`: {one['meaning']}",
            one["want"],
            str(found),
            "yes" if one["met"] else "**no**",
            *sides,
            further,
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def placed(page: str, inside: str) -> str:
    """The page with what stands between the two marks replaced. Raises ValueError where they are missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has no marks for the table")
    return f"{before}{BEGIN}\n{inside}\n{END}{after}"


def read(file: Path) -> Report:
    """A report that was written before; empty where there is none."""
    found: Report = json.loads(file.read_text()) if file.exists() else {}
    return found


def write(report: Report, file: Path, page: Path | None) -> None:
    """Write the report, and its table into the page where one is given."""
    file.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    if page is not None:
        page.write_text(placed(page.read_text(), table(report)))


def _side(series: Series) -> Report:
    return {
        "median": _rounded(series.median),
        "low": _rounded(series.low),
        "high": _rounded(series.high),
        "unit": series.unit,
        "values": [_rounded(one) for one in series.values],
    }


def _told(side: str, words: Report) -> str:
    spread = f"{_number(words['low'])} to {_number(words['high'])}"
    return f"{side}: {_number(words['median'])} {words['unit']} ({spread})"


def _rounded(value: float) -> float:
    """Three decimals, or four significant digits of what is small: more would say more than was measured."""
    return round(value, 3) if abs(value) >= 1 else float(f"{value:.4g}")


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
