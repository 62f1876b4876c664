"""Whose request it is (来访地址), as far as counting goes."""

import hmac
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from starlette.requests import Request

#: One line of a home or an office has all addresses of such a net.
_IPV6_NET = 64


def digest_of_address(request: Request, key: bytes) -> str:
    """A keyed digest of the caller's address, of its /64 for IPv6: the same for the same caller, and no address."""
    return hmac.digest(key, b"address\0" + _place(request).encode(), sha256).hex()[:32]


def _place(request: Request) -> str:
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    mapped = address.ipv4_mapped
    return str(mapped) if mapped else (int(address) >> (128 - _IPV6_NET)).to_bytes(8, "big").hex()
