"""Forging archives: each helper does what somebody with certain means could do, and no more."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey

from kaohe.workflow.archive import verify_file
from kaohe.workflow.domain.archive import documents
from kaohe.workflow.domain.archive.documents import json_bytes
from kaohe.workflow.domain.archive.leaves import leaves_of
from kaohe.workflow.domain.archive.manifest import Manifest, Member
from kaohe.workflow.domain.archive.merkle import merkle_root
from kaohe.workflow.domain.archive.verdict import Verdict

Members = dict[str, bytes]
Edit = Callable[[Any], None]


def unpack(content: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def verdict_on(members: Members, folder: Path, *keys: str) -> Verdict:
    file = folder / "archive.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return verify_file(file, keys)


def finding(members: Members, folder: Path, *keys: str) -> str:
    """The item that is found not to be intact."""
    found = verdict_on(members, folder, *keys).finding
    assert found is not None, "nothing was found"
    return found.item


def edited(members: Members, name: str, edit: Edit) -> Members:
    """The members with one JSON document changed, and nothing else."""
    document = json.loads(members[name])
    edit(document)
    return {**members, name: json_bytes(document)}


def relisted(members: Members) -> Members:
    """The manifest lists what is there now; its signature is the old one."""
    return _with(members, replace(_manifest(members), members=_listed(members)))


def resigned(members: Members, key: SigningKey) -> Members:
    """The manifest lists what is there now, and is signed anew."""
    manifest = replace(_manifest(members), members=_listed(members), public_key=bytes(key.verify_key).hex())
    return _with(members, manifest.signed(key.sign(manifest.message()).signature.hex()))


def resealed(members: Members, key: SigningKey) -> Members:
    """Leaves, seal and manifest are all made anew: what the holder of the key could do."""
    results = json.loads(members[documents.RESULTS])
    sealed = {name: content for name, content in members.items() if documents.is_sealed_document(name)}
    leaves = leaves_of(sealed, results)
    members = {**members, documents.LEAVES: json_bytes([asdict(leaf) for leaf in leaves])}
    manifest = _manifest(members)
    assert manifest.seal is not None
    root = merkle_root([bytes.fromhex(leaf.hash) for leaf in leaves]).hex()
    statement = replace(manifest.seal.statement, merkle_root=root, leaves=len(leaves))
    seal = replace(
        manifest.seal,
        statement=statement,
        signature=key.sign(statement.message()).signature.hex(),
        public_key=bytes(key.verify_key).hex(),
    )
    return resigned(_with(members, replace(manifest, seal=seal)), key)


def _manifest(members: Members) -> Manifest:
    return Manifest.parse(members[documents.MANIFEST])


def _with(members: Members, manifest: Manifest) -> Members:
    return {**members, documents.MANIFEST: json_bytes(manifest.as_json())}


def _listed(members: Members) -> tuple[Member, ...]:
    return tuple(Member.of(name, content) for name, content in members.items() if name != documents.MANIFEST)
