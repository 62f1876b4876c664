"""Settings of mail and webhooks: from the environment, and told in plain words when they are wrong."""

import json
from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from kaohe.cli import app
from kaohe.config import BadSettings, Settings, read_settings
from kaohe.workflow.deliveries import Channel, channels_of

Set = Callable[..., Settings]

HOOK = {"name": "oa", "url": "https://oa.test/hook?access_token=hidden"}


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Set:
    def setting(**values: str) -> Settings:
        for name, value in values.items():
            monkeypatch.setenv(f"KAOHE_{name}", value)
        return read_settings()

    return setting


def test_no_channel_is_set_by_default() -> None:
    assert channels_of(Settings()) == ()


def test_channels_come_from_the_environment(setting: Set) -> None:
    found = setting(
        SMTP_HOST="mail.test",
        SMTP_FROM="考核办 <kaohe@psb.test>",
        WEBHOOKS=json.dumps([HOOK, {"name": "robot", "url": "http://10.0.0.7:8080/x", "format": "wecom"}]),
    )
    assert channels_of(found) == (Channel("mail", "mail"), Channel("oa", "webhook"), Channel("robot", "webhook"))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"WEBHOOKS": "oa"}, "KAOHE_WEBHOOKS"),
        ({"WEBHOOKS": "{}"}, "KAOHE_WEBHOOKS"),
        ({"WEBHOOKS": '["x"]'}, "KAOHE_WEBHOOKS[0]"),
        ({"WEBHOOKS": json.dumps([HOOK, HOOK])}, "oa"),
        ({"WEBHOOKS": json.dumps([{**HOOK, "name": "mail"}])}, "KAOHE_WEBHOOKS[0].name"),
        ({"WEBHOOKS": json.dumps([{**HOOK, "name": "O A"}])}, "KAOHE_WEBHOOKS[0].name"),
        ({"WEBHOOKS": json.dumps([{**HOOK, "url": "oa.test"}])}, "KAOHE_WEBHOOKS[0].url"),
        ({"WEBHOOKS": json.dumps([{**HOOK, "url": "ftp://oa.test"}])}, "KAOHE_WEBHOOKS[0].url"),
        ({"WEBHOOKS": json.dumps([{**HOOK, "url": "http://[oa"}])}, "KAOHE_WEBHOOKS[0].url"),
        ({"WEBHOOKS": json.dumps([{**HOOK, "url": "http://oa.test:99999/"}])}, "KAOHE_WEBHOOKS[0].url"),
        ({"WEBHOOKS": json.dumps([{**HOOK, "secrets": "x"}])}, "KAOHE_WEBHOOKS[0].secrets"),
        ({"WEBHOOKS": json.dumps([{**HOOK, "format": "feishu"}])}, "KAOHE_WEBHOOKS[0].format"),
        ({"WEBHOOKS": json.dumps([{**HOOK, "secret": ""}])}, "KAOHE_WEBHOOKS[0]"),
        ({"WEBHOOKS": json.dumps([{**HOOK, "secret": "whsec_*"}])}, "KAOHE_WEBHOOKS[0]"),
        ({"WEBHOOKS": json.dumps([{**HOOK, "secret": "x", "format": "wecom"}])}, "KAOHE_WEBHOOKS[0]"),
        ({"SMTP_HOST": "mail.test"}, "KAOHE_SMTP_FROM"),
        ({"SMTP_FROM": "nobody"}, "KAOHE_SMTP_FROM"),
        ({"SMTP_FROM": "a@b\nBcc: c@d"}, "KAOHE_SMTP_FROM"),
        ({"SMTP_USER": "kaohe"}, "KAOHE_SMTP_PASSWORD"),
        ({"SMTP_PORT": "many"}, "KAOHE_SMTP_PORT"),
        ({"SMTP_SECURITY": "ssl"}, "KAOHE_SMTP_SECURITY"),
        ({"PUBLIC_URL": "kaohe.psb.cn"}, "KAOHE_PUBLIC_URL"),
    ],
)
def test_a_wrong_setting_is_named_and_no_secret_is_told(setting: Set, values: dict[str, str], told: str) -> None:
    with pytest.raises(BadSettings) as caught:
        setting(**values)
    assert told in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_everything_wrong_is_told_at_once(setting: Set) -> None:
    with pytest.raises(BadSettings) as caught:
        setting(SMTP_PORT="0", WEBHOOKS="x", PORT="x")
    assert len(str(caught.value).splitlines()) == 4


def test_what_is_set_to_nothing_is_not_set(setting: Set) -> None:
    assert channels_of(setting(SMTP_HOST="", SMTP_PORT="", WEBHOOKS="", PUBLIC_URL="")) == ()


def test_no_command_starts_with_wrong_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAOHE_WEBHOOKS", json.dumps([{**HOOK, "format": "feishu"}]))
    ended = CliRunner().invoke(app, ["worker", "failed"])
    assert ended.exit_code == 1
    assert "KAOHE_WEBHOOKS[0].format" in ended.output
    assert "hidden" not in ended.output


def test_secrets_do_not_show() -> None:
    settings = Settings(webhooks=[{**HOOK, "secret": "hidden"}], smtp_user="kaohe", smtp_password="hidden")  # type: ignore[arg-type, list-item]
    assert "hidden" not in repr(settings)
