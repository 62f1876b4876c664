"""The history in an archive: every line hashed, none missing, none that does not belong there."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from support.paper_archive import Members, archive, as_bytes, edited, found, head, item, lines_of

from kaohe.workflow.domain.archive.verify import verify_archive

pytestmark = pytest.mark.req("S3-39", "design: evidence")


def history(edit: Callable[[list[dict[str, Any]]], object]) -> Callable[[Members], None]:
    """An edit of the history's lines."""

    def apply(members: Members) -> None:
        lines = [json.loads(line) for line in members["history.jsonl"].splitlines()]
        edit(lines)
        members["history.jsonl"] = b"".join(as_bytes(line) + b"\n" for line in lines)

    return apply


def test_a_line_altered_is_named() -> None:
    assert found(archive(history(lambda lines: lines[2]["data"].update(score="81")))) == (
        "history.jsonl line 3 (assessment 11, seq 3)",
        "内容与其哈希不符",
        "its content is not what its hash was made of",
    )


@pytest.mark.parametrize(
    ("gone", "at", "zh", "en"),
    [
        (0, "history.jsonl line 1 (assessment 11, seq 2)", "应为第 1 条", "number 1 should stand here"),
        (3, "history.jsonl line 4 (assessment 11, seq 5)", "应为第 4 条", "number 4 should stand here"),
        (
            6,
            "history.jsonl: assessment 12",
            "历史有 1 条,封存时为 2 条",
            "the history has 1 lines, the sealed head is that of 2",
        ),
        (
            4,  # the one that came after the seal
            "history.jsonl: assessment 11",
            "历史有 4 条,封存时为 5 条",
            "the history has 4 lines, the sealed head is that of 5",
        ),
    ],
)
def test_a_line_dropped_is_missed(gone: int, at: str, zh: str, en: str) -> None:
    assert found(archive(history(lambda lines: lines.pop(gone)))) == (at, zh, en)


def test_a_line_of_something_else_does_not_belong_here() -> None:
    stray = lines_of("assessment", 99, [("open", {})])
    assert found(archive(history(lambda lines: lines.extend(stray)))) == (
        "history.jsonl line 15 (assessment 99, seq 1)",
        "该行不属于本周期",
        "the line belongs to nothing in this cycle",
    )


@pytest.mark.parametrize(
    "line",
    [
        b"not json",
        b"[]",
        b'{"hash": "00"}',
        b'{"subject": "cycle", "subject_id": 1}',
        b'{"subject": "cycle", "hash": "00"}',
        b'{"subject": "cycle", "subject_id": 1, "hash": "xy"}',
        b'{"subject": "cycle", "subject_id": 1, "hash": "00", "score": 1.5}',
    ],
)
def test_a_line_of_another_shape_cannot_be_read(line: bytes) -> None:
    forged = archive(lambda members: members.update({"history.jsonl": members["history.jsonl"] + line + b"\n"}))
    assert found(forged) == ("history.jsonl line 15", "该行无法读取", "the line cannot be read")


def test_a_chain_rewritten_whole_does_not_lead_to_its_head() -> None:
    def rewrite(lines: list[dict[str, Any]]) -> None:
        lines[12:14] = lines_of("cycle", 1, [("open", {}), ("cancel", {})])

    assert found(archive(history(rewrite))) == (
        "history.jsonl: cycle 1",
        "历史有 2 条,封存时为 2 条",
        "the history has 2 lines, the sealed head is that of 2",
    )


def test_a_head_counts_its_lines() -> None:
    def longer(results: Any) -> None:
        results["chains"][0]["history"]["count"] = 3

    assert item(archive(edited("results.json", longer))) == "history.jsonl: cycle 1"


def test_lines_after_the_seal_go_up_to_their_later_head() -> None:
    """Without it they are none; and what is told of a result is what was sealed."""
    forged = archive(edited("later.json", lambda later: later["chains"].clear()))
    assert item(forged) == "history.jsonl: assessment 11"
    more = lines_of("cycle", 1, [("open", {}), ("advance", {}), ("advance", {})])

    def grow(members: Members) -> None:
        history(lambda lines: lines.append(more[2]))(members)
        chain = {"subject": "cycle", "id": 1, "history": head(more)}
        edited("later.json", lambda later: later["chains"].append(chain))(members)

    assert verify_archive(archive(grow)).intact


def test_a_chain_may_be_empty() -> None:
    def add(results: Any) -> None:
        results["chains"].append({"subject": "objection", "id": 5, "history": {"count": 0, "head": ""}})

    assert verify_archive(archive(edited("results.json", add))).intact
