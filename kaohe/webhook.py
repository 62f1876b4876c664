"""One webhook (外发地址) as an operator sets it."""

import base64
import binascii
import json
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

#: How a secret is written whose key is base64, as libraries for standard webhooks expect it.
ENCODED = "whsec_"


class Webhook(BaseModel):
    """An address that gets every notification by HTTP POST. `name` is how the log and the metrics call it.

    `secret` signs: HMAC-SHA256 over its UTF-8 bytes, or over what follows `whsec_` decoded from base64.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")
    url: SecretStr  # a robot's address holds its token
    secret: SecretStr | None = None
    format: Literal["json", "dingtalk", "wecom"] = "json"

    @field_validator("name")
    @classmethod
    def _not_mail(cls, name: str) -> str:
        if name == "mail":
            raise ValueError("mail是邮件通道的名称 · mail is the name of the mail channel")
        return name

    @field_validator("url")
    @classmethod
    def _complete(cls, url: SecretStr) -> SecretStr:
        try:
            parts = urlsplit(url.get_secret_value())
            whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            whole = False
        if not whole or any(letter.isspace() for letter in url.get_secret_value()):
            raise ValueError("须为完整的http或https地址 · a whole http or https address is needed")
        return url

    @model_validator(mode="after")
    def _signable(self) -> Self:
        if self.secret is None:
            return self
        if self.format == "wecom":
            raise ValueError("企业微信机器人不签名，不能设secret · a WeCom robot takes no signature: leave secret out")
        try:
            empty = not self.signing_key
        except binascii.Error:
            raise ValueError("whsec_之后须为base64 · base64 must follow whsec_") from None
        if empty:
            raise ValueError("secret不能为空 · the secret is empty")
        return self

    @property
    def signing_key(self) -> bytes:
        """The bytes that sign; none where nothing is signed."""
        secret = self.secret.get_secret_value() if self.secret else ""
        if secret.startswith(ENCODED):
            return base64.b64decode(secret.removeprefix(ENCODED), validate=True)
        return secret.encode()


def webhooks_in(value: str) -> list[object]:
    """The webhooks that a JSON list holds, not checked yet; ValueError where it is none or a name comes twice."""
    try:
        found = json.loads(value or "[]")
    except ValueError:
        found = None
    if not isinstance(found, list):
        raise ValueError(
            '须为JSON数组，如 [{"name":"oa","url":"https://…"}] · a JSON list is needed, like the one shown'
        )
    names = [one.get("name") for one in found if isinstance(one, dict)]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"名称{name}重复 · the name {name} is used twice")
    return found
