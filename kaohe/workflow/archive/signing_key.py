"""The key that seals (封存密钥): an Ed25519 key in a file of its own, never in the database that it guards."""

import os
from pathlib import Path
from tempfile import mkstemp

from nacl.encoding import HexEncoder
from nacl.signing import SigningKey

from kaohe.config import Settings

_NAME = "archive.ed25519"


def signing_key(settings: Settings) -> SigningKey:
    """The key under `var/keys`, made at first use (0600). Its public half lies beside it, in hexadecimal, to be given out.

    Of those that ask at once, one makes the key and all use it.
    """
    path = settings.var / "keys" / _NAME
    if not path.exists():
        _make(path)
    return SigningKey(path.read_bytes().strip(), encoder=HexEncoder)


def public_key_hex(key: SigningKey) -> str:
    """The public half: 64 hexadecimal digits."""
    return bytes(key.verify_key).hex()


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = SigningKey.generate()
    descriptor, draft = mkstemp(dir=path.parent)  # for its owner alone
    with os.fdopen(descriptor, "wb") as file:
        file.write(key.encode(HexEncoder) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # unlike a rename, it never replaces a key that is there
    except FileExistsError:
        return
    finally:
        os.unlink(draft)
    path.with_suffix(".pub").write_text(public_key_hex(key) + "\n")
