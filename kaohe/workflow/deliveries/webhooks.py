"""What is posted to a webhook, and what counts as its consent."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote_plus

import orjson

from kaohe.webhook import Webhook
from kaohe.workflow.deliveries.message import Message
from kaohe.workflow.deliveries.undelivered import Undelivered, one_line
from kaohe.workflow.domain.notices import outside_kind


@dataclass(frozen=True)
class Post:
    """One request: POST `body` to `url` with `headers`."""

    url: str
    headers: Mapping[str, str]
    body: bytes


def post_of(webhook: Webhook, message: Message, now: datetime) -> Post:
    """The request for a message at `now`, signed where the webhook has a secret."""
    url = webhook.url.get_secret_value()
    if webhook.format == "json":
        body = orjson.dumps(_document(message))
        return Post(url, {"content-type": "application/json", **_signed(webhook, message.token, body, now)}, body)
    body = orjson.dumps({"msgtype": "text", "text": {"content": f"{message.text}\n{message.text_en}"}})
    return Post(_signed_url(webhook, url, now), {"content-type": "application/json"}, body)


def consent(webhook: Webhook, status: int, answer: bytes) -> str:
    """What the receiver answered, where it took the message: any 2xx; a robot must say `errcode` 0 besides.

    Raises Undelivered, for good after 410.
    """
    said = one_line(f"{status} {answer.decode('utf-8', 'replace')}")
    if not 200 <= status < 300:
        raise Undelivered(said, permanent=status == 410)
    if webhook.format != "json" and not _took(answer):
        raise Undelivered(said)
    return said


def _document(message: Message) -> dict[str, object]:
    document: dict[str, object] = {
        "id": message.token,
        "type": outside_kind(message.kind),
        "created_at": message.created_at,
        "body": message.body,
        "assignee_key": message.assignee_key,
        "subject": message.subject,
        "subject_id": message.subject_id,
        "text": message.text,
        "text_en": message.text_en,
    }
    return document if message.url is None else {**document, "url": message.url}


def _signed(webhook: Webhook, token: str, body: bytes, now: datetime) -> dict[str, str]:
    """The headers of the Standard Webhooks convention: id, seconds since 1970, signature over both and the body."""
    headers = {"webhook-id": token, "webhook-timestamp": str(int(now.timestamp()))}
    if key := webhook.signing_key:
        content = f"{token}.{headers['webhook-timestamp']}.".encode() + body
        headers["webhook-signature"] = f"v1,{_hmac(key, content)}"
    return headers


def _signed_url(webhook: Webhook, url: str, now: datetime) -> str:
    """The address with what DingTalk wants behind it: milliseconds since 1970, and their signature."""
    if not (key := webhook.signing_key):
        return url
    timestamp = str(int(now.timestamp() * 1000))
    sign = quote_plus(_hmac(key, timestamp.encode() + b"\n" + key))
    return f"{url}{'&' if '?' in url else '?'}timestamp={timestamp}&sign={sign}"


def _hmac(key: bytes, content: bytes) -> str:
    return base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()


def _took(answer: bytes) -> bool:
    try:
        found = orjson.loads(answer)
    except ValueError:
        return False
    return isinstance(found, dict) and found.get("errcode") == 0
