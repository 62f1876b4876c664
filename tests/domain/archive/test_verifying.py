"""Verifying an archive, step by step from the outside in: each step has a forgery that only it can notice."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from support.paper_archive import (
    CASES,
    KEY,
    POLICY,
    SEALED_AT,
    STRANGER,
    Edit,
    Members,
    archive,
    documents,
    edited,
    found,
    item,
    parts,
    public,
    resigned,
    sealed,
    signed,
)

from kaohe.workflow.domain.archive.manifest import Manifest
from kaohe.workflow.domain.archive.verdict import Verdict
from kaohe.workflow.domain.archive.verify import verify_archive

pytestmark = pytest.mark.req("S3-39", "design: evidence")


def test_an_untouched_archive_is_intact() -> None:
    verdict = verify_archive(archive(), [public(KEY)])
    assert verdict.finding is None
    assert verdict.intact
    assert (verdict.sealed, verdict.known, verdict.cases, verdict.differing) == (True, True, 4, 1)
    assert (verdict.title, verdict.as_of) == ("psb county-psb 2026Q1", SEALED_AT)
    assert verdict.keys == (sha256(bytes(KEY.verify_key)).hexdigest()[:16],)


def test_its_words_say_when_by_whom_and_what_had_changed() -> None:
    key = sha256(bytes(KEY.verify_key)).hexdigest()[:16]
    intact, sealed_at, by, differing = verify_archive(archive(), [public(KEY)]).lines()
    assert intact == "完好 · intact: psb county-psb 2026Q1"
    assert sealed_at == (
        "4 人，封存于 2026-05-20 09:00 (Asia/Shanghai) · 4 cases, sealed at 2026-05-20 09:00 (Asia/Shanghai)"
    )
    assert by == f"签名密钥与所给公钥一致 · signed by the given key: {key}"
    assert differing.startswith("1 人的结果依据汇总时的数据")
    assert "1 results rest on facts that had changed" in differing
    (_, _, stranger, _) = verify_archive(archive()).lines()
    assert stranger.startswith(f"签名密钥 {key}：请与封存单位公布的公钥核对")


def test_without_a_seal_it_is_a_draft() -> None:
    verdict = verify_archive(signed(archive(), KEY, None))
    assert (verdict.finding, verdict.sealed, verdict.intact, verdict.known) == (None, False, False, False)
    first, *notes = verdict.lines()
    assert first == "草稿，未封存 · draft, not sealed: psb county-psb 2026Q1"
    assert len(notes) == 2
    assert verdict.keys == (sha256(bytes(KEY.verify_key)).hexdigest()[:16],)


def test_seal_and_manifest_may_have_different_keys_and_both_are_named() -> None:
    members = resigned(archive(), STRANGER, public_key=public(STRANGER))
    verdict = verify_archive(members, [public(KEY), public(STRANGER)])
    assert verdict.keys == tuple(sha256(bytes(key.verify_key)).hexdigest()[:16] for key in (KEY, STRANGER))
    whose = sha256(bytes(STRANGER.verify_key)).hexdigest()[:16]
    other = ("manifest.json", f"由另一密钥 {whose} 签名", f"signed with another key, {whose}")
    assert found(members, public(KEY)) == other
    assert item(members, public(STRANGER)) == "manifest.json: seal"


def test_of_what_is_not_intact_nothing_else_is_said() -> None:
    verdict = verify_archive({}, [public(KEY)])
    assert verdict == Verdict(verdict.finding, False, False, "", "", 0, 0, ())
    assert not verdict.intact
    assert verdict.lines() == [f"不完好 · NOT intact: {verdict.finding}"]


def test_what_is_no_archive() -> None:
    members = archive()
    assert found({**members, "manifest.json": b"{}"}) == (
        "manifest.json",
        "清单无法读取",
        "the manifest cannot be read",
    )
    assert found(resigned(members, format="kaohe-archive/2")) == (
        "manifest.json",
        "未知格式 kaohe-archive/2",
        "unknown format kaohe-archive/2",
    )
    del members["manifest.json"]
    assert found(members) == (
        "manifest.json",
        "没有清单，不是归档文件",
        "there is no manifest: this is no archive",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"as_of": "2026-05-20 01:00:00"},
        {"as_of": "2026-13-20T01:00:00.000000Z"},
        {"signature": "xy"},
        {"public_key": "00"},
        {"members": [{"name": "a", "size": 1, "sha256": "0" * 63}]},
        {"more": 1},
    ],
)
def test_a_manifest_of_another_shape_is_none(changes: dict[str, Any]) -> None:
    members = archive()
    edited("manifest.json", lambda manifest: manifest.update(changes))(members)
    assert item(members) == "manifest.json"


def test_a_manifest_is_signed_by_the_key_that_it_names() -> None:
    words = ("manifest.json", "签名与内容不符", "the signature does not fit the content")
    for change in ({"period": "2026Q2"}, {"public_key": public(STRANGER)}, {"signature": ""}):
        members = archive()
        edited("manifest.json", lambda manifest, change=change: manifest.update(change))(members)
        assert found(members) == words


def test_every_member_is_listed_and_what_the_manifest_lists() -> None:
    members = archive()
    unlike = ("facts.json", "内容与清单不符", "its content is not what the manifest lists")
    assert found({**members, "facts.json": members["facts.json"] + b" "}) == unlike
    assert found({**members, "facts.json": b"x" * len(members["facts.json"])}) == unlike
    assert found({**members, "more.json": b"[]"}) == (
        "more.json",
        "清单中没有该文件",
        "the manifest does not list this file",
    )
    listed = Manifest.parse(members["manifest.json"]).members
    shorter = tuple(replace(one, size=1) if one.name == "facts.json" else one for one in listed)
    assert found(resigned(members, members=shorter)) == unlike
    del members["forms/1.xlsx"]
    assert found(members) == ("forms/1.xlsx", "缺少该文件", "the file is missing")


@pytest.mark.parametrize(
    "name",
    [
        "results.json",
        "facts.json",
        "policy.toml",
        "policy.json",
        "cycle.json",
        "evidence.json",
        "history.jsonl",
        "leaves.json",
        "later.json",
    ],
)
def test_what_an_archive_needs(name: str) -> None:
    members = archive()
    del members[name]
    assert found(resigned(members)) == (name, "缺少该文件", "the file is missing")


@pytest.mark.parametrize(
    "statement", [{"body": "x"}, {"policy": "x"}, {"period": "2026Q2"}, {"sealed_at": "2026-05-21T01:00:00.000000Z"}]
)
def test_a_seal_is_that_of_this_cycle(statement: dict[str, str]) -> None:
    assert found(sealed(documents(), **statement)) == (
        "manifest.json: seal",
        "是另一周期的封存签名",
        "the seal is that of another cycle",
    )


def test_a_seal_is_signed() -> None:
    seal = Manifest.parse(archive()["manifest.json"]).seal
    assert seal is not None
    forged = replace(seal, statement=replace(seal.statement, leaves=3))
    assert item(signed(archive(), KEY, forged)) == "manifest.json: seal"


def test_leaves_lead_to_the_sealed_root() -> None:
    members = archive()
    for edit in (lambda leaves: leaves[0].update(hash="00" * 32), lambda leaves: leaves.pop()):
        forged = dict(members)
        edited("leaves.json", edit)(forged)
        assert found(resigned(forged)) == (
            "leaves.json",
            "与封存的根哈希不符",
            "does not lead to the sealed root",
        )


def test_what_was_sealed_is_what_is_there() -> None:
    members = {**archive(), "cycle.json": b'{"period": "2026Q2"}'}
    assert found(resigned(members)) == ("cycle.json", "与封存内容不符", "is not what was sealed")
    assert found(resigned({**archive(), "more.json": b"[]"})) == (
        "more.json",
        "未在封存范围内",
        "was not there when it was sealed",
    )
    members = archive(lambda given: given.update({"more.json": b"[]"}))
    del members["more.json"]
    assert item(resigned(members)) == "more.json"
    draft = {**archive(), "more.json": b"[]"}
    assert item(signed(draft, KEY, None)) == "more.json"


def test_evidence_that_came_along_is_what_was_sealed() -> None:
    forged = archive(lambda members: members.update({"evidence/x.pdf": b"%PDF-1.7 other"}))
    assert found(forged) == ("evidence/x.pdf", "不是封存时的佐证材料", "is no evidence that was sealed")


CASE = "results.json: case"


def of_case(index: int, **changes: Any) -> Callable[[Members], None]:
    return edited("results.json", lambda results: results["cases"][index].update(changes))


@pytest.mark.parametrize(
    ("edit", "at"),
    [
        (of_case(0, score="81.00"), f"{CASE} 11 甲"),
        (of_case(0, score="80.0000"), None),
        (of_case(0, score=None), f"{CASE} 11 甲"),
        (of_case(0, score="eighty"), f"{CASE} 11 甲"),
        (of_case(0, grade="good"), f"{CASE} 11 甲"),
        (of_case(0, outcome="pending"), f"{CASE} 11 甲"),
        (of_case(1, grade="fair"), f"{CASE} 12 乙"),
        (of_case(2, outcome="graded"), f"{CASE} 13 丙"),
        (of_case(3, grade="fairly_good"), f"{CASE} 14 丁"),
        (of_case(3, outcome="graded"), f"{CASE} 14 丁"),
        (of_case(0, allowed_grades=["good"]), f"{CASE} 11 甲"),
        (of_case(0, breakdown=[]), f"{CASE} 11 甲"),
        (of_case(0, differs=["score"]), f"{CASE} 11 甲"),
        (of_case(3, differs=["outcome", "score"]), f"{CASE} 14 丁"),
        (of_case(1, breakdown=None, allowed_grades=None), None),
        (of_case(0, breakdown=[{**parts("80")[0], "points": "32.00"}, parts("80")[1]]), None),
    ],
)
def test_a_result_is_what_history_facts_and_policy_say(edit: Callable[[Members], None], at: str | None) -> None:
    """Even where the key's holder seals all of it anew."""
    finding = verify_archive(archive(edit)).finding
    assert (finding.item if finding else None) == at


