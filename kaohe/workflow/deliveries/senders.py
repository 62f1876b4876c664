"""The senders of one process: how a message leaves by each kind of channel."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kaohe.config import Settings
from kaohe.workflow.deliveries.channels import MAIL
from kaohe.workflow.deliveries.message import Message
from kaohe.workflow.deliveries.undelivered import Undelivered, one_line
from kaohe.workflow.deliveries.webhooks import consent, post_of

if TYPE_CHECKING:
    import httpx

#: How long one attempt may take, from the first packet to the last.
ATTEMPT_SECONDS = 10.0

#: A channel that let an attempt run out of time is left alone for so long: the next would only wait again.
_AWAY = timedelta(seconds=30)

#: More of an answer than this is not read.
_ANSWER_BYTES = 4096

# It tells every address at level info, and a robot's address holds its token.
logging.getLogger("httpx").setLevel(logging.WARNING)


class Senders:
    """Mail and webhooks as these settings have them. Belongs to the event loop that uses it first; close it there."""

    def __init__(self, settings: Settings, attempt_seconds: float = ATTEMPT_SECONDS) -> None:
        self.public_url = settings.public_url
        self._settings = settings
        self._seconds = attempt_seconds
        self._webhooks = {one.name: one for one in settings.webhooks}
        self._away: dict[str, datetime] = {}
        self._client: httpx.AsyncClient | None = None

    async def send(self, channel: str, target: str, message: Message, now: datetime) -> str:
        """Send by the channel of that name; what the receiver answered. Raises Undelivered."""
        if now < self._away.get(channel, now):
            raise Undelivered("未尝试：该通道刚刚超时 · not tried: the channel has just timed out")
        try:
            async with asyncio.timeout(self._seconds):
                return await (
                    self.mail(target, message, now) if channel == MAIL else self.webhook(channel, message, now)
                )
        except TimeoutError:
            self._away[channel] = now + _AWAY
            raise Undelivered(f"{self._seconds:g}秒内无答复 · no answer within {self._seconds:g} s") from None
        except Undelivered as failure:
            if failure.away:
                self._away[channel] = now + _AWAY
            raise

    async def mail(self, target: str, message: Message, now: datetime) -> str:
        """Send a mail to one address; the server's answer. Raises Undelivered."""
        if not self._settings.smtp_host:
            raise Undelivered("未设置邮件服务器 · no mail server is set")
        from kaohe.workflow.deliveries.mail import send_mail  # an API sends nothing

        return await send_mail(self._settings, target, message, now, self._seconds)

    async def webhook(self, name: str, message: Message, now: datetime) -> str:
        """Post to the webhook of that name; status and answer. Raises Undelivered."""
        webhook = self._webhooks.get(name)
        if webhook is None:
            raise Undelivered(f"未设置外发地址{name} · no webhook {name} is set")
        import httpx  # an API sends nothing

        post = post_of(webhook, message, now)
        try:
            async with self._http().stream("POST", post.url, headers=dict(post.headers), content=post.body) as response:
                answer = await _beginning(response)
        except (httpx.HTTPError, httpx.InvalidURL) as failure:
            away = isinstance(failure, httpx.TimeoutException)
            raise Undelivered(one_line(f"{type(failure).__name__}: {failure}"), away=away) from None
        return consent(webhook, response.status_code, answer)

    async def aclose(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _http(self) -> "httpx.AsyncClient":
        if self._client is None:
            import httpx

            self._client = httpx.AsyncClient(timeout=self._seconds, headers={"user-agent": "kaohe"})
        return self._client


async def _beginning(response: "httpx.Response") -> bytes:
    """The first bytes of an answer, however long it is."""
    read = b""
    async for part in response.aiter_bytes():
        read += part
        if len(read) >= _ANSWER_BYTES:
            break
    return read[:_ANSWER_BYTES]
