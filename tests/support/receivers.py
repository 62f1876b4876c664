"""Receivers of what leaves the system: a real HTTP server and a real SMTP server on free ports, inside the test."""

import asyncio
import warnings
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

OK = (200, b"ok")


@dataclass(frozen=True)
class Received:
    """One HTTP request."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class HttpReceiver:
    """Takes any POST. `answers` are given in turn, then 200 for ever; None answers nothing until `release` is set."""

    port: int = 0
    answers: deque[tuple[int, bytes] | None] = field(default_factory=deque)
    received: asyncio.Queue[Received] = field(default_factory=asyncio.Queue)
    release: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def all(self) -> list[Received]:
        """Everything received since the last call."""
        return [self.received.get_nowait() for _ in range(self.received.qsize())]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
            body = await reader.readexactly(int(headers["content-length"]))
            self.received.put_nowait(Received(head[0].split(" ")[1], headers, body))
            answer = self.answers.popleft() if self.answers else OK
            if answer is None:
                await self.release.wait()
                answer = OK
            status, text = answer
            moved = f"location: {self.url}/elsewhere\r\n" if status == 302 else ""
            writer.write(
                f"HTTP/1.1 {status} -\r\n{moved}content-length: {len(text)}\r\nconnection: close\r\n\r\n".encode()
            )
            writer.write(text)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # whoever sent it was killed
        finally:
            writer.close()


@asynccontextmanager
async def http_receiver() -> AsyncIterator[HttpReceiver]:
    receiver = HttpReceiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        receiver.release.set()
        server.close()


@dataclass
class MailReceiver:
    """Takes any mail. `refusals` says, by address, what is answered instead, once each."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if address in self.refusals:
            return self.refusals.pop(address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        found = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.mails.append(found)
        self.recipients += envelope.rcpt_tos
        return "250 taken"

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        right = self.users.get(data.login.decode()) == data.password.decode()
        return AuthResult(success=right, handled=False)


@asynccontextmanager
async def mail_receiver(users: dict[str, str] | None = None) -> AsyncIterator[MailReceiver]:
    """A mail server without TLS; with `users` (password by name) it takes mail from nobody else."""
    receiver = MailReceiver(users=users or {})
    loop = asyncio.get_running_loop()

    def speak() -> SMTP:
        with warnings.catch_warnings(action="ignore", category=UserWarning):  # passwords without TLS: meant here
            return SMTP(
                receiver,
                hostname="mail.test",
                loop=loop,
                authenticator=receiver.authenticate if users else None,
                auth_required=bool(users),
                auth_require_tls=False,
            )

    server = await loop.create_server(speak, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()


def closed_port() -> int:
    """A port on which nobody listens."""
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def webhook(receiver: HttpReceiver, **more: Any) -> Sequence[dict[str, Any]]:
    """The setting of one webhook at the receiver."""
    return [{"name": "oa", "url": receiver.url, **more}]


def mail(mailbox: MailReceiver, **more: Any) -> dict[str, Any]:
    """The settings of a mail server without TLS."""
    return {
        "smtp_host": "127.0.0.1",
        "smtp_port": mailbox.port,
        "smtp_from": "考核办 <kaohe@psb.test>",
        "smtp_security": "none",
        **more,
    }
