"""What archives are made of, byte by byte: those exported years ago must still verify."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.archive.documents import instant_text, is_sealed_document, json_bytes, json_line, plain
from kaohe.workflow.domain.archive.findings import NotIntact
from kaohe.workflow.domain.archive.leaves import leaves_of
from kaohe.workflow.domain.archive.manifest import Manifest, Member, SealRecord, SealStatement
from kaohe.workflow.domain.archive.merkle import leaf_hash, merkle_root
from kaohe.workflow.domain.archive.signature import is_signed, key_id

pytestmark = pytest.mark.req("S3-39", "design: evidence")

hashes = st.lists(st.binary(max_size=4).map(leaf_hash), max_size=12)


def test_a_tree_by_hand() -> None:
    a, b, c, d, e = (sha256(b"\x00" + one).digest() for one in (b"a", b"b", b"c", b"d", b"e"))
    assert [leaf_hash(b"a"), leaf_hash(b"e")] == [a, e]
    assert merkle_root([]) == sha256(b"").digest()
    assert merkle_root([a]) == a
    four = sha256(b"\x01" + sha256(b"\x01" + a + b).digest() + sha256(b"\x01" + c + d).digest()).digest()
    assert merkle_root([a, b, c, d]) == four
    assert merkle_root([a, b, c, d, e]) == sha256(b"\x01" + four + e).digest()


@given(hashes, hashes)
def test_different_lists_have_different_roots(one: list[bytes], other: list[bytes]) -> None:
    assert (merkle_root(one) == merkle_root(other)) == (one == other)


def test_what_a_leaf_covers() -> None:
    """Documents by name but the results, which are covered case by case and chain by chain."""
    results = {"cases": [{"id": 7, "name": "张三"}], "chains": [{"subject": "cycle", "id": 1}]}
    members = {"z.json": b"z", "results.json": b"x", "a.json": b"a"}
    assert [(leaf.item, leaf.hash) for leaf in leaves_of(members, results)] == [
        (item, sha256(b"\x00" + content.encode()).hexdigest())
        for item, content in (
            ("a.json", f'{{"document":"a.json","sha256":"{sha256(b"a").hexdigest()}"}}'),
            ("z.json", f'{{"document":"z.json","sha256":"{sha256(b"z").hexdigest()}"}}'),
            ("results.json: case 7 张三", '{"case":{"id":7,"name":"张三"}}'),
            ("results.json: history of cycle 1", '{"chain":{"id":1,"subject":"cycle"}}'),
        )
    ]


def test_which_members_a_seal_covers() -> None:
    for name in ("manifest.json", "leaves.json", "later.json", "history.jsonl", "evidence/1.pdf", "forms/1.xlsx"):
        assert not is_sealed_document(name)
    for name in ("results.json", "facts.json", "policy.toml", "policy.json", "cycle.json", "evidence.json"):
        assert is_sealed_document(name)


STATEMENT = SealStatement("psb", "county-psb", "2026Q1", "ab" * 32, 9, "2026-05-20T01:00:00.000000Z")


def test_what_is_signed() -> None:
    statement = (
        '{"body":"psb","format":"kaohe-seal/1","leaves":9,"merkle_root":"' + "ab" * 32 + '","period":"2026Q1",'
        '"policy":"county-psb","sealed_at":"2026-05-20T01:00:00.000000Z"}'
    )
    assert STATEMENT.message() == statement.encode()
    manifest = Manifest("psb", "county-psb", "2026Q1", STATEMENT.sealed_at, (Member.of("a", b"abc"),), None, "cd" * 32)
    text = (
        '{"as_of":"2026-05-20T01:00:00.000000Z","body":"psb","format":"kaohe-archive/1","members":[{"name":"a",'
        '"sha256":"' + sha256(b"abc").hexdigest() + '","size":3}],"period":"2026Q1","policy":"county-psb",'
        '"public_key":"' + "cd" * 32 + '","seal":null,"signature":""}'
    )
    assert manifest.message() == text.encode()
    signed = manifest.signed("ef" * 64)
    assert (signed.signature, signed.message()) == ("ef" * 64, text.encode())
    assert Manifest.parse(json_bytes(signed.as_json())) == signed
    sealed = Manifest.parse(json_bytes({**signed.as_json(), "seal": {"statement": asdict(STATEMENT), **_SEALED_BY}}))
    assert sealed.seal == SealRecord(STATEMENT, **_SEALED_BY)


_SEALED_BY = {"signature": "00" * 64, "public_key": "cd" * 32}


@pytest.mark.parametrize(
    "wrong",
    [
        {"as_of": "2026-05-20T01:00:00Z"},
        {"as_of": "2026-02-30T01:00:00.000000Z"},
        {"public_key": "CD" * 32},
        {"public_key": "cd" * 33},
        {"signature": "abc"},
        {"signature": "AB"},
        {"format": None},
        {"more": 1},
        {"members": [{"name": "a", "size": 3, "sha256": "ab" * 32, "more": 1}]},
        {"seal": {"statement": {**asdict(STATEMENT), "more": 1}, **_SEALED_BY}},
        {"seal": {"statement": asdict(STATEMENT), **_SEALED_BY, "more": 1}},
        {"seal": {"statement": {**asdict(STATEMENT), "merkle_root": "ab"}, **_SEALED_BY}},
    ],
)
def test_a_manifest_of_another_shape_is_refused(wrong: dict[str, object]) -> None:
    manifest = Manifest("psb", "county-psb", "2026Q1", STATEMENT.sealed_at, (), None, "cd" * 32)
    assert Manifest.parse(json_bytes(manifest.as_json())) == manifest
    with pytest.raises(ValueError, match=r".*"):
        Manifest.parse(json_bytes({**manifest.as_json(), **wrong}))


def test_a_key_is_known_by_sixteen_digits() -> None:
    assert key_id(bytes(32)) == "66687aadf862bd77"


@pytest.mark.parametrize(("signature", "key"), [(b"", bytes(32)), (bytes(64), b""), (bytes(64), bytes(32))])
def test_what_is_no_signature_or_no_key_signs_nothing(signature: bytes, key: bytes) -> None:
    assert not is_signed(b"x", signature, key)


class Stage(StrEnum):
    """A name that is text."""

    REVIEW = "review"


def test_one_spelling_of_every_value() -> None:
    east = datetime(2026, 5, 20, 9, tzinfo=timezone(timedelta(hours=8)))
    assert instant_text(east) == "2026-05-20T01:00:00.000000Z"
    assert instant_text(datetime(2026, 5, 20, 1, 2, 3, 45, tzinfo=UTC)) == "2026-05-20T01:02:03.000045Z"
    value = {
        Stage.REVIEW: Stage.REVIEW,
        7: [east, date(2026, 5, 20)],
        "exact": (Decimal("80.00"), Decimal("1E+2")),
        "bytes": b"\x0a\xff",
        "set": {"b", "a"},
        "none": None,
        "yes": True,
    }
    assert plain(value) == {
        "review": "review",
        "7": ["2026-05-20T01:00:00.000000Z", "2026-05-20"],
        "exact": ["80.00", "100"],
        "bytes": "0aff",
        "set": ["a", "b"],
        "none": None,
        "yes": True,
    }
    assert type(plain(Stage.REVIEW)) is str


def test_documents_are_readable_and_lines_are_lines() -> None:
    value = {"b": Decimal("1.50"), "a": "好"}
    assert json_bytes(value).decode() == '{\n  "a": "好",\n  "b": "1.50"\n}\n'
    assert json_line(value).decode() == '{"a":"好","b":"1.50"}\n'


def test_a_finding_reads_as_one_line() -> None:
    wrong = NotIntact("a.json", "错", "wrong")
    assert str(wrong) == str(wrong.finding) == "a.json: 错 · wrong"
