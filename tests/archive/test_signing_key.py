"""The key that seals lies in a file of its own."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kaohe.config import Settings
from kaohe.workflow.archive import public_key_hex, signing_key

pytestmark = pytest.mark.req("design: evidence")


def test_it_is_made_once_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path)
    first = signing_key(settings)
    file = tmp_path / "keys" / "archive.ed25519"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert file.with_suffix(".pub").read_text().strip() == public_key_hex(first)
    assert signing_key(settings) == first


def test_those_who_come_at_once_get_the_same_key(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path)
    with ThreadPoolExecutor(8) as threads:
        keys = list(threads.map(lambda _: public_key_hex(signing_key(settings)), range(16)))
    assert len(set(keys)) == 1
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == ["archive.ed25519", "archive.pub"]
