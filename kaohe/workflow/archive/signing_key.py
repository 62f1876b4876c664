"""The key that seals (封存密钥): an Ed25519 key in a file of its own, never in the database that it guards."""

from nacl.encoding import HexEncoder
from nacl.signing import SigningKey

from kaohe.config import Settings
from kaohe.workflow.key_files import key_file

_NAME = "archive.ed25519"


def signing_key(settings: Settings) -> SigningKey:
    """The key under `var/keys`, made at first use (0600). Its public half lies beside it, in hexadecimal, to be given out.

    Of those that ask at once, one makes the key and all use it.
    """
    path = settings.var / "keys" / _NAME
    key = SigningKey(key_file(path, _new), encoder=HexEncoder)
    public = path.with_suffix(".pub")
    if not public.exists():
        public.write_text(public_key_hex(key) + "\n")
    return key


def public_key_hex(key: SigningKey) -> str:
    """The public half: 64 hexadecimal digits."""
    return bytes(key.verify_key).hex()


def _new() -> bytes:
    return SigningKey.generate().encode(HexEncoder)
