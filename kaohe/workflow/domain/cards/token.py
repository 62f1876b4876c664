"""The secret in a card's link: random bytes with a tag that only the holders of the key can make.

A forged one is told by the tag, before anything else is asked. Neither the random bytes nor the token is kept, only the
token's SHA-256: from the key and the database together no link can be made again.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

NONCE_BYTES = 16
_TAG_BYTES = 16
_LENGTH = 43  # of 32 bytes in base64url without padding
_PURPOSE = b"kaohe evaluation card\0"


def token_of(key: bytes, nonce: bytes) -> str:
    """The token of 16 random bytes: 43 characters of base64url."""
    return urlsafe_b64encode(nonce + _tag(key, nonce)).rstrip(b"=").decode()


def is_ours(key: bytes, token: str) -> bool:
    """Whether the token was made under this key, letter for letter."""
    if len(token) != _LENGTH or not token.isascii():
        return False
    try:
        nonce = urlsafe_b64decode(token + "=")[:NONCE_BYTES]
    except ValueError:
        return False
    return hmac.compare_digest(token_of(key, nonce), token)


def token_hash(token: str) -> bytes:
    """What is kept of a token: its SHA-256."""
    return sha256(token.encode()).digest()


def _tag(key: bytes, nonce: bytes) -> bytes:
    return hmac.digest(key, _PURPOSE + nonce, sha256)[:_TAG_BYTES]
