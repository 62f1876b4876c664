"""Settings, read from the environment (prefix KAOHE_; DATABASE_URL and REDIS_URL without it)."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from kaohe.webhook import Webhook, webhooks_in


class Settings(BaseSettings):
    """Everything an operator can set. Each has a default that suits the embedded mode."""

    model_config = SettingsConfigDict(
        env_prefix="KAOHE_", extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    var: Path = Field(default=Path("var"), description="Folder of the embedded database, evidence files and keys.")
    host: str = Field(default="127.0.0.1", description="Address that the API listens on.")
    port: int = Field(default=8000, description="Port that the API listens on.")
    database_url: str | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        description="PostgreSQL 15 or later; without it the embedded server under `var` is used.",
    )
    redis_url: str | None = Field(
        default=None,
        validation_alias="REDIS_URL",
        description="Redis 6 or later, which wakes the workers up; only `kaohe worker` needs it.",
    )
    session_hours: float = Field(default=12, gt=0, description="Hours until a bearer session expires.")
    evidence_max_bytes: int = Field(default=10 * 1024 * 1024, gt=0, description="Largest evidence file accepted.")
    body_max_bytes: int = Field(default=12 * 1024 * 1024, gt=0, description="Largest HTTP request body accepted.")
    pool_size: int = Field(default=10, gt=0, description="Database connections of one process.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="warning", description="What is logged.")
    sweep_seconds: float = Field(default=1.0, gt=0, description="Pause between two sweeps of the deadlines.")
    worker_threads: int = Field(default=4, gt=0, description="Messages that one worker process has in hand at once.")
    metrics_port: int = Field(
        default=0,
        ge=0,
        le=65_535,
        description="Port of a worker's /metrics and /healthz; 0: none. The API has its own.",
    )

    keep_work_days: int = Field(
        default=30, gt=0, description="Days that relayed rows of the outbox and parts of deadlines are kept."
    )
    keep_answers_days: int = Field(
        default=30,
        gt=0,
        description="Days for which a mutation that is sent twice is answered from its idempotency key.",
    )
    keep_deliveries_days: int = Field(default=400, gt=0, description="Days that deliveries which arrived are kept.")
    keep_notifications_days: int = Field(
        default=1100, gt=0, description="Days that notifications are kept, read or not."
    )

    trusted_proxies: str = Field(
        default="127.0.0.1",
        description="Addresses or networks of reverse proxies, by commas, whose X-Forwarded-For and -Proto are believed.",
    )
    public_url: str | None = Field(
        default=None, pattern=r"^https?://\S+$", description="Where people reach the service: the link in messages."
    )
    smtp_host: str | None = Field(default=None, description="Mail server; without one no mail is sent.")
    smtp_port: int | None = Field(
        default=None, gt=0, lt=65536, description="Its port; by default 25, 587 (starttls) or 465 (tls)."
    )
    smtp_user: str | None = Field(default=None, description="User at the mail server, where it wants one.")
    smtp_password: SecretStr | None = Field(default=None, description="That user's password.")
    smtp_from: str | None = Field(
        default=None,
        pattern=r"^[^\x00-\x1f]*[^\s@<>]+@[^\s@<>]+>?$",
        description="Sender of mails: address, or name <address>.",
    )
    smtp_security: Literal["none", "starttls", "tls"] = Field(
        default="starttls", description="How the connection to the mail server is protected."
    )
    webhooks: Annotated[tuple[Webhook, ...], NoDecode] = Field(
        default=(), description="Webhooks, as a JSON list of {name, url, secret, format} (docs/deliveries.md)."
    )

    @field_validator("webhooks", mode="before")
    @classmethod
    def _webhooks(cls, value: object) -> object:
        return webhooks_in(value) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Self:
        if self.smtp_host and not self.smtp_from:
            raise ValueError("设置了KAOHE_SMTP_HOST，还须设置KAOHE_SMTP_FROM · KAOHE_SMTP_HOST needs KAOHE_SMTP_FROM")
        if (self.smtp_user is None) != (self.smtp_password is None):
            raise ValueError(
                "KAOHE_SMTP_USER和KAOHE_SMTP_PASSWORD须同时设置 · KAOHE_SMTP_USER and KAOHE_SMTP_PASSWORD go together"
            )
        return self

    @property
    def evidence_folder(self) -> Path:
        return self.var / "evidence"


class BadSettings(Exception):
    """The environment holds settings that can't be used; the message names each, and no value."""


def read_settings() -> Settings:
    """The settings of the environment. Raises BadSettings with everything that is wrong with them."""
    try:
        return Settings()
    except ValidationError as wrong:
        lines = [f"  {_name(one['loc'])}: {one['msg'].removeprefix('Value error, ')}" for one in wrong.errors()]
        raise BadSettings("\n".join(("设置有误 · wrong settings:", *lines))) from None


def _name(place: tuple[int | str, ...]) -> str:
    """The variable of a setting, and where in it: `KAOHE_WEBHOOKS[0].url`."""
    if not place:
        return "KAOHE_*"
    variable, *inner = place
    prefix = "" if str(variable).isupper() else "KAOHE_"  # one with a name of its own is named by that
    return prefix + str(variable).upper() + "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in inner)
