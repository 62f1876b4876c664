"""Ed25519 signatures (签名): what a key says is short, and whose key it is can be told apart at a glance."""

from hashlib import sha256

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

#: Characters of a key's id.
_ID_LENGTH = 16


def key_id(public_key: bytes) -> str:
    """A short name for a public key: the first 16 hexadecimal digits of its SHA-256."""
    return sha256(public_key).hexdigest()[:_ID_LENGTH]


def is_signed(message: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether the key's owner signed the message; False for anything that is no key or no signature too."""
    try:
        VerifyKey(public_key).verify(message, signature)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True
