"""Verifying an archive (验证归档): intact, or the first item that is not. Needs nothing but the archive itself.

The order is from the outside in: the manifest and its signature, every member's hash, the seal, the history, the leaves
under the seal, and at last the results themselves, computed again.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import orjson

from kaohe.workflow.domain.archive import documents
from kaohe.workflow.domain.archive.chains import check_chains, check_told, heads_of, later_heads, read_lines
from kaohe.workflow.domain.archive.findings import NotIntact
from kaohe.workflow.domain.archive.leaves import leaves_of
from kaohe.workflow.domain.archive.manifest import FORMAT, Manifest
from kaohe.workflow.domain.archive.merkle import merkle_root
from kaohe.workflow.domain.archive.recompute import differences
from kaohe.workflow.domain.archive.signature import is_signed, key_id
from kaohe.workflow.domain.archive.verdict import Verdict
from kaohe.workflow.domain.facts import load_facts
from kaohe.workflow.domain.policy import Policy, load_policy

#: Read by name, one at a time. Raises NotIntact for a member whose bytes cannot be had.
Members = Mapping[str, bytes]


def verify_archive(members: Members, public_keys: Collection[str] = ()) -> Verdict:
    """The verdict on an archive's members, by name. With `public_keys` (hexadecimal), only those may have signed."""
    try:
        return _verdict(members, public_keys)
    except NotIntact as wrong:
        return Verdict(finding=wrong.finding)


def _verdict(members: Members, public_keys: Collection[str]) -> Verdict:
    manifest = _manifest(members, public_keys)
    _check_members(members, manifest)
    _check_seal(manifest, public_keys)
    results = _json(members, documents.RESULTS)
    with _readable(f"{documents.RESULTS}, {documents.LATER}"):
        heads, later = heads_of(results), later_heads(_json(members, documents.LATER))
    chains = check_chains(read_lines(members[documents.HISTORY]), heads, later)
    _check_leaves(members, manifest, results)
    with _readable(documents.RESULTS):
        check_told(results["cases"], chains)
    _check_evidence(members)
    differing = _check_results(members, results)
    return Verdict(
        sealed=manifest.seal is not None,
        known=bool(public_keys),
        title=f"{manifest.body} {manifest.policy} {manifest.period}",
        as_of=manifest.as_of,
        cases=len(results["cases"]),
        differing=differing,
        keys=tuple(dict.fromkeys(key_id(bytes.fromhex(key)) for key in _keys(manifest))),
    )


def _keys(manifest: Manifest) -> list[str]:
    return [*([manifest.seal.public_key] if manifest.seal else []), manifest.public_key]


def _manifest(members: Members, public_keys: Collection[str]) -> Manifest:
    if documents.MANIFEST not in members:
        raise NotIntact(documents.MANIFEST, "没有清单，不是归档文件", "there is no manifest: this is no archive")
    try:
        manifest = Manifest.parse(members[documents.MANIFEST])
    except ValueError:
        raise NotIntact(documents.MANIFEST, "清单无法读取", "the manifest cannot be read") from None
    if manifest.format != FORMAT:
        raise NotIntact(documents.MANIFEST, f"未知格式 {manifest.format}", f"unknown format {manifest.format}")
    _check_signature(documents.MANIFEST, manifest.message(), manifest.signature, manifest.public_key, public_keys)
    return manifest


def _check_signature(item: str, message: bytes, signature: str, public_key: str, accepted: Collection[str]) -> None:
    if not is_signed(message, bytes.fromhex(signature), bytes.fromhex(public_key)):
        raise NotIntact(item, "签名与内容不符", "the signature does not fit the content")
    if accepted and public_key not in accepted:
        whose = key_id(bytes.fromhex(public_key))
        raise NotIntact(item, f"由另一密钥 {whose} 签名", f"signed with another key, {whose}")


def _check_members(members: Members, manifest: Manifest) -> None:
    listed = {member.name for member in manifest.members}
    for member in manifest.members:
        if member.name not in members:
            raise NotIntact(member.name, "缺少该文件", "the file is missing")
        content = members[member.name]
        if len(content) != member.size or sha256(content).hexdigest() != member.sha256:
            raise NotIntact(member.name, "内容与清单不符", "its content is not what the manifest lists")
    for name in members:
        if name not in listed and name != documents.MANIFEST:
            raise NotIntact(name, "清单中没有该文件", "the manifest does not list this file")
    needed = (documents.RESULTS, documents.FACTS, documents.POLICY_TOML, documents.POLICY_JSON)
    for name in (*needed, documents.CYCLE, documents.EVIDENCE, documents.HISTORY, documents.LEAVES, documents.LATER):
        if name not in listed:
            raise NotIntact(name, "缺少该文件", "the file is missing")