def test_the_words_of_a_result_that_is_not_what_it_was() -> None:
    assert found(archive(of_case(0, score="81.00"))) == (
        f"{CASE} 11 甲",
        "score 为 81.00,而历史记载为 80",
        "score is 81.00, its history says 80",
    )
    assert found(archive(of_case(3, differs=[]))) == (
        f"{CASE} 14 丁",
        "按事实和细则重算，breakdown, outcome, score 不符",
        "computed again, breakdown, outcome, score comes out otherwise",
    )


def test_one_fact_changed_is_noticed_by_whoever_it_concerns() -> None:
    def edit(facts: Any) -> None:
        facts["cycles"][0]["people"][0]["monthly"]["2026-01"] = 81

    assert item(archive(edited("facts.json", edit))) == f"{CASE} 11 甲"


def test_the_policy_in_words_and_as_data_are_one() -> None:
    def forged(change: Edit) -> tuple[str, str, str] | None:
        finding = verify_archive(archive(edited("policy.json", change))).finding
        return (finding.item, finding.zh, finding.en) if finding else None

    unlike = ("policy.json", "与 policy.toml 不一致", "is not what policy.toml says")
    assert forged(lambda policy: policy.update(name="x")) == unlike
    assert forged(lambda policy: policy.update(a_field_of_ours="x")) == unlike
    assert forged(lambda policy: policy["grades"].pop()) == unlike
    assert forged(lambda policy: policy["grades"][3].update(rank=5)) == unlike
    assert forged(lambda policy: policy.update(grades={})) == unlike
    # Fields that policies have got since: the archive does not have them, and their defaults change nothing.
    assert forged(lambda policy: policy["grades"][0].pop("public")) is None


