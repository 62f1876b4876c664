"""The manifest of an exported archive (归档清单): every member with its hash, the seal, and a signature over it all."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, TypeAdapter

from kaohe.workflow.domain.canonical import canonical

FORMAT = "kaohe-archive/1"
SEAL_FORMAT = "kaohe-seal/1"

_STRICT = ConfigDict(extra="forbid")

Hex = Annotated[str, Field(pattern=r"^([0-9a-f]{2})*$")]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive."""

    __pydantic_config__ = _STRICT

    name: str
    size: int
    sha256: Digest

    @classmethod
    def of(cls, name: str, content: bytes) -> Self:
        return cls(name, len(content), sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class SealStatement:
    """What is signed when a cycle is archived: the Merkle root over its leaves, and whose cycle it is."""

    __pydantic_config__ = _STRICT

    body: str
    policy: str
    period: str
    merkle_root: Digest
    leaves: int
    sealed_at: Moment

    def message(self) -> bytes:
        """The bytes that the signature is over."""
        return canonical({"format": SEAL_FORMAT, **asdict(self)})


@dataclass(frozen=True, slots=True)
class SealRecord:
    """A seal as it is kept: the statement, its signature, and the public key that proves it."""

    __pydantic_config__ = _STRICT

    statement: SealStatement
    signature: Hex
    public_key: Digest


@dataclass(frozen=True, slots=True)
class Manifest:
    """`seal` is None for a draft, that is an export of a cycle that is not archived yet."""

    __pydantic_config__ = _STRICT

    body: str
    policy: str
    period: str
    as_of: Moment
    members: tuple[Member, ...]
    seal: SealRecord | None
    public_key: Digest
    signature: Hex = ""
    format: str = FORMAT

    def message(self) -> bytes:
        """The bytes that the manifest's own signature is over: all of it but that signature."""
        return canonical(asdict(replace(self, signature="")))

    def signed(self, signature: str) -> Self:
        """The same with its signature."""
        return replace(self, signature=signature)

    def as_json(self) -> dict[str, Any]:
        """What `manifest.json` holds."""
        return asdict(self)

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """The manifest in a file; ValueError where it is none."""
        manifest = TypeAdapter(cls).validate_json(content)
        datetime.fromisoformat(manifest.as_of)
        return manifest
