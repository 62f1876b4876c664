"""Evidence files: what they are is read from their bytes; who sees the case sees them."""

from pathlib import Path

import pytest
from support.drive import at
from support.scene import Scene

from kaohe.config import Settings
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.evidence import read_evidence, store_evidence

PDF = b"%PDF-1.7 scan"


@pytest.fixture
def kept(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path, evidence_max_bytes=100)


async def _store(scene: Scene, kept: Settings, who: str, name: str, content: bytes, case: int | None = None) -> int:
    return await store_evidence(scene.session, scene.actor(who), at(2), kept, name, content, case)


@pytest.mark.req("S3-39")
async def test_a_file_is_kept_under_its_hash_and_read_back(at_self_summary: Scene, kept: Settings) -> None:
    scene = at_self_summary
    one = await _store(scene, kept, "a1", "../../证明.pdf", PDF, await scene.case("a1"))
    again = await _store(scene, kept, "a1", "同一份.pdf", PDF)
    assert one != again
    assert len([path for path in kept.evidence_folder.rglob("*") if path.is_file()]) == 1
    file = await read_evidence(scene.session, scene.actor("a1"), kept, one)
    assert (file.file_name, file.media_type, file.content) == ("证明.pdf", "application/pdf", PDF)


@pytest.mark.req("S3-39")
async def test_only_who_may_see_the_case_reads_its_files(at_self_summary: Scene, kept: Settings) -> None:
    scene = at_self_summary
    one = await _store(scene, kept, "a1", "证明.pdf", PDF, await scene.case("a1"))
    for name in ("a_clerk", "deputy", "office"):
        assert (await read_evidence(scene.session, scene.actor(name), kept, one)).content == PDF
    for name in ("a2", "b_clerk", "authority"):
        async with scene.refused(Code.NOT_FOUND):
            await read_evidence(scene.session, scene.actor(name), kept, one)
    async with scene.refused(Code.NOT_FOUND):
        await _store(scene, kept, "b1", "证明.pdf", PDF, await scene.case("a1"))


@pytest.mark.req("S3-39")
async def test_a_files_name_is_not_believed(at_self_summary: Scene, kept: Settings) -> None:
    scene = at_self_summary
    async with scene.refused(Code.FILE_TYPE):
        await _store(scene, kept, "a1", "证明.pdf", b"MZ program")
    async with scene.refused(Code.FILE_TYPE):
        await _store(scene, kept, "a1", "archive.zip", b"PK\x03\x04")
    async with scene.refused(Code.FILE_TOO_LARGE, Code.FILE_TYPE):
        await _store(scene, kept, "a1", "x.exe", b"M" * 101)
