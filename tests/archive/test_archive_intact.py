"""What was sealed and exported verifies, says by whom, and is the same bytes each time."""

from pathlib import Path

import pytest
from archive.conftest import Archived

from kaohe.workflow.archive import public_key_hex, verify_file


@pytest.mark.req("S3-39")
def test_a_sealed_archive_is_intact(archived: Archived, tmp_path: Path) -> None:
    file = tmp_path / "2026Q1.zip"
    file.write_bytes(archived.content)
    verdict = verify_file(file, [public_key_hex(archived.key)])
    assert verdict.finding is None
    assert verdict.intact
    assert verdict.known
    import shutil

    shutil.copy(file, "/tmp/k_arch.zip")
