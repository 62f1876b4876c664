"""Sending one mail over SMTP."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

import aiosmtplib
from aiosmtplib.errors import SMTPDataError, SMTPException, SMTPRecipientRefused, SMTPRecipientsRefused

from kaohe.config import Settings
from kaohe.workflow.deliveries.message import Message
from kaohe.workflow.deliveries.undelivered import Undelivered, one_line


async def send_mail(settings: Settings, target: str, message: Message, now: datetime, seconds: float) -> str:
    """Hand a message for one address to the mail server, which has `seconds` for each answer; what it answered.

    Raises Undelivered: for good where the server refuses the address or the text with a 5xx.
    """
    password = settings.smtp_password
    try:
        _, answer = await aiosmtplib.send(
            mail_of(settings.smtp_from or "", target, message, now),
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user,
            password=password.get_secret_value() if password else None,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            timeout=seconds,
        )
    except (SMTPRecipientsRefused, SMTPDataError) as refused:
        said = _refusals(refused)
        why = one_line("; ".join(f"{one.code} {one.message}" for one in said))
        raise Undelivered(why, permanent=all(one.code >= 500 for one in said)) from None
    except (SMTPException, OSError) as failure:
        raise Undelivered(
            one_line(f"{type(failure).__name__}: {failure}"), away=isinstance(failure, TimeoutError)
        ) from None
    return one_line(answer)


def mail_of(sender: str, target: str, message: Message, now: datetime) -> EmailMessage:
    """The mail, both languages in plain text. Its Message-ID is made of the token: a repeat is the same mail."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = target
    mail["Subject"] = message.subject_line
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message.token}@{parseaddr(sender)[1].partition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(f"{message.text}\n\n{message.text_en}\n", cte="base64")
    return mail


def _refusals(refused: SMTPRecipientsRefused | SMTPDataError) -> list[SMTPRecipientRefused] | list[SMTPDataError]:
    return refused.recipients if isinstance(refused, SMTPRecipientsRefused) else [refused]
