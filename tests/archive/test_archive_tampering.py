"""Whatever is altered in an archive is found, and named: by whoever can edit the file, and by whoever holds the key."""

import json
from pathlib import Path
from typing import Any

import pytest
from archive.forge import Edit, edited, finding, relisted, resealed, resigned, unpack, verdict_on
from archive.quarter import Archived
from nacl.signing import SigningKey

from kaohe.workflow.archive import public_key_hex, verify_file

KINDS = (
    "appraisals.json",
    "approvals.json",
    "attendance.json",
    "ballots.json",
    "cards.json",
    "circumstances.json",
    "claims.json",
    "cycle.json",
    "evidence.json",
    "facts.json",
    "feedback.json",
    "findings.json",
    "imports.json",
    "indicators.json",
    "inspections.json",
    "later.json",
    "leave.json",
    "leaves.json",
    "merits.json",
    "notices.json",
    "objections.json",
    "performance.json",
    "policy.json",
    "policy.toml",
    "quota.json",
    "records.json",
    "results.json",
    "reviews.json",
    "sessions.json",
    "summaries.json",
    "unit_items.json",
    "unit_lists.json",
    "units.json",
    "history.jsonl",
    "forms/平时考核简明情况登记表.xlsx",
    "forms/公示/1.xlsx",
)

#: Made when a cycle is exported, or covered entry by entry.
UNSEALED = ("later.json", "leaves.json", "results.json")

pytestmark = pytest.mark.req("design: evidence")


@pytest.fixture
def members(archived: Archived) -> dict[str, bytes]:
    return unpack(archived.content)


@pytest.fixture
def stranger() -> SigningKey:
    return SigningKey(bytes(range(32)))


def test_the_kinds_below_are_all_that_an_archive_holds(members: dict[str, bytes]) -> None:
    assert {name for name in members if "/" not in name} - {"manifest.json"} == {
        name for name in KINDS if "/" not in name
    }