def _check_seal(manifest: Manifest, public_keys: Collection[str]) -> None:
    seal = manifest.seal
    if seal is None:
        return
    item = f"{documents.MANIFEST}: seal"
    _check_signature(item, seal.statement.message(), seal.signature, seal.public_key, public_keys)
    said = (seal.statement.body, seal.statement.policy, seal.statement.period, seal.statement.sealed_at)
    if said != (manifest.body, manifest.policy, manifest.period, manifest.as_of):
        raise NotIntact(item, "是另一周期的封存签名", "the seal is that of another cycle")


def _check_leaves(members: Members, manifest: Manifest, results: Mapping[str, Any]) -> None:
    """The leaves that were sealed, against what the members hold now."""
    listed = _json(members, documents.LEAVES)
    seal = manifest.seal
    with _readable(documents.LEAVES):
        hashes = [bytes.fromhex(leaf["hash"]) for leaf in listed]
        names = [leaf["item"] for leaf in listed]
    if seal and (len(hashes), merkle_root(hashes).hex()) != (seal.statement.leaves, seal.statement.merkle_root):
        raise NotIntact(documents.LEAVES, "与封存的根哈希不符", "does not lead to the sealed root")
    sealed = {name: members[name] for name in members if documents.is_sealed_document(name)}
    with _readable(documents.RESULTS):
        found = {leaf.item: leaf.hash for leaf in leaves_of(sealed, results)}
    for name, sealed_hash in zip(names, hashes, strict=True):
        if found.pop(name, None) != sealed_hash.hex():
            raise NotIntact(name, "与封存内容不符", "is not what was sealed")
    for name in found:
        raise NotIntact(name, "未在封存范围内", "was not there when it was sealed")


def _check_evidence(members: Members) -> None:
    """Evidence files that came along are those whose hashes were sealed; the manifest vouches for their bytes."""
    with _readable(documents.EVIDENCE):
        sealed = {row["sha256"] for row in _json(members, documents.EVIDENCE)}
    for name in members:
        if name.startswith(documents.EVIDENCE_FOLDER) and sha256(members[name]).hexdigest() not in sealed:
            raise NotIntact(name, "不是封存时的佐证材料", "is no evidence that was sealed")


def _check_results(members: Members, results: Mapping[str, Any]) -> int:
    """Compute everybody's result again; how many rest on facts that changed, as the results themselves say."""
    with _readable(documents.POLICY_TOML):
        policy = load_policy(members[documents.POLICY_TOML].decode())
    _check_policy_json(members, policy)
    with _readable(documents.FACTS):
        (facts,) = load_facts(members[documents.FACTS].decode(), policy).cycles
        found = differences(policy, facts, results["cases"])
    for case in results["cases"]:
        unexpected = sorted(set(found.get(case["id"], ())) ^ set(case["differs"]))
        if unexpected:
            item = f"{documents.RESULTS}: case {case['id']} {case['name']}"
            fields = ", ".join(unexpected)
            raise NotIntact(item, f"按事实和细则重算，{fields} 不符", f"computed again, {fields} comes out otherwise")
    return len(found)


def _check_policy_json(members: Members, policy: Policy) -> None:
    if not _is_part_of(_json(members, documents.POLICY_JSON), policy.model_dump(mode="json")):
        zh, en = f"与 {documents.POLICY_TOML} 不一致", f"is not what {documents.POLICY_TOML} says"
        raise NotIntact(documents.POLICY_JSON, zh, en)


def _is_part_of(old: Any, new: Any) -> bool:
    """Whether `new` says all that `old` says; fields that policies have got since then have their neutral defaults."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(key in new and _is_part_of(value, new[key]) for key, value in old.items())
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_is_part_of, old, new))
    return bool(old == new)


def _json(members: Members, name: str) -> Any:
    with _readable(name):
        return orjson.loads(members[name])


@contextmanager
def _readable(item: str) -> Iterator[None]:
    """Whatever has not the shape it must have is not intact."""
    try:
        yield
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        zh, en = "内容无法读取", f"its content cannot be read: {error}"
        raise NotIntact(item, zh, en) from None
