"""E-mail addresses (邮箱): which are written as one."""

import re

#: In characters (RFC 5321).
LONGEST = 254

# Plain letters only: few mail servers take any others before the @.
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"
)


def is_address(value: str) -> bool:
    """Whether mail could be sent there, by its form alone: `name@host`, at most `LONGEST` characters."""
    return len(value) <= LONGEST and _ADDRESS.fullmatch(value) is not None


def masked(value: str) -> str:
    """An address as a log may show it: `a***@psb.cn`. What is none, and what is empty, stays as it is."""
    name, at, host = value.partition("@")
    return f"{name[:1]}***@{host}" if at else value
