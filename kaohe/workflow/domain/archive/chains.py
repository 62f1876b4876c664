"""Checking the history in an archive: every line hashed, none missing, and results that it tells the same way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson

from kaohe.workflow.domain.archive.documents import HISTORY
from kaohe.workflow.domain.archive.findings import NotIntact
from kaohe.workflow.domain.canonical import canonical
from kaohe.workflow.domain.history_chain import GENESIS, Linked, verify

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history, and where it stands in the file (from 1)."""

    number: int
    record: Mapping[str, Any]
    hash: bytes

    @property
    def subject(self) -> Key:
        return self.record["subject"], self.record["subject_id"]


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain goes: its count of lines and its last hash."""

    count: int
    hash: bytes


def heads_of(results: Mapping[str, Any]) -> dict[Key, Head]:
    """The sealed heads that a results document names."""
    cases: dict[Key, Head] = {("assessment", one["id"]): _head(one["history"]) for one in results["cases"]}
    return cases | {(one["subject"], one["id"]): _head(one["history"]) for one in results["chains"]}


def later_heads(later: Mapping[str, Any]) -> dict[Key, Head]:
    """The heads of chains that have grown since the seal."""
    return {(one["subject"], one["id"]): _head(one["history"]) for one in later["chains"]}


def _head(given: Mapping[str, Any]) -> Head:
    return Head(given["count"], bytes.fromhex(given["head"]) or GENESIS)


def read_lines(content: bytes) -> list[Line]:
    """The lines of `history.jsonl`; NotIntact where one is unreadable."""
    return [_line(number, text) for number, text in enumerate(content.splitlines(), start=1)]


def _line(number: int, text: bytes) -> Line:
    try:
        record = orjson.loads(text)
        line = Line(
            number, {key: value for key, value in record.items() if key != "hash"}, bytes.fromhex(record["hash"])
        )
        canonical(line.record)
        line.subject  # noqa: B018 - both names must be there
    except (ValueError, TypeError, KeyError, AttributeError):
        raise NotIntact(f"{HISTORY} line {number}", "该行无法读取", "the line cannot be read") from None
    return line


def check_chains(lines: Iterable[Line], sealed: Mapping[Key, Head], later: Mapping[Key, Head]) -> dict[Key, list[Line]]:
    """Check every chain up to its sealed head, and what was added later up to its later one.

    The sealed lines of each chain; NotIntact with the first line that is wrong or missing.
    """
    chains: dict[Key, list[Line]] = {key: [] for key in sealed}
    for line in lines:
        if line.subject not in chains:
            raise _broken(line, "该行不属于本周期", "the line belongs to nothing in this cycle")
        chains[line.subject].append(line)
    for key, chain in chains.items():
        grown = key in later
        _check(key, chain[: sealed[key].count] if grown else chain, sealed[key])
        if grown:
            _check(key, chain, later[key])
    return {key: chain[: sealed[key].count] for key, chain in chains.items()}


def _check(key: Key, chain: Sequence[Line], head: Head) -> None:
    for expected, line in enumerate(chain, start=1):
        if line.record.get("seq") != expected:
            raise _broken(line, f"应为第 {expected} 条", f"number {expected} should stand here")
    wrong = verify((Linked(line.record, line.hash) for line in chain), head.hash)
    if wrong is not None and wrong < len(chain):
        raise _broken(chain[wrong], "内容与其哈希不符", "its content is not what its hash was made of")
    if wrong is not None or len(chain) != head.count:
        subject, one = key
        words = f"the history has {len(chain)} lines, the sealed head is that of {head.count}"
        zh = f"历史有 {len(chain)} 条,封存时为 {head.count} 条"
        raise NotIntact(f"{HISTORY}: {subject} {one}", zh, words)


def _broken(line: Line, zh: str, en: str) -> NotIntact:
    subject, one = line.subject
    return NotIntact(f"{HISTORY} line {line.number} ({subject} {one}, seq {line.record.get('seq')})", zh, en)


def check_told(cases: Iterable[Mapping[str, Any]], chains: Mapping[Key, Sequence[Line]]) -> None:
    """Each case's score, outcome and grade are those that its own history tells; NotIntact with the first that is not."""
    for case in cases:
        told = _told(chains["assessment", case["id"]])
        for name, value in told.items():
            if not _same(case[name], value):
                zh = f"{name} 为 {case[name]},而历史记载为 {value}"
                en = f"{name} is {case[name]}, its history says {value}"
                raise NotIntact(f"results.json: case {case['id']} {case['name']}", zh, en)


def _told(chain: Sequence[Line]) -> dict[str, Any]:
    told: dict[str, Any] = {"score": None, "outcome": None, "grade": None}
    for line in chain:
        data = line.record["data"]
        match line.record["trigger"]:
            case "aggregate":
                told |= {"score": data["score"], "outcome": data["outcome"]}
            case "decide":
                told["grade"] = data["grade"]
            case "withhold_grade":
                told |= {"grade": None, "outcome": "pending"}
    return told


def _same(stored: Any, told: Any) -> bool:
    if stored is None or told is None or stored == told:
        return bool(stored == told)
    try:
        return Decimal(stored) == Decimal(told)
    except ArithmeticError:
        return False