def test_a_policy_that_says_something_else_is_noticed() -> None:
    toml = POLICY.replace("factor = 60", "factor = 50").replace("weight = 40", "weight = 50")
    assert item(archive(lambda members: members.update({"policy.toml": toml.encode()}))) == "policy.json"


@pytest.mark.parametrize(
    "name", ["results.json", "later.json", "leaves.json", "facts.json", "evidence.json", "policy.toml", "policy.json"]
)
@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"null", b'{"cases": 1}', b"[1]", b"\xff", b'{"cases": []}'])
def test_a_document_of_another_shape_is_a_finding_and_no_crash(name: str, content: bytes) -> None:
    if (name, content) != ("evidence.json", b"[]"):
        assert verify_archive(resigned({**archive(), name: content})).finding is not None


def test_unreadable_documents_are_named_with_what_was_wrong() -> None:
    item_, zh, en = found(resigned({**archive(), "evidence.json": b"[1]"}))
    assert (item_, zh) == ("evidence.json", "与封存内容不符")
    item_, zh, en = found(resigned({**archive(), "later.json": b"null"}))
    assert (item_, zh) == ("results.json, later.json", "内容无法读取")
    assert en.startswith("its content cannot be read: ")
    item_, _, _ = found(archive(lambda members: members.update({"evidence.json": b"[1]"})))
    assert item_ == "evidence.json"


def test_cases_stand_in_any_order() -> None:
    assert verify_archive(archive(edited("results.json", lambda results: results["cases"].reverse()))).intact
    assert [case["id"] for case in CASES] == [11, 12, 13, 14]
