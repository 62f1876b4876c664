"""The channels (外发通道) that are set up: mail, and each webhook by its name."""

from dataclasses import dataclass
from typing import Literal

from kaohe.config import Settings

MAIL = "mail"


@dataclass(frozen=True)
class Channel:
    """One way out of the system. `name` is what stands in the delivery log."""

    name: str
    kind: Literal["mail", "webhook"]


def channels_of(settings: Settings) -> tuple[Channel, ...]:
    """Every channel of these settings; none by default."""
    mail = (Channel(MAIL, "mail"),) if settings.smtp_host else ()
    return (*mail, *(Channel(one.name, "webhook") for one in settings.webhooks))