@pytest.mark.parametrize("name", KINDS)
def test_one_byte_of_any_member(members: dict[str, bytes], tmp_path: Path, name: str) -> None:
    content = bytearray(members[name])
    content[len(content) // 2] ^= 1
    assert finding({**members, name: bytes(content)}, tmp_path) == name


@pytest.mark.parametrize("name", KINDS)
def test_a_member_left_out(members: dict[str, bytes], tmp_path: Path, name: str) -> None:
    del members[name]
    assert finding(members, tmp_path) == name


def test_a_member_added(members: dict[str, bytes], tmp_path: Path) -> None:
    assert finding({**members, "more.json": b"[]"}, tmp_path) == "more.json"


def test_two_members_swapped(members: dict[str, bytes], tmp_path: Path) -> None:
    swapped = {**members, "reviews.json": members["sessions.json"], "sessions.json": members["reviews.json"]}
    assert finding(swapped, tmp_path) == "reviews.json"


def test_no_manifest(members: dict[str, bytes], tmp_path: Path) -> None:
    del members["manifest.json"]
    assert finding(members, tmp_path) == "manifest.json"


def test_a_manifest_that_lists_the_altered_member_is_not_signed(members: dict[str, bytes], tmp_path: Path) -> None:
    forged = relisted(edited(members, "notices.json", lambda rows: rows[0].update(form="口头")))
    assert finding(forged, tmp_path) == "manifest.json"


@pytest.mark.parametrize("name", [name for name in KINDS if name.endswith(".json") and name not in UNSEALED])
def test_the_key_holder_alters_a_sealed_document(
    archived: Archived, members: dict[str, bytes], tmp_path: Path, name: str
) -> None:
    """Whoever may sign exports still cannot change what the seal covers: the leaf is named."""
    forged = resigned({**members, name: members[name] + b" "}, archived.key)
    assert finding(forged, tmp_path) == name


def test_the_key_holder_alters_a_sealed_result(archived: Archived, members: dict[str, bytes], tmp_path: Path) -> None:
    forged = edited(members, "results.json", lambda results: _case(results, "a3").update(post="所长"))
    assert finding(resigned(forged, archived.key), tmp_path).startswith("results.json: case")


def test_the_key_holder_alters_the_leaves_too(archived: Archived, members: dict[str, bytes], tmp_path: Path) -> None:
    forged = edited(members, "leaves.json", lambda leaves: leaves[0].update(hash="00" * 32))
    assert finding(resigned(forged, archived.key), tmp_path) == "leaves.json"


def test_a_history_line_is_altered(archived: Archived, members: dict[str, bytes], tmp_path: Path) -> None:
    lines = members["history.jsonl"].splitlines(keepends=True)
    lines[4] = lines[4].replace(b'"actor_name":"', b'"actor_name":"x')
    forged = resigned({**members, "history.jsonl": b"".join(lines)}, archived.key)
    assert finding(forged, tmp_path).startswith("history.jsonl line 5 (assessment")


@pytest.mark.parametrize("gone", [-1, 0, 7])
def test_a_history_line_is_dropped(archived: Archived, members: dict[str, bytes], tmp_path: Path, gone: int) -> None:
    lines = members["history.jsonl"].splitlines(keepends=True)
    del lines[gone]
    forged = resigned({**members, "history.jsonl": b"".join(lines)}, archived.key)
    assert finding(forged, tmp_path).startswith("history.jsonl")


def test_everything_is_signed_anew_with_another_key(
    archived: Archived, members: dict[str, bytes], stranger: SigningKey, tmp_path: Path
) -> None:
    """A consistent forgery: only the published key tells; without it the verdict says whose key it was."""
    forged = resealed(members, stranger)
    assert finding(forged, tmp_path, public_key_hex(archived.key)) == "manifest.json"
    verdict = verdict_on(forged, tmp_path)
    assert verdict.intact
    assert verdict.keys != verdict_on(members, tmp_path).keys


def test_a_stolen_seal_under_a_strangers_manifest(
    archived: Archived, members: dict[str, bytes], stranger: SigningKey, tmp_path: Path
) -> None:
    assert finding(resigned(members, stranger), tmp_path, public_key_hex(archived.key)) == "manifest.json"


def _case(document: Any, name: str) -> Any:
    return next(one for one in document["cases"] if one["name"] == name)


@pytest.mark.parametrize(
    "edit",
    [
        lambda results: _case(results, "a3").update(score="95.80"),
        lambda results: _case(results, "a3").update(grade="good"),
        lambda results: _case(results, "b4").update(outcome="graded"),
        lambda results: _case(results, "a3")["breakdown"][0].update(points="41.8"),
        lambda results: _case(results, "a3").update(allowed_grades=["poor"]),
        lambda results: _case(results, "a3").update(differs=["score"]),
    ],
)
def test_one_result_is_altered_and_all_sealed_anew(
    archived: Archived, members: dict[str, bytes], tmp_path: Path, edit: Edit
) -> None:
    """Even the key's holder is caught: history, facts and policy say what the result must be."""
    forged = resealed(edited(members, "results.json", edit), archived.key)
    assert finding(forged, tmp_path, public_key_hex(archived.key)).startswith("results.json: case")


@pytest.mark.req("S3-53")
@pytest.mark.parametrize(
    "change",
    [
        lambda person: person["monthly"].update({"2026-01": "99"}),
        lambda person: person["common"].update(de="60"),
        lambda person: person.update(claims=[{"standard": "major_task", "matter": "x", "points": "3"}]),
        lambda person: person.update(circumstances=[{"kind": "probation"}]),
        lambda person: person["leave"].update(sick="50"),
    ],
)
def test_one_fact_is_altered_and_all_sealed_anew(
    archived: Archived, members: dict[str, bytes], tmp_path: Path, change: Edit
) -> None:
    forged = resealed(
        edited(members, "facts.json", lambda facts: change(facts["cycles"][0]["people"][2])), archived.key
    )
    assert finding(forged, tmp_path).startswith("results.json: case")


def test_the_policy_is_altered_and_all_sealed_anew(
    archived: Archived, members: dict[str, bytes], tmp_path: Path
) -> None:
    toml = members["policy.toml"].replace(b"factor = 60", b"factor = 50").replace(b"weight = 40", b"weight = 50")
    assert finding(resealed({**members, "policy.toml": toml}, archived.key), tmp_path) == "policy.json"


def test_the_seal_of_another_cycle(archived: Archived, members: dict[str, bytes], tmp_path: Path) -> None:
    forged = edited(members, "manifest.json", lambda manifest: manifest.update(period="2026Q2"))
    assert finding(resigned(forged, archived.key), tmp_path) == "manifest.json: seal"


def test_the_seal_is_taken_off(archived: Archived, members: dict[str, bytes], tmp_path: Path) -> None:
    verdict = verdict_on(
        resigned(edited(members, "manifest.json", lambda one: one.update(seal=None)), archived.key), tmp_path
    )
    assert not verdict.intact


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all", b"PK\x03\x04" + bytes(200)])
def test_what_is_no_zip(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.zip"
    file.write_bytes(content)
    found = verify_file(file).finding
    assert found is not None
    assert found.item == "broken.zip"


def test_bytes_of_the_zip_itself_are_damaged(archived: Archived, tmp_path: Path) -> None:
    """Anywhere in the file: a member is unreadable or not what it was, or nothing that counts has changed."""
    file = tmp_path / "damaged.zip"
    for place in range(40, len(archived.content) - 40, 997):
        damaged = bytearray(archived.content)
        damaged[place] ^= 0xFF
        file.write_bytes(damaged)
        verdict = verify_file(file)
        if verdict.finding is None:
            assert _same_members(bytes(damaged), archived.content)
        else:
            assert not verdict.intact


def _same_members(one: bytes, other: bytes) -> bool:
    return unpack(one) == unpack(other)


def test_both_languages_name_the_item(members: dict[str, bytes], tmp_path: Path) -> None:
    verdict = verdict_on({**members, "facts.json": b"{}"}, tmp_path)
    assert verdict.lines() == [
        "不完好 · NOT intact: facts.json: 内容与清单不符 · its content is not what the manifest lists"
    ]


def test_malformed_documents_are_findings_not_crashes(
    archived: Archived, members: dict[str, bytes], tmp_path: Path
) -> None:
    for name in (
        "results.json",
        "later.json",
        "leaves.json",
        "facts.json",
        "history.jsonl",
        "evidence.json",
        "policy.toml",
    ):
        for content in (b"", b"[]", b"{}", b"null", b'{"cases": 1}', b"[1]", b"\xff"):
            assert finding(resigned({**members, name: content}, archived.key), tmp_path)
    for content in (b"", b"[]", b"{}", json.dumps({"format": "kaohe-archive/9"}).encode()):
        assert finding({**members, "manifest.json": content}, tmp_path) == "manifest.json"
