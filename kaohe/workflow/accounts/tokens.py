"""Bearer tokens: the caller keeps the token, the database its SHA-256."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits for the Authorization header."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()
