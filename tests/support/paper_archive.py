"""An archive made by hand, without a database: four cases, a cycle's own chain, and one line added after the seal.

Figures are written out, not computed: an archive is kept for ten years, so what is in it must not follow the code.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Any

from nacl.signing import SigningKey

from kaohe.policies.shipped import shipped_text
from kaohe.workflow.domain.archive.documents import is_sealed_document
from kaohe.workflow.domain.archive.leaves import leaves_of
from kaohe.workflow.domain.archive.manifest import Manifest, Member, SealRecord, SealStatement
from kaohe.workflow.domain.archive.merkle import merkle_root
from kaohe.workflow.domain.archive.verify import verify_archive
from kaohe.workflow.domain.history_chain import GENESIS, link
from kaohe.workflow.domain.policy import load_policy

Members = dict[str, bytes]
Edit = Callable[[Any], object]

KEY = SigningKey(bytes(range(32)))
STRANGER = SigningKey(bytes(32))

SEALED_AT = "2026-05-20T01:00:00.000000Z"

POLICY = shipped_text("county-psb")

INDICATORS = ("de", "neng", "qin", "ji", "lian")
MONTHS = ("2026-01", "2026-02", "2026-03")


def public(key: SigningKey) -> str:
    return bytes(key.verify_key).hex()


def as_bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def parts(monthly: str) -> list[dict[str, Any]]:
    """The breakdown of somebody who has 80 for every indicator: 32 points, and 0.6 times the monthly score."""
    months = dict.fromkeys(MONTHS, monthly)
    common = {"scores": dict.fromkeys(INDICATORS, "80"), "weights": dict.fromkeys(INDICATORS, "20"), "weight": "40"}
    individual = {"80": "48", "90": "54"}[monthly]
    return [
        {"part": "common", "rule": "S3-18", "inputs": common, "points": "32"},
        {"part": "individual", "rule": "S3-19", "inputs": {"months": months, "factor": "60"}, "points": individual},
    ]


ALLOWED = ["fairly_good", "fair", "poor"]

#: 丁's months were 80 when he was aggregated, and 90 when the cycle was sealed: the seal says so.
CASES: list[dict[str, Any]] = [
    {"id": 11, "name": "甲", "outcome": "graded", "score": "80.00", "grade": "fairly_good", "breakdown": parts("80"),
     "allowed_grades": ALLOWED, "differs": []},
    {"id": 12, "name": "乙", "outcome": "comment_only", "score": None, "grade": None, "breakdown": [],
     "allowed_grades": [], "differs": []},
    {"id": 13, "name": "丙", "outcome": None, "score": None, "grade": None, "breakdown": None,
     "allowed_grades": None, "differs": []},
    {"id": 14, "name": "丁", "outcome": "pending", "score": "80.00", "grade": None, "breakdown": parts("80"),
     "allowed_grades": ALLOWED, "differs": ["breakdown", "outcome", "score"]},
]  # fmt: skip


def _person(key: str, monthly: int, **more: Any) -> dict[str, Any]:
    common = dict.fromkeys(INDICATORS, 80)
    return {"key": key, "unit": "2", "common": common, "monthly": dict.fromkeys(MONTHS, monthly), **more}


FACTS: dict[str, Any] = {
    "cycles": [
        {
            "period": "2026Q1",
            "people": [
                _person("11", 80),
                _person("12", 80, circumstances=[{"kind": "probation"}]),
                _person("13", 80, circumstances=[{"kind": "not_taking_part"}]),
                _person("14", 90),
            ],
        }
    ]
}

#: Trigger and data of each line, by chain.
HISTORY: dict[tuple[str, int], list[tuple[str, dict[str, Any]]]] = {
    ("assessment", 11): [
        ("open", {}),
        ("aggregate", {"score": "70", "outcome": "graded"}),
        ("aggregate", {"score": "80", "outcome": "graded"}),
        ("decide", {"grade": "fairly_good"}),
    ],
    ("assessment", 12): [("open", {}), ("aggregate", {"score": None, "outcome": "comment_only"})],
    ("assessment", 13): [("open", {}), ("exclude", {})],
    ("assessment", 14): [
        ("aggregate", {"score": "80.0", "outcome": "graded"}),
        ("decide", {"grade": "fairly_good"}),
        ("withhold_grade", {"withheld": "fairly_good"}),
    ],
    ("cycle", 1): [("open", {}), ("advance", {})],
}
LATER = {("assessment", 11): [("supplement", {"grade": "fair"})]}

Lines = list[dict[str, Any]]


def lines_of(subject: str, one: int, told: list[tuple[str, dict[str, Any]]]) -> Lines:
    """A chain's lines with their hashes."""
    lines: Lines = []
    last = GENESIS
    for seq, (trigger, data) in enumerate(told, start=1):
        record = {"subject": subject, "subject_id": one, "seq": seq, "trigger": trigger, "data": data}
        last = link(last, record)
        lines.append({**record, "hash": last.hex()})
    return lines


