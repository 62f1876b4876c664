"""`python -m bench.nation`: what 7 million people in 100,000 bodies add up to, from measured costs; writes docs/nation.md.

Rows a case are those of a rehearsed quarter (`kaohe rehearse --policy county-psb`, 316 cases, everything counted);
bytes a row, times and WAL come from bench/province.json. Nothing here is typed from elsewhere.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.processes import ROOT
from bench.province.report import RESULT
from bench.report import placed

PAGE = ROOT / "docs" / "nation.md"

PEOPLE = 7_000_000
BODIES = 100_000
CYCLES = 4  # a year
YEARS = 10  # that archives are kept, as the shipped policies say

#: The summary's term: working days, and working hours of each.
TERM_DAYS, HOURS = 5, 8

#: Minutes that one person spends, and his requests meanwhile.
MINUTES = 5
VISIT = {"a sign-in's hash": 1, "desk of a leader in charge": 1, "own cases": 1, "page of a case": 1, "notifications": 1,
         "approval of a case": 1}  # fmt: skip

#: Of the last day's work, the busiest hour has so many times the mean; so much of everybody comes on the last day.
BUSIEST_HOUR = 2.0
LAST_DAY = 0.5

#: Cores are planned to be busy for no more than this share.
BUSY = 0.6

#: Connections of one API process: KAOHE_POOL_SIZE as it is by default.
POOL = 10

#: Rows of a case by table, as counted in the rehearsal.
CASE_ROWS = {
    "history": 12.64, "task": 8.51, "notification": 8.61, "assessment": 1, "self_summary": 0.98, "common_score": 4.98,
    "review_opinion": 3.02, "decision_item": 1, "feedback": 1, "quota_entry": 0.82, "deadline": 1.33,
    "attendance": 3, "monthly_performance": 3,
}  # fmt: skip

#: Rows of a person and year where a scheme asks for them: monthly records everywhere, logs on working days, ballots of 15.
MONTHLY, LOGS, BALLOTS = 12, 250, 15 * CYCLES

#: The most that the terms of docs/growth.md let stand: rows of a case, for how many cycles at once.
BOUNDED = {"outbox": (12.66, 1.0), "idempotency_key": (6.0, 1.0), "notification": (8.61, 3 * CYCLES)}

GB = 1e9


@dataclass(frozen=True)
class Line:
    """Rows and bytes of a year."""

    table: str
    rows: float
    size: float


def lines(found: Mapping[str, Any]) -> tuple[list[Line], list[Line]]:
    """What every body writes in a year; what only some schemes ask for."""
    each = {name: one["bytes_per_row"] for name, one in found["tables"].items()}
    cases = PEOPLE * CYCLES
    everywhere = [Line(name, rows * cases, rows * cases * each[name]) for name, rows in CASE_ROWS.items()]
    records = Line("work_record (monthly)", MONTHLY * PEOPLE, MONTHLY * PEOPLE * each["work_record"])
    logs = Line("work_record (daily logs)", LOGS * PEOPLE, LOGS * PEOPLE * each["work_record"])
    ballots = Line("ballot_score", BALLOTS * PEOPLE, BALLOTS * PEOPLE * each["ballot_score"])
    return sorted([*everywhere, records], key=lambda line: -line.size), [logs, ballots]


def page(found: Mapping[str, Any]) -> str:
    """The figures of the page."""
    size = found["size"]
    everywhere, some = lines(found)
    source = (
        f"From a province of {size['people']:,} people and {size['quarters']} quarters, measured on: {found['machine']}, "
        f"commit {found['commit']}."
    )
    told = [
        source,
        "",
        "| a year's rows | rows | GB with indexes |",
        "|---|---|---|",
        *(_row(line) for line in everywhere),
        _row(Line("**every body**", sum(one.rows for one in everywhere), sum(one.size for one in everywhere))),
        *(_row(line) for line in some),
        "",
        *_disk(found, everywhere, some),
        "",
        *_peak(found),
    ]
    return "\n".join(told)


def _row(line: Line) -> str:
    return f"| {line.table} | {line.rows / 1e6:,.0f} M | {line.size / GB:,.0f} |"


def _disk(found: Mapping[str, Any], everywhere: list[Line], some: list[Line]) -> list[str]:
    each = {name: one["bytes_per_row"] for name, one in found["tables"].items()}
    evidence = sum(line.size for line in everywhere if line.table not in BOUNDED)
    bounded = sum(rows * cycles * PEOPLE * each[table] for table, (rows, cycles) in BOUNDED.items())
    whole = evidence * YEARS + bounded
    more = sum(line.size for line in some) * YEARS
    return [
        "| disk | |",
        "|---|---|",
        f"| evidence, a year | {evidence / GB:,.0f} GB; {evidence / PEOPLE / 1e3:,.1f} kB a person |",
        f"| what is pruned, at its highest | {bounded / GB:,.0f} GB |",
        f"| after {YEARS} years | {whole / GB / 1e3:,.1f} TB |",
        f"| with daily logs and ballots everywhere | {(whole + more) / GB / 1e3:,.1f} TB |",
        f"| a body of the middle size ({PEOPLE // BODIES} people), {YEARS} years | {whole / BODIES / 1e6:,.0f} MB |",
    ]


def _peak(found: Mapping[str, Any]) -> list[str]:
    today = {name: one["all"] for name, one in found["today"].items()}
    requests = sum(VISIT.values())
    mean = PEOPLE * requests / (TERM_DAYS * HOURS * 3600)
    last = PEOPLE * LAST_DAY * requests / (HOURS * 3600)
    peak = last * BUSIEST_HOUR
    visit_ms = sum(today[name]["ms"] * times for name, times in VISIT.items())
    hash_ms = today["a sign-in's hash"]["ms"]
    visits = peak / requests
    cores = visits * visit_ms / 1000 / BUSY
    wal = sum(today[name]["wal_bytes"] * times for name, times in VISIT.items())
    move = today["approval of a case"]["wal_bytes"] + today["a notice told and relayed"]["wal_bytes"]
    year = PEOPLE * CYCLES * CASE_ROWS["history"] * move / GB / 1e3
    here = PEOPLE * LAST_DAY * MINUTES / (HOURS * 60) * BUSIEST_HOUR
    processes = max(1, round(cores))
    return [
        "| the last day of the summaries | |",
        "|---|---|",
        f"| requests a second: mean of the term | {mean:,.0f} |",
        f"| mean of the last day, with {LAST_DAY:.0%} of everybody | {last:,.0f} |",
        f"| **its busiest hour** | **{peak:,.0f}** |",
        f"| people at work at one moment then | {here:,.0f} |",
        f"| time of a visit of {requests} requests, API and database | {visit_ms:,.0f} ms, the password's {hash_ms:,.0f} |",
        f"| cores, {BUSY:.0%} busy | {cores:,.0f} |",
        f"| API processes of one core each, and their connections at most | {processes}, {processes * POOL:,} |",
        f"| WAL of a visit; a second in that hour | {wal / 1e3:,.1f} kB; {visits * wal / 1e6:,.1f} MB |",
        f"| WAL of a year, each move as an approval with its notice | {year:,.1f} TB |",
    ]


def main() -> int:
    PAGE.write_text(placed(PAGE.read_text(), page(json.loads(RESULT.read_text()))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
