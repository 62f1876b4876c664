"""The key of the cards (评议卡片密钥): 32 random bytes in a file of its own, shared by all API processes."""

import secrets

from kaohe.config import Settings
from kaohe.workflow.key_files import key_file

_BYTES = 32


def card_key(settings: Settings) -> bytes:
    """The key under `var/keys`, made at first use (0600). Whoever loses it makes all cards that are out invalid."""
    found = key_file(settings.var / "keys" / "cards.hmac", lambda: secrets.token_bytes(_BYTES).hex().encode())
    return bytes.fromhex(found.decode())
