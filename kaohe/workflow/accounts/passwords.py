"""Passwords: argon2id, checked off the event loop."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from kaohe.workflow.domain.refusals import Code, Refusal, refuse

MIN_LENGTH = 8
MAX_LENGTH = 256

#: OWASP's parameters for argon2id: some 20 ms and 19 MiB a check, so that a morning's rush of sign-ins fits in memory.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

#: The hash of a password that nobody has: checked for unknown logins, so that they take as long as known ones.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$y/8Q2WtSlA3JrB61E41BaQ$boQtP6DyBFclaQ4CDBMDvPYHzAguJ0kHGu7MCg9KZ7A"


def weaknesses(password: str, field: str) -> tuple[Refusal, ...]:
    """Why a new password is not accepted; empty when it is."""
    if len(password) < MIN_LENGTH:
        return refuse(Code.WEAK_PASSWORD, field, length=MIN_LENGTH).refusals
    if len(password) > MAX_LENGTH:
        return refuse(
            Code.BAD_INPUT,
            field,
            problem=f"密码最多{MAX_LENGTH}位",
            problem_en=f"a password has at most {MAX_LENGTH} characters",
        ).refusals
    return ()


async def hashed(password: str) -> str:
    """The hash to be stored."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one behind the hash; without a hash, no, after the same time."""
    correct = await asyncio.to_thread(_verified, password_hash or _NOBODY, password[: MAX_LENGTH + 1])
    return correct and password_hash is not None


def _verified(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