def head(lines: Lines) -> dict[str, Any]:
    return {"count": len(lines), "head": lines[-1]["hash"] if lines else ""}


def documents() -> Members:
    """Every member but the leaves and the manifest, to be changed at will."""
    return dict(_documents())


@cache
def _documents() -> Members:
    sealed = {key: lines_of(*key, told) for key, told in HISTORY.items()}
    now = {key: lines_of(*key, [*told, *LATER.get(key, [])]) for key, told in HISTORY.items()}
    results = {
        "cases": [{**case, "history": head(sealed["assessment", case["id"]])} for case in CASES],
        "chains": [{"subject": "cycle", "id": 1, "history": head(sealed["cycle", 1])}],
    }
    later = {"chains": [{"subject": key[0], "id": key[1], "history": head(now[key])} for key in LATER]}
    scan = b"%PDF-1.7 scan"
    return {
        "cycle.json": as_bytes({"period": "2026Q1"}),
        "evidence.json": as_bytes([{"sha256": sha256(scan).hexdigest()}]),
        f"evidence/{sha256(scan).hexdigest()}.pdf": scan,
        "facts.json": as_bytes(FACTS),
        "forms/1.xlsx": b"PK form",
        "history.jsonl": b"".join(as_bytes(line) + b"\n" for lines in now.values() for line in lines),
        "later.json": as_bytes(later),
        "policy.json": as_bytes(load_policy(POLICY).model_dump(mode="json")),
        "policy.toml": POLICY.encode(),
        "results.json": as_bytes(results),
    }


def archive(edit: Callable[[Members], object] = lambda _: None, key: SigningKey = KEY) -> Members:
    """The whole archive after an edit of its documents, sealed and signed: a consistent one, or a consistent forgery."""
    members = documents()
    edit(members)
    return sealed(members, key)


def sealed(members: Members, key: SigningKey = KEY, **statement: Any) -> Members:
    """The members with leaves, a seal and a manifest that fit them."""
    sealed_ones = {name: content for name, content in members.items() if is_sealed_document(name)}
    leaves = leaves_of(sealed_ones, json.loads(members["results.json"]))
    members = {**members, "leaves.json": as_bytes([{"item": leaf.item, "hash": leaf.hash} for leaf in leaves])}
    root = merkle_root([bytes.fromhex(leaf.hash) for leaf in leaves]).hex()
    said = SealStatement(
        **{"body": "psb", "policy": "county-psb", "period": "2026Q1", "merkle_root": root, "leaves": len(leaves),
           "sealed_at": SEALED_AT, **statement}
    )  # fmt: skip
    return signed(members, key, SealRecord(said, key.sign(said.message()).signature.hex(), public(key)))


def signed(members: Mapping[str, bytes], key: SigningKey, seal: SealRecord | None, /, **changes: Any) -> Members:
    """The members with a manifest that lists them, signed with `key`."""
    listed = tuple(Member.of(name, content) for name, content in members.items() if name != "manifest.json")
    manifest = replace(
        Manifest("psb", "county-psb", "2026Q1", SEALED_AT, listed, seal, public(key)),
        **changes,
    )
    manifest = manifest.signed(key.sign(manifest.message()).signature.hex())
    return {**members, "manifest.json": as_bytes(manifest.as_json())}


def resigned(members: Members, key: SigningKey = KEY, /, **changes: Any) -> Members:
    """A manifest anew over what is there now, under the old seal."""
    return signed(members, key, Manifest.parse(members["manifest.json"]).seal, **changes)


def edited(name: str, edit: Edit) -> Callable[[Members], None]:
    """An edit of one JSON document."""

    def apply(members: Members) -> None:
        document = json.loads(members[name])
        edit(document)
        members[name] = as_bytes(document)

    return apply


def found(members: Members, *keys: str) -> tuple[str, str, str]:
    """The first thing wrong: the item, and words in both languages."""
    finding = verify_archive(members, keys).finding
    assert finding is not None, "nothing was found"
    return finding.item, finding.zh, finding.en


def item(members: Members, *keys: str) -> str:
    return found(members, *keys)[0]
