"""Storing and reading evidence files."""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.config import Settings
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import Code, Refusal, Refused, not_found
from kaohe.workflow.visibility import case_scope, require_visible

#: Media types by the first bytes of a file: what is told by a file's name is not believed.
SIGNATURES: dict[bytes, str] = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"PK\x03\x04": "application/zip",  # docx, xlsx and other office documents
}

_OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_LONGEST_NAME = 200


@dataclass(frozen=True)
class EvidenceFile:
    """A file as it is handed back; `sha256` of its bytes, in hexadecimal."""

    file_name: str
    media_type: str
    sha256: str
    path: Path

    @property
    def content(self) -> bytes:
        """Its bytes, read from the disk. Raises OSError."""
        return self.path.read_bytes()


_INSERT = text("""
INSERT INTO evidence (body_id, assessment_id, file_name, media_type, size, sha256, uploaded_by, uploaded_at)
VALUES (:body_id, :assessment_id, :file_name, :media_type, :size, :sha256, :account_id, :now) RETURNING id
""")


async def store_evidence(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    settings: Settings,
    file_name: str,
    content: bytes,
    assessment_id: int | None = None,
) -> int:
    """Keep a file (PDF, PNG, JPEG, docx, xlsx); its id. The bytes are on disk before the row is committed."""
    if assessment_id is not None:
        await require_visible(session, actor, [assessment_id])
    name = Path(file_name.replace("\\", "/")).name.strip()[:_LONGEST_NAME] or "file"
    media_type = _checked(name, content, settings.evidence_max_bytes)
    sha256 = hashlib.sha256(content).hexdigest()
    _keep(_path(settings, actor.body_id, sha256), content)
    evidence_id = await session.scalar(
        _INSERT,
        {
            "body_id": actor.body_id,
            "assessment_id": assessment_id,
            "file_name": name,
            "media_type": media_type,
            "size": len(content),
            "sha256": sha256,
            "account_id": actor.account_id,
            "now": now,
        },
    )
    assert evidence_id is not None  # an INSERT returns its row
    return int(evidence_id)


async def read_evidence(session: AsyncSession, actor: Actor, settings: Settings, evidence_id: int) -> EvidenceFile:
    """A file that the actor uploaded, or that belongs to a case he may see."""
    predicate, parameters = case_scope(actor)
    found = await session.execute(
        text(
            "SELECT e.file_name, e.media_type, e.sha256 FROM evidence e "
            "LEFT JOIN assessment a ON a.body_id = e.body_id AND a.id = e.assessment_id "
            f"WHERE e.body_id = :body_id AND e.id = :id AND (e.uploaded_by = :account_id OR ({predicate}))"
        ),
        {"body_id": actor.body_id, "id": evidence_id, "account_id": actor.account_id, **parameters},
    )
    row = found.mappings().one_or_none()
    if row is None:
        raise not_found("evidence")
    path = _path(settings, actor.body_id, row["sha256"])
    return EvidenceFile(row["file_name"], row["media_type"], row["sha256"], path)


def _checked(name: str, content: bytes, limit: int) -> str:
    found = next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)
    if found == "application/zip":
        found = _OFFICE.get(Path(name).suffix.lower())
    refusals = []
    if found is None:
        suffix = Path(name).suffix or "?"
        refusals.append(Refusal(Code.FILE_TYPE, "file", {"found": suffix, "allowed": "pdf, png, jpg, docx, xlsx"}))
    if len(content) > limit:
        refusals.append(Refusal(Code.FILE_TOO_LARGE, "file", {"limit": limit}))
    if refusals or found is None:
        raise Refused(refusals)
    return found


def _path(settings: Settings, body_id: int, sha256: str) -> Path:
    return settings.evidence_folder / str(body_id) / sha256[:2] / sha256


def _keep(path: Path, content: bytes) -> None:
    """Write the bytes once, whole or not at all."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
