"""The key that seals (封存密钥): an Ed25519 key in a file of its own, never in the database that it guards."""

import os
from pathlib import Path

from nacl.encoding import HexEncoder
from nacl.signing import SigningKey

from kaohe.config import Settings

_NAME = "archive.ed25519"


def signing_key(settings: Settings) -> SigningKey:
    """The key under `var/keys`, made at first use (0600). Its public half lies beside it, in hexadecimal, to be given out.

    Of processes that start at once, one makes the key and all use it.
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
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key.encode(HexEncoder) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # unlike a rename, it never replaces a key that is there
    except FileExistsError:
        return
    finally:
        draft.unlink()
    path.with_suffix(".pub").write_text(public_key_hex(key) + "\n")
